package io.signet.simulator.real;

import io.signet.simulator.scenario.Fault;
import io.signet.simulator.scenario.Fault.Kind;
import io.signet.simulator.scenario.NetworkPlan;
import java.util.List;

/** How nodes, brokers and links shall be while given faults last. */
final class Condition {
    private final NetworkPlan network;
    private final List<PlacedFault> active;

    Condition(NetworkPlan network, List<PlacedFault> active) {
        this.network = network;
        this.active = List.copyOf(active);
    }

    /**
     * How a node shall be.
     *
     * @param runs false while it has crashed or been stopped
     * @param orderly true if it ends by being asked to, should it end
     * @param paused true while it gets no time
     * @param diskFull true while there is no room for its log
     * @param speed share of its engine's speed
     * @param failing share of its runs that fail
     */
    record OfNode(boolean runs, boolean orderly, boolean paused, boolean diskFull, double speed, double failing) {}

    private boolean has(Kind kind, int node) {
        return active.stream()
                .anyMatch(f -> f.fault().kind() == kind && f.nodes().contains(node));
    }

    /** How node {@code number} shall be. */
    OfNode node(int number) {
        double speed = 1;
        double failing = 0;
        for (PlacedFault fault : active) {
            if (fault.nodes().contains(number)) {
                if (fault.fault().kind() == Kind.THROTTLE) {
                    speed *= fault.fault().amount();
                } else if (fault.fault().kind() == Kind.MEMORY_PRESSURE) {
                    failing = Math.max(failing, fault.fault().amount());
                }
            }
        }
        boolean crashed = has(Kind.CRASH, number);
        return new OfNode(
                !crashed && !has(Kind.STOP, number),
                !crashed,
                has(Kind.PAUSE, number),
                has(Kind.DISK_FULL, number),
                speed,
                failing);
    }

    /** Whether {@code broker} shall run. */
    boolean brokerRuns(String broker) {
        return active.stream()
                .noneMatch(f -> f.fault().kind() == Kind.BROKER_DOWN
                        && f.fault().target().orElseThrow().equals(broker));
    }

    /**
     * How the link from a member to a broker shall be.
     *
     * @param node number of a node; 0 for a requester
     * @param region where the member is
     */
    Link link(int node, String region, NetworkPlan.Broker broker) {
        Link link = Link.CLEAR
                .slower(network.between(region, broker.region()))
                .withJitter(network.jitter())
                .lossier(network.loss());
        for (PlacedFault placed : active) {
            Fault fault = placed.fault();
            link = switch (fault.kind()) {
                case SLOW_NETWORK -> link.slower(fault.time());
                case LOSSY_NETWORK -> link.lossier(fault.amount());
                case CUT_OFF -> placed.nodes().contains(node) ? link.refuse() : link;
                case REGION_CUT_OFF ->
                    isCutOff(fault.target().orElseThrow(), region, broker.region()) ? link.stall() : link;
                default -> link;
            };
        }
        return link;
    }

    private static boolean isCutOff(String cutOff, String member, String broker) {
        return member.equals(cutOff) != broker.equals(cutOff);
    }

    /** True if the member can reach a broker that runs. */
    boolean reachesBroker(int node, String region) {
        return network.brokers().stream().anyMatch(broker -> {
            Link link = link(node, region, broker);
            return brokerRuns(broker.name()) && !link.refusing() && !link.stalled();
        });
    }
}
