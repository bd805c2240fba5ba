package io.signet.simulator.virtual;

import static org.assertj.core.api.Assertions.assertThat;

import io.signet.inference.internal.FetchLiars;
import io.signet.inference.internal.FetchPolicy;
import io.signet.inference.internal.FetchSource;
import io.signet.statement.Bytes;
import io.signet.statement.NodeId;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.random.RandomGenerator;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * A package of 8 MiB is pushed to one of 1,000 nodes; the others know its digest and fetch it from each other, by the policy of real
 * nodes in virtual time. Each node gives it to four others at once, 8 MiB a second together, and reports every 2 s what it has. Every
 * tenth node crashes once on the way and forgets what it knew of the others. Every fiftieth claims to have the package from the
 * beginning and sends something else, half of them only a part of it, so that others complete the wrong beginning.
 *
 * <p>Claimed: all honest nodes have the package within a minute, no node is given a wrong one more than eight times, and no node gives more
 * than 4 % of all copies.
 */
final class ModelToAThousandNodesScenario {
    private static final int NODES = 1_000;
    private static final long PACKAGE_BYTES = 8L << 20;
    private static final int PLACES = 4;
    private static final long BYTES_A_SECOND = (8L << 20) / PLACES;
    private static final long REPORT_NANOS = Duration.ofSeconds(2).toNanos();
    private static final long LOOK_NANOS = Duration.ofSeconds(2).toNanos();
    private static final long REFUSAL_NANOS = Duration.ofMillis(5).toNanos();
    private static final long BOOT_NANOS = Duration.ofSeconds(5).toNanos();
    private static final long CRASHES_UNTIL_NANOS = Duration.ofSeconds(20).toNanos();
    private static final Duration WITHIN = Duration.ofMinutes(1);
    private static final double SHARE_MAX = 0.04;
    private static final int WRONG_MAX = 8;
    private static final int CRASH_EVERY = 10;
    private static final int LIAR_EVERY = 50;

    private World world = new World(0);
    private RandomGenerator random = world.newRandom();
    private final List<Node> nodes = new ArrayList<>();
    private long lastNanos;
    private int copies;

    /** A node as its package fetcher and its gateway make it. */
    private final class Node {
        private final FetchSource address;
        private final boolean liar;
        private final boolean halfLiar;
        private FetchPolicy policy;
        private boolean up = true;
        private boolean reported;
        private boolean has;
        private int given;
        private int placesTaken;
        private int boots;
        private long partBytes;
        private boolean partWrong;
        private int thrownAway;

        Node(int number) {
            address = new FetchSource(
                    URI.create("https://10.0." + number / 250 + "." + (number % 250 + 1) + ":8643/"),
                    Optional.of(new NodeId(Bytes.fromHex("%032x".formatted(number)))),
                    true);
            liar = number > 0 && number % LIAR_EVERY == 0;
            halfLiar = liar && number % (2 * LIAR_EVERY) == 0;
            reported = liar;
            policy = newPolicy();
        }

        private FetchPolicy newPolicy() {
            return new FetchPolicy(new FetchLiars(), world.newRandom());
        }

        private boolean fetches() {
            return !liar && !has;
        }

        private void look() {
            if (!up || !fetches()) {
                return;
            }
            long now = millis();
            FetchPolicy.Next next = policy.next(holders(), now);
            if (next instanceof FetchPolicy.Ask ask) {
                ask(ask);
            } else {
                long wait = 1_000_000L * (Math.min(((FetchPolicy.Wait) next).untilMillis(), now + 3_600_000) - now);
                int boot = boots;
                world.at(world.now() + Math.min(LOOK_NANOS, wait), () -> lookAgain(boot));
            }
        }

        private void lookAgain(int boot) {
            if (boot == boots) {
                look();
            }
        }

        private List<FetchSource> holders() {
            return nodes.stream()
                    .filter(node -> node.reported && node != this)
                    .map(node -> node.address)
                    .toList();
        }

        private void ask(FetchPolicy.Ask ask) {
            Node giver =
                    nodes.get(Integer.parseInt(ask.source().peer().orElseThrow().toHex(), 16));
            int boot = boots;
            if (!giver.up) {
                policy.failed(giver.address, millis());
                world.at(world.now() + REFUSAL_NANOS, () -> lookAgain(boot));
            } else if (giver.placesTaken == PLACES) {
                policy.busy(giver.address, millis());
                world.at(world.now() + REFUSAL_NANOS, () -> lookAgain(boot));
            } else {
                long from = ask.whole() ? 0 : partBytes;
                long until = giver.halfLiar ? from + (PACKAGE_BYTES - from) / 2 : PACKAGE_BYTES;
                giver.placesTaken++;
                transfer(giver, from, until, boot, giver.boots);
            }
        }

        private void transfer(Node giver, long from, long until, int boot, int giverBoot) {
            long began = world.now();
            world.at(began + 1_000_000_000L * (until - from) / BYTES_A_SECOND, () -> {
                if (giverBoot == giver.boots) {
                    giver.placesTaken--;
                    if (boot == boots) {
                        came(giver, from, until);
                    }
                }
            });
            giver.whoIsServed(this, from, boot, giverBoot, began);
        }

        /** If the giver crashes, what came until then is kept. */
        private void whoIsServed(Node taker, long from, int takerBoot, int boot, long began) {
            served.add(() -> {
                if (takerBoot == taker.boots && boot == boots - 1) {
                    taker.brokeOff(this, from, from + BYTES_A_SECOND * (world.now() - began) / 1_000_000_000L);
                }
            });
        }

        private final List<Runnable> served = new ArrayList<>();

        private void keep(Node giver, long from, long until) {
            if (until == from) {
                return;
            }
            if (from == 0) {
                policy.began(giver.address);
                partWrong = false;
            } else {
                policy.added(giver.address);
            }
            partWrong |= giver.liar;
            partBytes = until;
        }

        private void brokeOff(Node giver, long from, long until) {
            if (until >= PACKAGE_BYTES) {
                return; // its last byte came before the crash: the planned end tells
            }
            keep(giver, from, until);
            policy.failed(giver.address, millis());
            look();
        }

        private void came(Node giver, long from, long until) {
            keep(giver, from, until);
            if (until < PACKAGE_BYTES) {
                policy.failed(giver.address, millis());
            } else if (partWrong) { // the digest does not fit
                partBytes = 0;
                partWrong = false;
                thrownAway++;
                policy.wrong(giver.address, millis());
            } else {
                policy.succeeded();
                has = true;
                giver.given++;
                copies++;
                lastNanos = world.now();
                int boot = boots;
                world.at(
                        world.now() + (long) (random.nextDouble() * REPORT_NANOS),
                        () -> reported = boot == boots && has);
            }
            look();
        }

        private void crash() {
            up = false;
            reported = false;
            placesTaken = 0;
            boots++;
            served.forEach(Runnable::run);
            served.clear();
            world.at(world.now() + BOOT_NANOS, () -> {
                up = true;
                policy = newPolicy();
                reported = has || liar;
                look();
            });
        }
    }

    private long millis() {
        return world.now() / 1_000_000;
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2})
    void packagePushedToOne_reachesAll(long seed) {
        world = new World(seed);
        random = world.newRandom();
        for (int i = 0; i < NODES; i++) {
            nodes.add(new Node(i));
        }
        Node first = nodes.get(0);
        first.has = true;
        first.reported = true;
        for (int i = 1; i < NODES; i++) {
            Node node = nodes.get(i);
            world.at((long) (random.nextDouble() * LOOK_NANOS), node::look);
            if (i % CRASH_EVERY == 1) {
                world.at((long) (random.nextDouble() * CRASHES_UNTIL_NANOS), node::crash);
            }
        }
        world.runUntil(WITHIN.toNanos());
        int most = nodes.stream().mapToInt(node -> node.given).max().orElseThrow();
        System.out.printf(
                Locale.ROOT,
                "seed %d: %d copies, the last after %.1f s, %d by one node, %d wrong ones thrown away, %d by one node%n",
                seed,
                copies,
                lastNanos / 1e9,
                most,
                nodes.stream().mapToInt(node -> node.thrownAway).sum(),
                nodes.stream().mapToInt(node -> node.thrownAway).max().orElseThrow());
        assertThat(nodes).as("seed %d: who has it", seed).noneMatch(Node::fetches);
        assertThat(nodes)
                .as("seed %d: how often a wrong file came", seed)
                .allMatch(node -> node.thrownAway <= WRONG_MAX);
        assertThat(most).as("seed %d: copies by one node", seed).isLessThanOrEqualTo((int) (SHARE_MAX * copies));
    }
}
