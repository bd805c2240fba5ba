package io.signet.simulator.search;

import io.signet.simulator.run.Invariant;
import io.signet.simulator.run.RunReport;
import io.signet.simulator.run.RunReport.Happening;
import io.signet.simulator.run.RunReport.HappeningKind;
import io.signet.simulator.run.RunReport.Totals;
import io.signet.simulator.run.RunReport.Verdict;
import io.signet.simulator.run.ScenarioRunner;
import io.signet.simulator.scenario.Metric;
import io.signet.simulator.scenario.Mode;
import io.signet.simulator.scenario.Scenario;
import io.signet.simulator.scenario.Target;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Violates an invariant, or misses targets, if scenario and seed are as the test says; runs nothing. */
final class FakeRunner implements ScenarioRunner {
    private static final Map<Metric, Double> REACHED = Map.of(Metric.JOBS_COMPLETED, 1.0, Metric.LATENCY_P99, 0.1);

    private final Fails fails;
    private final Map<Metric, Double> metrics;
    private final List<Long> seeds = new ArrayList<>();
    private final List<Scenario> scenarios = new ArrayList<>();

    /** When the invariant is violated, from the start; empty if it holds. */
    @FunctionalInterface
    interface Fails {
        Optional<Violation> of(Scenario scenario, long seed);
    }

    /** What is violated, and when. */
    record Violation(Invariant invariant, Duration at) {}

    FakeRunner(Fails fails, Map<Metric, Double> metrics) {
        this.fails = fails;
        this.metrics = metrics;
    }

    /** Every run measures {@code metrics}, and violates nothing. */
    static FakeRunner measuring(Map<Metric, Double> metrics) {
        return new FakeRunner((scenario, seed) -> Optional.empty(), metrics);
    }

    /** Every run reaches its targets; invariants are violated as {@code fails} says. */
    static FakeRunner violating(Fails fails) {
        return new FakeRunner(fails, REACHED);
    }

    /** The seeds of all runs, in order. */
    List<Long> seeds() {
        return seeds;
    }

    /** The scenarios of all runs, in order. */
    List<Scenario> scenarios() {
        return scenarios;
    }

    @Override
    public Mode mode() {
        return Mode.VIRTUAL;
    }

    @Override
    public RunReport run(Scenario scenario, long seed, Progress progress) {
        seeds.add(seed);
        scenarios.add(scenario);
        Optional<Violation> violation = fails.of(scenario, seed);
        List<Verdict> verdicts = new ArrayList<>();
        for (Invariant invariant : Invariant.values()) {
            boolean violated = violation.filter(v -> v.invariant() == invariant).isPresent();
            verdicts.add(new Verdict(invariant.claim(), true, !violated, violated ? "at 3 s: wrong" : "at every step"));
        }
        for (Target target : scenario.targets()) {
            double value = metrics.getOrDefault(target.metric(), Double.NaN);
            verdicts.add(new Verdict(target.toString(), false, target.holds(value), "" + value));
        }
        List<Happening> happenings = violation.stream()
                .map(v -> new Happening(HappeningKind.VIOLATION, v.at(), Optional.empty(), "wrong"))
                .toList();
        Totals totals = new Totals(0, 0, 0, 0, 0, 0, 0, 0, 0, scenario.duration(), Duration.ZERO, 0);
        return new RunReport(
                scenario, Mode.VIRTUAL, seed, "", verdicts, metrics, List.of(), List.of(), happenings, totals);
    }
}
