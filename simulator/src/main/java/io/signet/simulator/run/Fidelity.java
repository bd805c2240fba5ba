package io.signet.simulator.run;

import io.signet.simulator.run.RunReport.Interval;
import io.signet.simulator.run.RunReport.Load;
import io.signet.simulator.scenario.Metric;
import io.signet.simulator.scenario.NodeGroup;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * How far two runs of one scenario are apart, as that with virtual time from that with real processes.
 *
 * @param differences what was compared
 */
public record Fidelity(List<Difference> differences) {
    /** Intervals over which a curve is averaged: jobs end at certain moments, and not at the same ones in both runs. */
    private static final int SMOOTHED_OVER = 3;

    public Fidelity {
        differences = List.copyOf(differences);
    }

    /**
     * The stated errors.
     *
     * @param rowsPerSecond relative, of rows a second over the run
     * @param latencyP50 relative, of the median latency
     * @param latencyP99 relative, of the 99th percentile of latency
     * @param throughputCurve mean absolute difference of the smoothed curves, over the mean of the first one
     * @param loadShare absolute, of a group's share of all rows
     */
    public record Tolerances(
            double rowsPerSecond, double latencyP50, double latencyP99, double throughputCurve, double loadShare) {}

    /**
     * One comparison.
     *
     * @param what was compared
     * @param first in the first run; NaN if it is a curve or was not measured
     * @param second in the second run; the same
     * @param apart how far they are apart; NaN if something was not measured
     * @param tolerance how far they may be
     */
    public record Difference(String what, double first, double second, double apart, double tolerance) {
        /** True if they are no farther apart than they may be. */
        public boolean holds() {
            return apart <= tolerance;
        }

        @Override
        public String toString() {
            String values = Double.isNaN(first) ? "" : ": " + Numbers.plain(first) + " and " + Numbers.plain(second);
            return String.format(
                    Locale.ROOT,
                    "%s%s, apart by %.1f %% of at most %.1f %%%s",
                    what,
                    values,
                    100 * apart,
                    100 * tolerance,
                    holds() ? "" : ", too far");
        }
    }

    /**
     * Compares {@code first} with {@code second}.
     *
     * @throws IllegalArgumentException if they are not of the same scenario
     */
    public static Fidelity of(RunReport first, RunReport second, Tolerances tolerances) {
        if (!first.scenario().equals(second.scenario())) {
            throw new IllegalArgumentException("a run of "
                    + first.scenario().name() + " can't be compared with one of "
                    + second.scenario().name());
        }
        List<Difference> differences = new ArrayList<>();
        differences.add(metric(Metric.ROWS_PER_SECOND, first, second, tolerances.rowsPerSecond()));
        differences.add(metric(Metric.LATENCY_P50, first, second, tolerances.latencyP50()));
        differences.add(metric(Metric.LATENCY_P99, first, second, tolerances.latencyP99()));
        differences.add(new Difference(
                "throughput curve",
                Double.NaN,
                Double.NaN,
                apart(smoothed(first.intervals()), smoothed(second.intervals())),
                tolerances.throughputCurve()));
        List<String> groups = first.scenario().fleet().stream()
                .map(NodeGroup::name)
                .distinct()
                .toList();
        for (String group : groups) {
            double a = share(group, first.loads());
            double b = share(group, second.loads());
            differences.add(new Difference("load share of " + group, a, b, Math.abs(a - b), tolerances.loadShare()));
        }
        return new Fidelity(differences);
    }

    private static Difference metric(Metric metric, RunReport first, RunReport second, double tolerance) {
        double a = first.metrics().getOrDefault(metric, Double.NaN);
        double b = second.metrics().getOrDefault(metric, Double.NaN);
        return new Difference(metric.label(), a, b, Math.abs(a - b) / a, tolerance);
    }

    private static double[] smoothed(List<Interval> intervals) {
        return IntStream.range(0, intervals.size())
                .mapToDouble(i -> intervals
                        .subList(
                                Math.max(0, i - SMOOTHED_OVER / 2),
                                Math.min(intervals.size(), i + SMOOTHED_OVER / 2 + 1))
                        .stream()
                        .mapToDouble(Interval::rowsPerSecond)
                        .average()
                        .orElse(0))
                .toArray();
    }

    private static double apart(double[] a, double[] b) {
        double differences = 0;
        double sum = 0;
        for (int i = 0; i < Math.max(a.length, b.length); i++) {
            double one = i < a.length ? a[i] : 0;
            double other = i < b.length ? b[i] : 0;
            differences += Math.abs(one - other);
            sum += one;
        }
        return differences / sum;
    }

    private static double share(String group, List<Load> loads) {
        double all = loads.stream().mapToLong(Load::rows).sum();
        return loads.stream()
                        .filter(load -> load.group().equals(group))
                        .mapToLong(Load::rows)
                        .sum()
                / all;
    }

    /** True if nothing is farther apart than it may be. */
    public boolean holds() {
        return differences.stream().allMatch(Difference::holds);
    }

    /** A line for each comparison. */
    @Override
    public String toString() {
        return differences.stream().map(Difference::toString).collect(Collectors.joining("\n"));
    }
}
