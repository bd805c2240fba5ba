package io.signet.attestation;

import static org.assertj.core.api.Assertions.assertThat;

import io.signet.attestation.ForkingNode.Shown;
import io.signet.statement.Equivocation;
import io.signet.statement.MalformedException;
import io.signet.statement.Sighting;
import io.signet.statement.merkle.PrefixProof;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;

/** A witness through many lives, each ended at any moment, asked by nodes that are honest and by nodes that are not. */
class WitnessProperties {
    private static final int LIVES = 5;
    private static final int CYCLES_MAX = 8;
    private static final int SIZE_MAX = 24;
    private static final int BRANCHES = 3;

    @Property(tries = 60)
    void noInterleavingOfRequests_makesItSignForTwoHistories(@ForAll long seed) throws IOException {
        Random random = new Random(seed);
        Life life = new Life(random);
        for (int i = 0; i < LIVES; i++) {
            life.live();
            if (random.nextInt(3) == 0) {
                life.storage.killProcess();
            } else {
                life.storage.boot(FaultyStorage.Survivor.random(random));
            }
        }
        life.checkAll();
    }

    /** The world outside of the witness. */
    private static final class Life {
        private final Random random;
        private final FaultyStorage storage = new FaultyStorage();
        private final ForkingNode honest = new ForkingNode(SIZE_MAX);
        private final List<ForkingNode> nodes;
        private final Map<ForkingNode, List<Shown>> signed = new HashMap<>();
        private final Map<ForkingNode, Integer> last = new HashMap<>();
        private final List<Equivocation> proofs = new ArrayList<>();

        Life(Random random) {
            this.random = random;
            this.nodes = List.of(
                    honest, new ForkingNode(0), new ForkingNode(random.nextInt(SIZE_MAX)), new ForkingNode(SIZE_MAX));
            nodes.forEach(node -> signed.put(node, new ArrayList<>()));
        }

        void live() throws IOException {
            storage.losePowerAfter(random.nextInt(60));
            storage.setFreeBytes(Long.MAX_VALUE);
            storage.failForces(0);
            try {
                WitnessAgent witness = WitnessFixture.open(storage, random, 3);
                for (int left = random.nextInt(CYCLES_MAX); left > 0; left--) {
                    cycle(witness);
                }
                if (random.nextInt(4) == 0) {
                    witness.close();
                }
            } catch (FaultyStorage.PowerLoss theEndOfThisLife) {
                assertThat(signed).isNotEmpty();
            } catch (IOException notOpened) {
                assertThat(notOpened).hasMessageNotContaining("damaged");
            }
        }

        private void cycle(WitnessAgent witness) {
            switch (random.nextInt(8)) {
                case 0 -> storage.setFreeBytes(random.nextBoolean() ? Long.MAX_VALUE : random.nextInt(300));
                case 1 -> storage.failForces(random.nextInt(2));
                default -> ask(witness);
            }
        }

        private void ask(WitnessAgent witness) {
            Map<CompletableFuture<Sighting>, Runnable> asked = new LinkedHashMap<>();
            for (int left = 1 + random.nextInt(4); left > 0; left--) {
                ForkingNode node = nodes.get(random.nextInt(nodes.size()));
                Shown shown = new Shown(node == honest ? 0 : random.nextInt(BRANCHES), random.nextInt(SIZE_MAX + 1));
                CompletableFuture<Sighting> sighting = witness.observe(
                                node.chain(), node.head(shown.branch(), shown.size()), path(node, shown))
                        .toCompletableFuture();
                asked.put(sighting, () -> heard(node, shown, sighting.join()));
            }
            witness.doWork();
            asked.forEach((sighting, then) -> {
                assertThat(sighting).isDone();
                then.run();
            });
        }

        private Optional<PrefixProof> path(ForkingNode node, Shown shown) {
            int from = random.nextInt(4) == 0 ? random.nextInt(SIZE_MAX) : last.getOrDefault(node, 0);
            return from < 1 || from >= shown.size()
                    ? Optional.empty()
                    : Optional.of(node.path(shown.branch(), from, shown.size()));
        }

        private void heard(ForkingNode node, Shown shown, Sighting sighting) {
            if (sighting instanceof Sighting.Extends) {
                signed.get(node).add(shown);
                last.put(node, shown.size());
            } else if (sighting instanceof Sighting.Behind behind) {
                last.put(node, (int) behind.last().size());
            } else if (sighting instanceof Sighting.Forked forked) {
                assertThat(node).isNotSameAs(honest);
                proofs.add(forked.proof());
            }
        }

        void checkAll() throws IOException {
            signed.forEach((node, heads) -> {
                for (Shown one : heads) {
                    assertThat(heads).allMatch(other -> node.consistent(one, other));
                }
            });
            storage.losePowerAfter(Long.MAX_VALUE);
            storage.setFreeBytes(Long.MAX_VALUE);
            storage.failForces(0);
            WitnessAgent witness = WitnessFixture.open(storage, random, 3);
            proofs.addAll(witness.forks());
            assertThat(proofs).allSatisfy(WitnessProperties::assertHoldsForAnybody);
        }
    }

    private static void assertHoldsForAnybody(Equivocation proof) throws MalformedException {
        assertThat(Equivocation.decode(proof.encode()).holds()).isTrue();
    }
}
