package io.signet.simulator.virtual;

import static org.assertj.core.api.Assertions.assertThat;

import io.signet.simulator.run.RunReport;
import io.signet.simulator.run.ScenarioRunner.Progress;
import io.signet.simulator.scenario.Adversary;
import io.signet.simulator.scenario.Arrivals;
import io.signet.simulator.scenario.Fault;
import io.signet.simulator.scenario.JobShape;
import io.signet.simulator.scenario.Metric;
import io.signet.simulator.scenario.NetworkPlan;
import io.signet.simulator.scenario.Scenario;
import io.signet.simulator.scenario.Selection;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class VirtualRunnerTest {
    private static final Selection TWO = new Selection(Optional.empty(), Optional.empty(), 1, OptionalInt.of(2));

    private static RunReport run(Scenario scenario, long seed) throws Exception {
        return new VirtualRunner().run(scenario, seed, Progress.NONE);
    }

    private static RunReport requireHolds(RunReport report) {
        assertThat(report.verdicts())
                .allSatisfy(v -> assertThat(v.holds()).as(v.toString()).isTrue());
        return report;
    }

    @Test
    void undisturbedMesh_completesEveryJob() throws Exception {
        RunReport report = requireHolds(run(new SmallScenario().build(), 1));
        assertThat(report.totals().jobs()).isGreaterThan(100);
        assertThat(report.totals().completed()).isEqualTo(report.totals().jobs());
        assertThat(report.metrics().get(Metric.LATENCY_P99)).isLessThan(2);
    }

    @Test
    void oneSeed_givesOneDigest_andAnotherSeedAnother() throws Exception {
        Scenario scenario = new SmallScenario().build();
        assertThat(run(scenario, 7).digest()).isEqualTo(run(scenario, 7).digest());
        assertThat(run(scenario, 7).digest()).isNotEqualTo(run(scenario, 8).digest());
    }

    @ParameterizedTest
    @EnumSource(Fault.Kind.class)
    void anyFaultOfTwoNodesOrTheWay_breaksNoInvariant(Fault.Kind kind) throws Exception {
        Optional<String> target =
                switch (kind.subject()) {
                    case BROKER -> Optional.of("main");
                    case REGION -> Optional.of("home");
                    case NODES, NETWORK -> Optional.empty();
                };
        Fault fault = new Fault(
                kind,
                Duration.ofSeconds(8),
                kind.isForGood() ? Optional.empty() : Optional.of(Duration.ofSeconds(5)),
                TWO,
                target,
                kind.parameter() == Fault.Parameter.AMOUNT ? 0.3 : 0,
                kind.parameter() == Fault.Parameter.TIME ? Duration.ofMillis(500) : Duration.ZERO);
        // What is submitted while the broker is gone must fit into a requester's 64 places.
        Arrivals few = new Arrivals.Poisson(6);
        RunReport report =
                requireHolds(run(new SmallScenario().arrivals(few).fault(fault).build(), 3));
        assertThat(report.totals().completed()).isEqualTo(report.totals().jobs());
        assertThat(report.metrics()).containsKey(Metric.CONVERGENCE);
    }

    @ParameterizedTest
    @EnumSource(Adversary.Kind.class)
    void anyAdversary_breaksNoInvariant(Adversary.Kind kind) throws Exception {
        double amount =
                switch (kind) {
                    case FALSE_CAPACITY, FORGED_IDENTITY -> 10;
                    case REPLAY, FLOOD -> 200;
                    default -> 0.5;
                };
        Adversary adversary = new Adversary(kind, TWO, amount, Duration.ofSeconds(4));
        RunReport report =
                requireHolds(run(new SmallScenario().adversary(adversary).build(), 5));
        assertThat(report.totals().completed()).isEqualTo(report.totals().jobs());
    }

    @Test
    void lossDuplicationAndReordering_breakNoInvariant() throws Exception {
        NetworkPlan bad = new NetworkPlan(
                List.of(new NetworkPlan.Broker("main", "home")), Duration.ofMillis(20), Map.of(), 0.5, 0.1, 0.2, 0.2);
        requireHolds(run(new SmallScenario().network(bad).build(), 9));
    }

    @Test
    void nodesThatAreStillStarting_areNoReasonToCallViewsRight() throws Exception {
        Fault crash = new Fault(
                Fault.Kind.CRASH,
                Duration.ofSeconds(8),
                Optional.of(Duration.ofSeconds(5)),
                TWO,
                Optional.empty(),
                0,
                Duration.ZERO);
        RunReport report = requireHolds(run(new SmallScenario().fault(crash).build(), 3));
        assertThat(report.metrics().get(Metric.CONVERGENCE)).isBetween(2.0, 5.0);
    }

    private static Fault fault(Fault.Kind kind, long atMillis, Optional<Duration> lasting, Selection nodes) {
        return new Fault(kind, Duration.ofMillis(atMillis), lasting, nodes, Optional.empty(), 0, Duration.ZERO);
    }

    @Test
    void revokedNode_doesNotComeBackByARenewal() throws Exception {
        RunReport report = requireHolds(run(
                new SmallScenario()
                        .fault(fault(Fault.Kind.REVOKE, 5_000, Optional.empty(), TWO))
                        .fault(fault(Fault.Kind.RENEW, 9_000, Optional.empty(), Selection.ALL))
                        .build(),
                3));
        assertThat(report.totals().completed()).isEqualTo(report.totals().jobs());
        assertThat(report.metrics()).containsKey(Metric.REVOCATION_LEARNED);
    }

    @Test
    void stoppedNode_staysAway_thoughItIsRenewedWhileItFinishes() throws Exception {
        RunReport report = requireHolds(run(
                new SmallScenario()
                        .duration(Duration.ofSeconds(40))
                        .arrivals(new Arrivals.Closed(8))
                        .jobs(new JobShape("double", 500, 500, Duration.ofSeconds(60)))
                        .fault(fault(Fault.Kind.STOP, 8_000, Optional.of(Duration.ofSeconds(30)), TWO))
                        .fault(fault(Fault.Kind.RENEW, 8_001, Optional.empty(), Selection.ALL))
                        .build(),
                3));
        assertThat(report.intervals().stream()
                        .filter(interval -> interval.from().toMillis() >= 19_000)
                        .filter(interval ->
                                interval.from().plus(interval.length()).toMillis() <= 38_000)
                        .map(RunReport.Interval::nodesOnline))
                .isNotEmpty()
                .containsOnly(3);
    }

    @Test
    void closedLoop_usesWhatTheNodesHave() throws Exception {
        RunReport report = requireHolds(run(
                new SmallScenario()
                        .arrivals(new Arrivals.Closed(8))
                        .jobs(new JobShape("double", 500, 500, Duration.ofSeconds(60)))
                        .build(),
                1));
        assertThat(report.metrics().get(Metric.UTILISATION)).isGreaterThan(0.7);
    }
}
