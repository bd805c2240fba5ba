package io.signet.simulator.search;

import io.signet.simulator.scenario.Adversary;
import io.signet.simulator.scenario.Arrivals;
import io.signet.simulator.scenario.Fault;
import io.signet.simulator.scenario.HardwareClass;
import io.signet.simulator.scenario.JobShape;
import io.signet.simulator.scenario.Metric;
import io.signet.simulator.scenario.Mode;
import io.signet.simulator.scenario.NetworkPlan;
import io.signet.simulator.scenario.NetworkPlan.Broker;
import io.signet.simulator.scenario.NetworkPlan.RegionPair;
import io.signet.simulator.scenario.NodeGroup;
import io.signet.simulator.scenario.RequesterGroup;
import io.signet.simulator.scenario.Scenario;
import io.signet.simulator.scenario.Selection;
import io.signet.simulator.scenario.Target;
import io.signet.simulator.scenario.Target.Comparison;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.stream.IntStream;

/** A scenario with some of everything, of which there is much to take away. */
final class BigScenario {
    private static final HardwareClass SMALL =
            new HardwareClass("small", 100, 0.1, Duration.ofMillis(5), Duration.ofMillis(1), Duration.ofMillis(1));
    private static final HardwareClass LARGE =
            new HardwareClass("large", 1000, 0.1, Duration.ofMillis(5), Duration.ofMillis(1), Duration.ofMillis(1));

    private BigScenario() {}

    static Scenario make() {
        return new Scenario(
                "big",
                "everything happens at once",
                true,
                Set.of(Mode.VIRTUAL),
                Duration.ofMinutes(10),
                Duration.ofMinutes(2),
                7,
                Map.of("small", SMALL, "large", LARGE),
                List.of(group("street", 40, "small", "north"), group("hall", 25, "large", "south")),
                List.of(
                        requester("shops", new Arrivals.Poisson(20)),
                        requester("events", new Arrivals.Bursts(1, 50, Duration.ofMinutes(1), Duration.ofSeconds(5))),
                        requester("days", new Arrivals.DayCurve(5, 0.5, Duration.ofMinutes(1), Duration.ofMinutes(5))),
                        requester("meters", trace()),
                        requester("batch", new Arrivals.Closed(8))),
                new NetworkPlan(
                        List.of(new Broker("b1", "north"), new Broker("b2", "south")),
                        Duration.ofMillis(10),
                        Map.of(new RegionPair("north", "south"), Duration.ofMillis(40)),
                        0.1,
                        0.01,
                        0.02,
                        0.03),
                List.of(
                        fault(Fault.Kind.PAUSE, some("hall", 0.2)),
                        fault(Fault.Kind.CRASH, some("street", 0.5)),
                        fault(Fault.Kind.CLOCK_SKEW, Selection.ALL),
                        fault(Fault.Kind.BROKER_DOWN, Selection.ALL),
                        fault(Fault.Kind.REGION_CUT_OFF, Selection.ALL),
                        fault(Fault.Kind.LOSSY_NETWORK, Selection.ALL)),
                List.of(
                        new Adversary(Adversary.Kind.LAZY, some("hall", 0.1), 0.5, Duration.ZERO),
                        new Adversary(Adversary.Kind.FLOOD, Selection.ALL, 1000, Duration.ofSeconds(1))),
                List.of(
                        new Target(Metric.JOBS_COMPLETED, Comparison.AT_LEAST, 0.99),
                        new Target(Metric.LATENCY_P99, Comparison.AT_MOST, 2.5)));
    }

    private static NodeGroup group(String name, int count, String hardware, String region) {
        return new NodeGroup(name, count, hardware, "city", region, List.of("meter"), 8);
    }

    private static RequesterGroup requester(String name, Arrivals arrivals) {
        return new RequesterGroup(name, 3, "north", arrivals, new JobShape("meter", 5, 100, Duration.ofSeconds(30)));
    }

    private static Arrivals trace() {
        return new Arrivals.Trace(IntStream.range(0, 50)
                .mapToObj(i -> new Arrivals.Trace.Entry(Duration.ofSeconds(i), i + 1))
                .toList());
    }

    private static Selection some(String group, double share) {
        return new Selection(Optional.of(group), Optional.empty(), share, OptionalInt.empty());
    }

    private static Fault fault(Fault.Kind kind, Selection nodes) {
        Optional<String> target = kind.subject() == Fault.Subject.BROKER
                ? Optional.of("b2")
                : kind.subject() == Fault.Subject.REGION ? Optional.of("south") : Optional.empty();
        return new Fault(
                kind,
                Duration.ofSeconds(30),
                Optional.of(Duration.ofSeconds(60)),
                nodes,
                target,
                0.5,
                Duration.ofSeconds(3));
    }
}
