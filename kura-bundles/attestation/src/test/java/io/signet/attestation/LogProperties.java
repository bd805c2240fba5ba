package io.signet.attestation;

import static org.assertj.core.api.Assertions.assertThat;

import io.signet.statement.Bytes;
import io.signet.statement.Digest;
import io.signet.statement.Receipt;
import io.signet.statement.TreeHead;
import io.signet.statement.merkle.MerkleTree;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.CompletionStage;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;

/** The log through many lives, each ended at any moment by the power or by a signal, with keys, forces and room failing between. */
class LogProperties {
    private static final int LIVES = 6;
    private static final int CYCLES_MAX = 12;

    @Property(tries = 50)
    void throughCrashes_nothingAcknowledgedIsLostAndNoTwoHeadsOfOneSizeDiffer(@ForAll long seed)
            throws AttestationException {
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

    /** The world outside of the log: its disk, its key, and what it has promised. */
    private static final class Life {
        private final Random random;
        private final FaultyStorage storage = new FaultyStorage();
        private final TestKey key = new TestKey();
        private final TestClock clock = new TestClock();
        private final Map<Long, Bytes> acknowledged = new HashMap<>();
        private final List<TreeHead> shown = new ArrayList<>();

        Life(Random random) {
            this.random = random;
        }

        void live() throws AttestationException {
            storage.losePowerAfter(random.nextInt(80));
            storage.setFreeBytes(Long.MAX_VALUE);
            storage.failForces(0);
            key.setPresent(true);
            try {
                LogAgent log = LogFixture.open(storage, key, clock);
                check(log);
                int cycles = random.nextInt(CYCLES_MAX);
                for (int i = 0; i < cycles; i++) {
                    cycle(log);
                }
                if (random.nextInt(4) == 0) {
                    log.close();
                }
            } catch (FaultyStorage.PowerLoss theEndOfThisLife) {
                assertThat(shown).isNotNull();
            } catch (LogUnavailableException notOpened) {
                assertThat(notOpened).hasMessageContaining("Input/output error");
            }
        }

        private void cycle(LogAgent log) {
            switch (random.nextInt(12)) {
                case 0 -> key.setPresent(!key.heads().isEmpty() && random.nextBoolean());
                case 1 -> storage.setFreeBytes(random.nextBoolean() ? Long.MAX_VALUE : random.nextInt(500));
                case 2 -> storage.failForces(random.nextInt(2));
                default -> clock.advance(Duration.ofMillis(random.nextInt(1_500)));
            }
            Map<CompletionStage<Receipt>, Bytes> waiting = new HashMap<>();
            // Now and then so many that they become tiles.
            int statements = random.nextInt(16) == 0 ? 200 + random.nextInt(400) : random.nextInt(9);
            for (int i = 0; i < statements; i++) {
                Bytes statement = Bytes.random(random, 1 + random.nextInt(200));
                waiting.put(log.append(statement), statement);
            }
            try {
                log.doWork();
            } finally {
                waiting.forEach(this::note);
            }
            log.doWork();
            assertThat(waiting.keySet())
                    .as("a duty cycle leaves nobody waiting")
                    .allMatch(LogFixture::isDone);
        }

        private void note(CompletionStage<Receipt> stage, Bytes statement) {
            if (!LogFixture.isDone(stage) || stage.toCompletableFuture().isCompletedExceptionally()) {
                return;
            }
            Receipt receipt = LogFixture.receipt(stage);
            assertThat(receipt.proof().rootFor(MerkleTree.leafHash(statement)))
                    .isEqualTo(receipt.head().root());
            Bytes before = acknowledged.put(receipt.proof().leafIndex(), statement);
            assertThat(before).as("each place is given once").isNull();
            shown.add(receipt.head());
        }

        private void check(LogAgent log) throws AttestationException {
            for (Map.Entry<Long, Bytes> entry : acknowledged.entrySet()) {
                assertThat(log.entry(entry.getKey())).isEqualTo(entry.getValue());
            }
            for (TreeHead head : shown) {
                assertThat(log.consistency(head.size(), log.size())
                                .holds(head.root(), log.head().root()))
                        .isTrue();
            }
        }

        void checkAll() throws AttestationException {
            storage.setFreeBytes(Long.MAX_VALUE);
            storage.failForces(0);
            key.setPresent(true);
            LogAgent log = LogFixture.open(storage, key, clock);
            check(log);
            log.doWork();
            LogFixture.append(log, 0, 3);
            log.close();
            check(LogFixture.open(storage, key, clock));

            Map<Long, Digest> roots = new HashMap<>();
            for (TreeHead head : key.heads()) {
                Digest before = roots.put(head.size(), head.root());
                assertThat(before == null || before.equals(head.root()))
                        .as("heads of size %s", head.size())
                        .isTrue();
            }
        }
    }
}
