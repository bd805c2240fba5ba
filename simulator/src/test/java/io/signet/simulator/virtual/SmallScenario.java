package io.signet.simulator.virtual;

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
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Makes scenarios for tests: some equal nodes, one requester, twenty seconds. */
final class SmallScenario {
    private static final HardwareClass HARDWARE =
            new HardwareClass("box", 1000, 0.05, Duration.ofMillis(1), Duration.ofMillis(5), Duration.ofMillis(3));

    private int nodes = 5;
    private Arrivals arrivals = new Arrivals.Poisson(10);
    private JobShape jobs = new JobShape("double", 10, 200, Duration.ofSeconds(30));
    private Duration duration = Duration.ofSeconds(20);
    private NetworkPlan network = new NetworkPlan(
            List.of(new NetworkPlan.Broker("main", "home")), Duration.ofMillis(2), Map.of(), 0.2, 0, 0, 0);
    private final List<Fault> faults = new ArrayList<>();
    private final List<Adversary> adversaries = new ArrayList<>();

    SmallScenario nodes(int count) {
        nodes = count;
        return this;
    }

    SmallScenario arrivals(Arrivals when) {
        arrivals = when;
        return this;
    }

    SmallScenario jobs(JobShape shape) {
        jobs = shape;
        return this;
    }

    SmallScenario duration(Duration length) {
        duration = length;
        return this;
    }

    SmallScenario network(NetworkPlan plan) {
        network = plan;
        return this;
    }

    SmallScenario fault(Fault fault) {
        faults.add(fault);
        return this;
    }

    SmallScenario adversary(Adversary adversary) {
        adversaries.add(adversary);
        return this;
    }

    Scenario build() {
        return new Scenario(
                "small",
                "for a test",
                true,
                Set.of(Mode.VIRTUAL),
                duration,
                Duration.ofMinutes(2),
                1,
                Map.of(HARDWARE.name(), HARDWARE),
                List.of(new NodeGroup("boxes", nodes, HARDWARE.name(), "acme", "home", List.of("double"), 32)),
                List.of(new RequesterGroup("apps", 1, "home", arrivals, jobs)),
                network,
                faults,
                adversaries,
                List.of());
    }
}
