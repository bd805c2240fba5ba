package io.signet.simulator.real;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.signet.simulator.run.RunException;
import io.signet.simulator.scenario.Adversary;
import io.signet.simulator.scenario.Fault;
import io.signet.simulator.scenario.Fault.Kind;
import io.signet.simulator.scenario.Metric;
import io.signet.simulator.scenario.NetworkPlan;
import io.signet.simulator.scenario.Scenario;
import io.signet.simulator.scenario.Selection;
import io.signet.simulator.scenario.Target;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

final class SupportTest {
    private static final NetworkAbility RELAYS = NetworkAbility.none("no such command");

    private static Scenario scenario(int nodes, List<Fault> faults, List<Adversary> adversaries) {
        return Scenarios.of(nodes, Duration.ofSeconds(5), faults, adversaries);
    }

    @Test
    void whatProcessesCanBeMadeToDo_isTaken() {
        List<Fault> faults = List.of(
                Scenarios.nodes(Kind.CRASH, 1, 1, 1, 1),
                Scenarios.nodes(Kind.STOP, 1, 1, 1, 1),
                Scenarios.nodes(Kind.PAUSE, 1, 1, 1, 1),
                Scenarios.nodes(Kind.DISK_FULL, 1, 1, 1, 1),
                Scenarios.nodes(Kind.THROTTLE, 1, 1, 1, 0.3),
                Scenarios.nodes(Kind.MEMORY_PRESSURE, 1, 1, 1, 0.3),
                Scenarios.nodes(Kind.CUT_OFF, 1, 1, 1, 1),
                Scenarios.target(Kind.BROKER_DOWN, 1, 1, Scenarios.BROKER),
                Scenarios.target(Kind.REGION_CUT_OFF, 1, 1, Scenarios.NORTH),
                Scenarios.network(Kind.SLOW_NETWORK, 1, 1, 1, Duration.ofMillis(200)),
                Scenarios.network(Kind.LOSSY_NETWORK, 1, 1, 0.1, Duration.ZERO));

        assertThatCode(() -> Support.require(scenario(64, faults, List.of()), RELAYS))
                .doesNotThrowAnyException();
    }

    @ParameterizedTest
    @EnumSource(
            value = Kind.class,
            names = {
                "TORN_WRITE",
                "DISK_ROLLED_BACK",
                "SLOW_DISK",
                "CLOCK_SKEW",
                "CLOCK_DRIFT",
                "SLOW_KEY",
                "KEY_MISSING",
                "HOT_ROOM",
                "REVOKE",
                "RENEW",
                "REGISTRAR_DOWN",
                "ENGINE_CRASH"
            })
    void faultThatNeedsVirtualMode_isNamed(Kind kind) {
        Scenario scenario = scenario(3, List.of(Scenarios.nodes(kind, 1, 1, 1, 1)), List.of());

        assertThatThrownBy(() -> Support.require(scenario, RELAYS))
                .isInstanceOf(RunException.class)
                .hasMessageContaining("the fault " + kind.label() + " needs the mode virtual");
    }

    @ParameterizedTest
    @EnumSource(Adversary.Kind.class)
    void adversary_isNamed(Adversary.Kind kind) {
        Scenario scenario = scenario(3, List.of(), List.of(new Adversary(kind, Selection.ALL, 1, Duration.ZERO)));

        assertThatThrownBy(() -> Support.require(scenario, RELAYS))
                .isInstanceOf(RunException.class)
                .hasMessageContaining("the adversary " + kind.label() + " needs the mode virtual");
    }

    @ParameterizedTest
    @EnumSource(
            value = Metric.class,
            names = {
                "WITNESSED",
                "FORKS_ACCEPTED",
                "FORKS_PROVED",
                "SET_BACK",
                "CHEATS_FOUND",
                "UNLISTED_FIRMWARE",
                "HEAT_THROTTLED",
                "REVOCATION_LEARNED",
                "NODES_IN_THE_END",
                "ENROLLED_AFTER_RETURN",
                "REQUESTS_PER_SECOND_MAX",
                "CERTIFICATES_PER_NODE_MAX",
                "TOLD_WHY"
            })
    void targetThatIsNotMeasured_isNamed_ratherThanTakenForReached(Metric metric) {
        Target target = new Target(metric, Target.Comparison.AT_MOST, 0);
        Scenario scenario = Scenarios.of(3, Duration.ofSeconds(5), List.of(), List.of(), target);

        assertThatThrownBy(() -> Support.require(scenario, RELAYS))
                .isInstanceOf(RunException.class)
                .hasMessageContaining("the target " + metric.label() + " needs the mode virtual");
    }

    @Test
    void everythingThatIsTooMuch_isNamedAtOnce() {
        Scenario scenario = scenario(
                65,
                List.of(
                        Scenarios.nodes(Kind.CLOCK_SKEW, 1, 1, 1, 1),
                        Scenarios.nodes(Kind.MEMORY_PRESSURE, 1, 1, 1, 2)),
                List.of());

        assertThatThrownBy(() -> Support.require(scenario, RELAYS))
                .isInstanceOf(RunException.class)
                .hasMessageContaining("clock-skew")
                .hasMessageContaining("memory-pressure is 2.0, allowed are 0.0 to 1.0")
                .hasMessageContaining("65 nodes are more than 64");
    }

    @Test
    void duplicationAndReordering_needTheKernelsNetem() {
        Scenario calm = scenario(3, List.of(), List.of());
        NetworkPlan plan = new NetworkPlan(calm.network().brokers(), Duration.ZERO, Map.of(), 0, 0, 0.1, 0.1);
        Scenario scenario = new Scenario(
                calm.name(),
                calm.claim(),
                false,
                calm.modes(),
                calm.duration(),
                calm.settle(),
                1,
                calm.hardware(),
                calm.fleet(),
                calm.requesters(),
                plan,
                List.of(),
                List.of(),
                List.of());

        assertThatThrownBy(() -> Support.require(scenario, RELAYS))
                .isInstanceOf(RunException.class)
                .hasMessageContaining("duplication and reordering need the mode virtual")
                .hasMessageContaining("no such command");
        assertThatCode(() -> Support.require(scenario, new NetworkAbility(true, true, "")))
                .doesNotThrowAnyException();
    }
}
