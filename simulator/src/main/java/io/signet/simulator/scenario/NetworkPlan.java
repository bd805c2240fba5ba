package io.signet.simulator.scenario;

import io.signet.runtime.Limits;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/**
 * The network between members and brokers.
 *
 * @param brokers in the order in which members try them, 1 to 8
 * @param latency one way between two regions that {@code latencies} does not name, and within one; at most 10 s
 * @param latencies one way between two regions, in either direction
 * @param jitter standard deviation of a message's latency over its mean, 0 to 1
 * @param loss share of messages lost on the way and sent again by the transport, which makes them late, 0 to 0.9
 * @param duplication share of messages that the broker delivers twice, 0 to 1
 * @param reordering share of messages that are overtaken by those after them, 0 to 1
 */
public record NetworkPlan(
        List<Broker> brokers,
        Duration latency,
        Map<RegionPair, Duration> latencies,
        double jitter,
        double loss,
        double duplication,
        double reordering) {
    /** A broker and where it is. */
    public record Broker(String name, String region) {
        public Broker {
            Names.require("broker", name);
            Names.require("region", region);
        }
    }

    /** Two regions, in alphabetical order, so that both directions are the same pair. */
    public record RegionPair(String first, String second) {
        public RegionPair {
            Names.require("region", first);
            Names.require("region", second);
            if (first.compareTo(second) > 0) {
                String swap = first;
                first = second;
                second = swap;
            }
        }
    }

    private static final long LATENCY_MAX_MS = 10_000;

    public NetworkPlan {
        Limits.requireInRange("number of brokers", brokers.size(), 1, 8);
        Limits.requireInRange("latency (ms)", latency.toMillis(), 0, LATENCY_MAX_MS);
        latencies.values().forEach(l -> Limits.requireInRange("latency (ms)", l.toMillis(), 0, LATENCY_MAX_MS));
        Checks.requireInRange("jitter", jitter, 0, 1);
        Checks.requireInRange("loss", loss, 0, 0.9);
        Checks.requireInRange("duplication", duplication, 0, 1);
        Checks.requireInRange("reordering", reordering, 0, 1);
        brokers = List.copyOf(brokers);
        latencies = Map.copyOf(latencies);
    }

    /** One way between {@code a} and {@code b}. */
    public Duration between(String a, String b) {
        return latencies.getOrDefault(new RegionPair(a, b), latency);
    }
}
