package io.signet.simulator.virtual;

import io.signet.mesh.spi.Outgoing;
import io.signet.simulator.run.RunReport.HappeningKind;
import io.signet.simulator.scenario.Adversary;
import io.signet.statement.Bytes;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.random.RandomGenerator;

/** Those who are no members and disturb: brokers that say things again, and senders of rubbish. */
final class Outsiders {
    private static final int REMEMBERED_MAX = 4096;
    private static final int RUBBISH_BYTES_MAX = 2048;

    private final World world;
    private final VirtualNetwork network;
    private final RandomGenerator random;
    private final long endNanos;
    private final List<Outgoing> overheard = new ArrayList<>();
    private boolean replaying;

    Outsiders(Fleet fleet, long endNanos) {
        this.world = fleet.world();
        this.network = fleet.network();
        this.random = world.newRandom();
        this.endNanos = endNanos;
    }

    void plan(Adversary adversary, Fleet fleet) {
        fleet.recorder()
                .happened(
                        HappeningKind.ADVERSARY,
                        adversary.from(),
                        Optional.empty(),
                        adversary.kind().label() + ", " + adversary.amount() + " a second");
        if (adversary.kind() == Adversary.Kind.REPLAY) {
            network.tap((broker, message) -> overhear(message));
            again(adversary, this::replay);
        } else if (adversary.kind() == Adversary.Kind.FLOOD) {
            again(adversary, this::flood);
        }
    }

    private void again(Adversary adversary, Runnable deed) {
        if (adversary.amount() <= 0) {
            return;
        }
        world.at(adversary.from().toNanos(), () -> repeat(adversary.amount(), deed));
    }

    private void repeat(double perSecond, Runnable deed) {
        long next = world.now() + (long) (Gaussian.exponential(random) / perSecond * 1e9);
        if (next < endNanos) {
            world.at(next, () -> {
                deed.run();
                repeat(perSecond, deed);
            });
        }
    }

    private void overhear(Outgoing message) {
        if (replaying) {
            return;
        }
        if (overheard.size() < REMEMBERED_MAX) {
            overheard.add(message);
        } else {
            overheard.set(random.nextInt(REMEMBERED_MAX), message);
        }
    }

    private void replay() {
        if (overheard.isEmpty()) {
            return;
        }
        Outgoing message = overheard.get(random.nextInt(overheard.size()));
        replaying = true;
        network.brokers().get(random.nextInt(network.brokers().size())).route(message);
        replaying = false;
    }

    private void flood() {
        VirtualBroker broker =
                network.brokers().get(random.nextInt(network.brokers().size()));
        List<String> topics = broker.topics();
        if (topics.isEmpty()) {
            return;
        }
        String topic = topics.get(random.nextInt(topics.size()));
        Bytes rubbish = Bytes.random(random, 1 + random.nextInt(RUBBISH_BYTES_MAX));
        broker.route(new Outgoing(topic, rubbish, false, Optional.empty(), Bytes.EMPTY, Duration.ZERO));
    }
}
