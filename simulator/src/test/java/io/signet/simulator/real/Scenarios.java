package io.signet.simulator.real;

import io.signet.simulator.scenario.Adversary;
import io.signet.simulator.scenario.Arrivals;
import io.signet.simulator.scenario.Fault;
import io.signet.simulator.scenario.HardwareClass;
import io.signet.simulator.scenario.JobShape;
import io.signet.simulator.scenario.Mode;
import io.signet.simulator.scenario.NetworkPlan;
import io.signet.simulator.scenario.NodeGroup;
import io.signet.simulator.scenario.RequesterGroup;
import io.signet.simulator.scenario.Scenario;
import io.signet.simulator.scenario.Selection;
import io.signet.simulator.scenario.Target;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;

/**
 * Small scenarios: a few nodes of one kind in the region north, one more of another owner in the region south, where one
 * requester and one broker are.
 */
final class Scenarios {
    static final String NORTH = "north";
    static final String SOUTH = "south";
    static final String BROKER = "first";

    private Scenarios() {}

    static Scenario of(
            int nodes, Duration duration, List<Fault> faults, List<Adversary> adversaries, Target... targets) {
        HardwareClass box = new HardwareClass("box", 400, 0.1, Duration.ofMillis(2), Duration.ZERO, Duration.ZERO);
        return new Scenario(
                "small",
                "whatever happens, each row is answered once",
                false,
                Set.of(Mode.REAL),
                duration,
                Duration.ofSeconds(30),
                1,
                Map.of("box", box),
                List.of(
                        new NodeGroup("boxes", nodes - 1, "box", "city", NORTH, List.of("double"), 64),
                        new NodeGroup("shed", 1, "box", "harbour", SOUTH, List.of("double"), 64)),
                List.of(new RequesterGroup(
                        "desk",
                        1,
                        SOUTH,
                        new Arrivals.Poisson(5),
                        new JobShape("double", 1, 100, Duration.ofSeconds(25)))),
                new NetworkPlan(
                        List.of(new NetworkPlan.Broker(BROKER, SOUTH)), Duration.ofMillis(2), Map.of(), 0.2, 0, 0, 0),
                faults,
                adversaries,
                List.of(targets));
    }

    static Fault nodes(Fault.Kind kind, double at, double lasting, int count, double amount) {
        return new Fault(
                kind,
                seconds(at),
                kind.isForGood() ? Optional.empty() : Optional.of(seconds(lasting)),
                new Selection(Optional.empty(), Optional.empty(), 1, OptionalInt.of(count)),
                Optional.empty(),
                amount,
                Duration.ZERO);
    }

    static Fault target(Fault.Kind kind, double at, double lasting, String target) {
        return new Fault(
                kind, seconds(at), Optional.of(seconds(lasting)), Selection.ALL, Optional.of(target), 1, Duration.ZERO);
    }

    static Fault network(Fault.Kind kind, double at, double lasting, double amount, Duration time) {
        return new Fault(
                kind, seconds(at), Optional.of(seconds(lasting)), Selection.ALL, Optional.empty(), amount, time);
    }

    private static Duration seconds(double seconds) {
        return Duration.ofMillis(Math.round(seconds * 1000));
    }
}
