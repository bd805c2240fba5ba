package io.signet.simulator.run;

import io.signet.simulator.scenario.Metric;
import io.signet.simulator.scenario.Mode;
import io.signet.simulator.scenario.Scenario;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * What came of a run.
 *
 * @param scenario what was run
 * @param mode in which mode
 * @param seed from which all that is random was drawn
 * @param digest of the log of events, hexadecimal: equal on every machine for equal scenario and seed; empty in real mode
 * @param network what carried messages, and which of its faults were whose; empty if it was simulated
 * @param verdicts of the invariants and of the scenario's targets, in this order
 * @param metrics all that was measured; a metric without any datum is absent
 * @param intervals equal parts of the run, in order of time
 * @param loads of the nodes, in the fleet's order; at most {@value #LOADS_MAX}, those with most rows for a larger fleet
 * @param happenings faults, adversaries and violations, in order of time
 * @param totals sums over the run
 */
public record RunReport(
        Scenario scenario,
        Mode mode,
        long seed,
        String digest,
        String network,
        List<Verdict> verdicts,
        Map<Metric, Double> metrics,
        List<Interval> intervals,
        List<Load> loads,
        List<Happening> happenings,
        Totals totals) {
    /** Most nodes whose load a report shows. */
    public static final int LOADS_MAX = 500;

    /** Most happenings that a report lists. */
    public static final int HAPPENINGS_MAX = 1000;

    public RunReport {
        verdicts = List.copyOf(verdicts);
        metrics = Map.copyOf(metrics);
        intervals = List.copyOf(intervals);
        loads = List.copyOf(loads);
        happenings = List.copyOf(happenings);
    }

    /** What came of a run over a simulated network. */
    public RunReport(
            Scenario scenario,
            Mode mode,
            long seed,
            String digest,
            List<Verdict> verdicts,
            Map<Metric, Double> metrics,
            List<Interval> intervals,
            List<Load> loads,
            List<Happening> happenings,
            Totals totals) {
        this(scenario, mode, seed, digest, "", verdicts, metrics, intervals, loads, happenings, totals);
    }

    /** The same of a run over {@code carrier}, in words. */
    public RunReport over(String carrier) {
        return new RunReport(
                scenario, mode, seed, digest, carrier, verdicts, metrics, intervals, loads, happenings, totals);
    }

    /** True if every verdict holds. */
    public boolean holds() {
        return verdicts.stream().allMatch(Verdict::holds);
    }

    /** The command line that runs the same scenario with the same seed in the same mode again, if it comes with Signet. */
    public String replayLine() {
        return "./signet simulate " + scenario.name() + " --seed " + seed + " --mode "
                + mode.name().toLowerCase(Locale.ROOT);
    }

    /**
     * Whether a claim held.
     *
     * @param claim the invariant in words, or the target as written
     * @param invariant true for an invariant, false for a target
     * @param found what was found: the value, or the first violation
     */
    public record Verdict(String claim, boolean invariant, boolean holds, String found) {}

    /**
     * A part of the run. A job counts where it ended.
     *
     * @param from start, from the run's start
     * @param length how long
     * @param rowsPerSecond rows answered
     * @param completed jobs completed
     * @param failed jobs failed
     * @param latencyP50Seconds of completed jobs; NaN if there were none
     * @param latencyP99Seconds the same
     * @param nodesOnline nodes that ran, at its end
     */
    public record Interval(
            Duration from,
            Duration length,
            double rowsPerSecond,
            int completed,
            int failed,
            double latencyP50Seconds,
            double latencyP99Seconds,
            int nodesOnline) {}

    /**
     * What a node did.
     *
     * @param node its name
     * @param group its group in the fleet
     * @param rows rows that requesters accepted from it
     * @param capacity rows that it could have computed in the run's time
     * @param cheats true for an adversary
     */
    public record Load(String node, String group, long rows, double capacity, boolean cheats) {}

    /** What kind of thing happened. */
    public enum HappeningKind {
        FAULT,
        ADVERSARY,
        VIOLATION
    }

    /**
     * Something that happened.
     *
     * @param to its end; empty for a moment, or if it lasted to the end of the run
     * @param what in words
     */
    public record Happening(HappeningKind kind, Duration from, Optional<Duration> to, String what) {}

    /**
     * Sums over the run.
     *
     * @param simulated time that passed in it
     * @param wall time that it took
     * @param events events of tasks: placed, delivered, admitted, computed, stated, answered, verified; 0 in real mode
     */
    public record Totals(
            long jobs,
            long completed,
            long failed,
            long rows,
            long tasksSent,
            long tasksRetried,
            long answersNotBelieved,
            long statements,
            long signatures,
            Duration simulated,
            Duration wall,
            long events) {}
}
