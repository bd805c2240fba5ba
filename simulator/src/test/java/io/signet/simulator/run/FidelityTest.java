package io.signet.simulator.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.signet.simulator.run.RunReport.Interval;
import io.signet.simulator.run.RunReport.Load;
import io.signet.simulator.scenario.Metric;
import io.signet.simulator.scenario.Mode;
import io.signet.simulator.scenario.Scenario;
import io.signet.simulator.scenario.Scenarios;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

final class FidelityTest {
    private static final Scenario SCENARIO = Scenarios.find("fidelity").orElseThrow();
    private static final Fidelity.Tolerances TOLERANCES = new Fidelity.Tolerances(0.15, 0.25, 0.5, 0.2, 0.15);
    private static final Map<Metric, Double> METRICS =
            Map.of(Metric.ROWS_PER_SECOND, 100.0, Metric.LATENCY_P50, 2.0, Metric.LATENCY_P99, 3.0);

    private static RunReport run(Scenario scenario, Map<Metric, Double> metrics, long slowRows, double... curve) {
        List<Interval> intervals = Arrays.stream(curve)
                .mapToObj(rows ->
                        new Interval(Duration.ZERO, Duration.ofSeconds(1), rows, 0, 0, Double.NaN, Double.NaN, 2))
                .toList();
        List<Load> loads = List.of(
                new Load("fast-1", "fast", 100 - slowRows, 0, false), new Load("slow-1", "slow", slowRows, 0, false));
        RunReport.Totals totals =
                new RunReport.Totals(0, 0, 0, 0, 0, 0, 0, 0, 0, Duration.ofSeconds(9), Duration.ofSeconds(9), 0);
        return new RunReport(scenario, Mode.VIRTUAL, 1, "", List.of(), metrics, intervals, loads, List.of(), totals);
    }

    private static double apart(Fidelity fidelity, String what) {
        return fidelity.differences().stream()
                .filter(d -> d.what().equals(what))
                .findFirst()
                .orElseThrow()
                .apart();
    }

    @Test
    void sameRunTwice_isNowhereApart() {
        RunReport run = run(SCENARIO, METRICS, 30, 0, 100, 100, 40, 0);

        Fidelity fidelity = Fidelity.of(run, run, TOLERANCES);

        assertThat(fidelity.holds()).isTrue();
        assertThat(fidelity.differences()).hasSize(6).allMatch(d -> d.apart() == 0);
    }

    @Test
    void metricsAreApart_relativeToFirstRun() {
        Map<Metric, Double> other =
                Map.of(Metric.ROWS_PER_SECOND, 90.0, Metric.LATENCY_P50, 2.4, Metric.LATENCY_P99, 4.5);

        Fidelity fidelity = Fidelity.of(run(SCENARIO, METRICS, 30, 100), run(SCENARIO, other, 30, 100), TOLERANCES);

        assertThat(apart(fidelity, "rows-per-second")).isEqualTo(0.1, within(1e-9));
        assertThat(apart(fidelity, "latency-p50")).isEqualTo(0.2, within(1e-9));
        assertThat(apart(fidelity, "latency-p99")).isEqualTo(0.5, within(1e-9));
        assertThat(fidelity.holds()).isTrue();
    }

    @Test
    void groupDoesMoreOfTheWork_isApartByPoints() {
        Fidelity fidelity = Fidelity.of(run(SCENARIO, METRICS, 30, 100), run(SCENARIO, METRICS, 50, 100), TOLERANCES);

        assertThat(apart(fidelity, "load share of slow")).isEqualTo(0.2, within(1e-9));
        assertThat(apart(fidelity, "load share of fast")).isEqualTo(0.2, within(1e-9));
        assertThat(fidelity.holds()).isFalse();
        assertThat(fidelity.toString())
                .contains("load share of slow: 0.3 and 0.5, apart by 20.0 % of at most 15.0 %, too far");
    }

    @Test
    void curveIsUpAndDownByTurns_isSmoothed() {
        RunReport even = run(SCENARIO, METRICS, 30, 60, 60, 60, 60, 60, 60, 60, 60, 60);
        RunReport uneven = run(SCENARIO, METRICS, 30, 60, 0, 120, 60, 0, 120, 60, 0, 120);

        assertThat(apart(Fidelity.of(even, uneven, TOLERANCES), "throughput curve"))
                .isLessThan(0.15);
    }

    @Test
    void oneRunStopsInTheMiddle_curvesAreApart() {
        RunReport whole = run(SCENARIO, METRICS, 30, 100, 100, 100, 100, 100, 100);
        RunReport half = run(SCENARIO, METRICS, 30, 100, 100, 100);

        Fidelity fidelity = Fidelity.of(whole, half, TOLERANCES);

        assertThat(apart(fidelity, "throughput curve")).isEqualTo(0.5, within(1e-9));
        assertThat(fidelity.toString()).contains("throughput curve, apart by 50.0 % of at most 20.0 %, too far");
    }

    @Test
    void nothingWasMeasured_doesNotHold() {
        RunReport run = run(SCENARIO, METRICS, 30, 100);

        assertThat(Fidelity.of(run, run(SCENARIO, Map.of(), 30, 100), TOLERANCES)
                        .holds())
                .isFalse();
    }

    @Test
    void runsOfDifferentScenarios_areRefused() {
        RunReport run = run(SCENARIO, METRICS, 30, 100);
        RunReport other = run(Scenarios.find("steady").orElseThrow(), METRICS, 30, 100);

        assertThatThrownBy(() -> Fidelity.of(run, other, TOLERANCES))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("steady");
    }
}
