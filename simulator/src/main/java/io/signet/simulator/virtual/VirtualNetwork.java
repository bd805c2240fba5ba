package io.signet.simulator.virtual;

import io.signet.mesh.spi.Incoming;
import io.signet.mesh.spi.Outgoing;
import io.signet.simulator.scenario.NetworkPlan;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.BiConsumer;
import java.util.random.RandomGenerator;

/** Brokers, the ways to them, and what is wrong with those. */
final class VirtualNetwork {
    /** What TCP waits before it sends a segment again that was lost again (Linux's least; RFC 6298 section 2.4 has 1 s). */
    private static final long RETRANSMIT_NANOS = Duration.ofMillis(200).toNanos();
    /** A segment that was lost once is missed by those after it, and sent again a round trip later (RFC 5681 section 3.2). */
    private static final long FAST_RETRANSMIT_NANOS = Duration.ofMillis(5).toNanos();

    private static final int RETRANSMITS_MAX = 6;
    /** A message that is overtaken comes up to so much later. */
    private static final double OVERTAKEN_NANOS_MAX = Duration.ofMillis(50).toNanos();

    private final World world;
    private final NetworkPlan plan;
    private final RandomGenerator random;
    private final List<VirtualBroker> brokers = new ArrayList<>();
    private final Set<String> regionsCutOff = new HashSet<>();
    private final List<VirtualLink> links = new ArrayList<>();
    private long extraNanos;
    private double loss;
    private BiConsumer<VirtualBroker, Outgoing> tap = (broker, message) -> {};

    VirtualNetwork(World world, NetworkPlan plan) {
        this.world = world;
        this.plan = plan;
        this.random = world.newRandom();
        this.loss = plan.loss();
        for (NetworkPlan.Broker broker : plan.brokers()) {
            brokers.add(new VirtualBroker(this, broker.name(), broker.region(), plan.duplication(), random));
        }
    }

    World world() {
        return world;
    }

    List<VirtualBroker> brokers() {
        return brokers;
    }

    VirtualBroker broker(String name) {
        return brokers.stream().filter(b -> b.name().equals(name)).findFirst().orElseThrow();
    }

    /** A member's place in the network; {@code clock} is that of the member's mesh agent. */
    VirtualLink newLink(String region, LocalClock clock) {
        VirtualLink link = new VirtualLink(this, region, clock, random, links.size());
        links.add(link);
        return link;
    }

    /** {@code tap} sees every message that reaches a broker. */
    void tap(BiConsumer<VirtualBroker, Outgoing> tap) {
        this.tap = tap;
    }

    void seen(VirtualBroker broker, Outgoing message) {
        tap.accept(broker, message);
    }

    /** Every message takes {@code nanos} longer. */
    void slowDown(long nanos) {
        extraNanos = nanos;
    }

    /** A share of messages is lost and sent again; that of the plan if empty. */
    void lose(Optional<Double> share) {
        loss = share.orElse(plan.loss());
    }

    /** Whether the region reaches no broker outside of it. */
    void cutOff(String region, boolean cut) {
        if (cut) {
            regionsCutOff.add(region);
        } else {
            regionsCutOff.remove(region);
        }
        links.forEach(VirtualLink::reachabilityChanged);
    }

    /** Whether a member in {@code region} reaches {@code broker}, if both live. */
    boolean reaches(String region, VirtualBroker broker) {
        return region.equals(broker.region())
                || (!regionsCutOff.contains(region) && !regionsCutOff.contains(broker.region()));
    }

    /** How long a message takes between two regions, on average, when nothing is wrong. */
    long meanNanos(String a, String b) {
        return plan.between(a, b).toNanos();
    }

    /** How long a message takes between a member in {@code region} and {@code broker}. */
    long delayNanos(String region, VirtualBroker broker) {
        long mean = broker.meanNanos(region) + extraNanos;
        double jitter = plan.jitter() == 0 ? 0 : plan.jitter() * Math.abs(Gaussian.draw(random));
        long delay = (long) (mean * (1 + jitter));
        if (loss > 0 && random.nextDouble() < loss) {
            delay += FAST_RETRANSMIT_NANOS + 2 * mean;
            for (int i = 0; i < RETRANSMITS_MAX && random.nextDouble() < loss; i++) {
                delay += RETRANSMIT_NANOS << i;
            }
        }
        return delay;
    }

    /** How much later a message comes because others overtake it; 0 for most. */
    long overtakenNanos() {
        return plan.reordering() > 0 && random.nextDouble() < plan.reordering()
                ? (long) (random.nextDouble() * OVERTAKEN_NANOS_MAX)
                : 0;
    }

    static Incoming asReceived(Outgoing message) {
        return new Incoming(message.topic(), message.payload(), message.responseTopic(), message.correlation());
    }
}
