package io.signet.simulator.run;

import io.signet.simulator.run.RunReport.Happening;
import io.signet.simulator.run.RunReport.HappeningKind;
import io.signet.simulator.run.RunReport.Interval;
import io.signet.simulator.run.RunReport.Load;
import io.signet.simulator.run.RunReport.Totals;
import io.signet.simulator.run.RunReport.Verdict;
import io.signet.simulator.scenario.Metric;
import io.signet.simulator.scenario.Mode;
import io.signet.simulator.scenario.Scenario;
import io.signet.simulator.scenario.Target;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalLong;

/**
 * Listens to a run of either mode: checks each job's invariants as it goes, and adds up what the report shows. Times are
 * from the start of the run. Thread-safe.
 */
public final class RunRecorder {
    /** Parts into which a run is cut. */
    private static final int INTERVALS = 60;
    /** A job that ends this long after its deadline is late: a requester looks at its deadlines now and then. */
    private static final Duration GRACE = Duration.ofSeconds(1);

    private final Scenario scenario;
    private final Mode mode;
    private final long seed;
    private final long intervalNanos;
    private final Map<Long, OpenJob> open = new HashMap<>();
    private final List<Bucket> buckets = new ArrayList<>();
    private final Map<Invariant, String> violations = new EnumMap<>(Invariant.class);
    private final List<Happening> happenings = new ArrayList<>();
    private final Map<Metric, Double> measured = new EnumMap<>(Metric.class);
    private final DoubleList latencies = new DoubleList();
    private int violationCount;
    private long nextJob;
    private long submitted;
    private long completed;
    private long failed;
    private long rows;
    private long attestedLies;
    private long firstSubmittedNanos = Long.MAX_VALUE;
    private long lastAnsweredNanos;

    /**
     * Counts that are read off the mesh's members at the end of a run.
     *
     * @param witnesses empty if what came of witnessing was not looked at
     * @param unlistedFirmwareRows rows accepted of nodes whose firmware is not listed; empty if none is listed
     * @param heatThrottled time computed at less than full speed because of heat, over time computed; empty if not known
     * @param revocationLearned longest time from a node's revocation until no requester saw it any more; empty if none was
     *     revoked, or one is still seen
     */
    public record MemberCounts(
            long tasksSent,
            long tasksRetried,
            long answersNotBelieved,
            long dropped,
            long statements,
            long signatures,
            int cheatsGivenWork,
            int cheatsFound,
            Optional<WitnessCounts> witnesses,
            OptionalLong unlistedFirmwareRows,
            OptionalDouble heatThrottled,
            Optional<Duration> revocationLearned) {}

    /**
     * What came of witnessing.
     *
     * @param answers accepted where witnesses were asked
     * @param witnessed those of them with all cosignatures that were asked for
     * @param forkedRows accepted under a second head of a log
     * @param forkers nodes that signed two histories
     * @param forkersProved those of them of whom a requester has the proof
     * @param setBack nodes that stopped since their log was set back
     */
    public record WitnessCounts(
            long answers, long witnessed, long forkedRows, int forkers, int forkersProved, int setBack) {}

    /**
     * What the runner knows at the end of a run.
     *
     * @param digest see {@link RunReport#digest}
     * @param convergence time from the end of the last fault until all views were right, if they ever were
     */
    public record Ending(
            String digest,
            MemberCounts counts,
            List<Load> loads,
            Optional<Duration> convergence,
            Duration simulated,
            Duration wall,
            long events) {}

    private static final class OpenJob {
        final int rows;
        final long submittedNanos;
        final long deadlineNanos;
        final boolean[] answered;

        OpenJob(int rows, long submittedNanos, long deadlineNanos) {
            this.rows = rows;
            this.submittedNanos = submittedNanos;
            this.deadlineNanos = deadlineNanos;
            this.answered = new boolean[rows];
        }
    }

    private static final class Bucket {
        long rows;
        int completed;
        int failed;
        int online;
        final DoubleList latencies = new DoubleList();
    }

    /** Listens to a run of {@code scenario}. */
    public RunRecorder(Scenario scenario, Mode mode, long seed) {
        this.scenario = scenario;
        this.mode = mode;
        this.seed = seed;
        this.intervalNanos =
                Math.max(1, scenario.duration().plus(scenario.settle()).toNanos() / INTERVALS);
    }

    /** A job was submitted; returns the number by which the run knows it. */
    public synchronized long jobSubmitted(Duration now, int jobRows, Duration timeout) {
        long job = nextJob++;
        submitted++;
        firstSubmittedNanos = Math.min(firstSubmittedNanos, now.toNanos());
        open.put(job, new OpenJob(jobRows, now.toNanos(), now.plus(timeout).toNanos()));
        return job;
    }

    /**
     * A requester accepted rows {@code from} to {@code to} (exclusive) of a job.
     *
     * @param lies how many of them are wrong although duly attested
     */
    public synchronized void answered(Duration now, long job, long from, long to, long lies) {
        OpenJob known = open.get(job);
        if (known == null) {
            violated(now, Invariant.ANSWERED_ONCE, "job " + job + " was answered after its end");
            return;
        }
        for (long row = Math.max(0, from); row < Math.min(to, known.rows); row++) {
            if (known.answered[(int) row]) {
                violated(now, Invariant.ANSWERED_ONCE, "row " + row + " of job " + job + " was answered twice");
            }
            known.answered[(int) row] = true;
        }
        if (from < 0 || to > known.rows) {
            violated(now, Invariant.ANSWERED_ONCE, "job " + job + " was answered in rows that it does not have");
        }
        attestedLies += lies;
        rows += to - from;
        lastAnsweredNanos = Math.max(lastAnsweredNanos, now.toNanos());
        bucket(now).rows += to - from;
    }

    /** A job ended. */
    public synchronized void jobEnded(Duration now, long job, boolean complete) {
        OpenJob known = open.remove(job);
        if (known == null) {
            violated(now, Invariant.JOB_ENDS, "job " + job + " ended twice");
            return;
        }
        if (now.toNanos() > known.deadlineNanos + GRACE.toNanos()) {
            violated(
                    now,
                    Invariant.JOB_ENDS,
                    "job " + job + " ended " + seconds(now.toNanos() - known.deadlineNanos) + " after its deadline");
        }
        Bucket bucket = bucket(now);
        if (!complete) {
            failed++;
            bucket.failed++;
            return;
        }
        completed++;
        bucket.completed++;
        double latency = (now.toNanos() - known.submittedNanos) / 1e9;
        latencies.add(latency);
        bucket.latencies.add(latency);
        for (int row = 0; row < known.rows; row++) {
            if (!known.answered[row]) {
                violated(now, Invariant.ANSWERED_ONCE, "row " + row + " of completed job " + job + " has no answer");
                return;
            }
        }
    }

    /** So many nodes run. */
    public synchronized void online(Duration now, int nodes) {
        bucket(now).online = nodes;
    }

    /** A fault or an adversary begins. */
    public synchronized void happened(HappeningKind kind, Duration from, Optional<Duration> to, String what) {
        if (happenings.size() < RunReport.HAPPENINGS_MAX) {
            happenings.add(new Happening(kind, from, to, what));
        }
    }

    /** An invariant does not hold. */
    public synchronized void violated(Duration now, Invariant invariant, String what) {
        violationCount++;
        if (violations.putIfAbsent(invariant, "at " + seconds(now.toNanos()) + ": " + what) == null) {
            happened(HappeningKind.VIOLATION, now, Optional.empty(), what);
        }
    }

    /** What was measured, in the unit of {@code metric}. */
    public synchronized void measured(Metric metric, double value) {
        measured.put(metric, value);
    }

    /** Violations so far. */
    public synchronized int violationCount() {
        return violationCount;
    }

    /** Jobs ended so far. */
    public synchronized long jobsEnded() {
        return completed + failed;
    }

    /** Jobs that have not ended. */
    public synchronized int jobsOpen() {
        return open.size();
    }

    /** Rows answered so far. */
    public synchronized long rows() {
        return rows;
    }

    private Bucket bucket(Duration now) {
        int index = (int) Math.max(0, now.toNanos() / intervalNanos);
        while (buckets.size() <= index) {
            Bucket next = new Bucket();
            next.online = buckets.isEmpty() ? 0 : buckets.get(buckets.size() - 1).online;
            buckets.add(next);
        }
        return buckets.get(index);
    }

    /** Judges and reports. */
    public synchronized RunReport finish(Ending ending) {
        open.forEach((job, known) -> {
            if (ending.simulated().toNanos() > known.deadlineNanos + GRACE.toNanos()) {
                violated(ending.simulated(), Invariant.JOB_ENDS, "job " + job + " never ended");
            }
        });
        Map<Metric, Double> metrics = metrics(ending);
        MemberCounts counts = ending.counts();
        return new RunReport(
                scenario,
                mode,
                seed,
                ending.digest(),
                verdicts(metrics),
                metrics,
                intervals(),
                shownLoads(ending.loads()),
                happenings.stream()
                        .sorted(Comparator.comparing(Happening::from))
                        .toList(),
                new Totals(
                        submitted,
                        completed,
                        failed,
                        rows,
                        counts.tasksSent(),
                        counts.tasksRetried(),
                        counts.answersNotBelieved(),
                        counts.statements(),
                        counts.signatures(),
                        ending.simulated(),
                        ending.wall(),
                        ending.events()));
    }

    private List<Verdict> verdicts(Map<Metric, Double> metrics) {
        List<Verdict> verdicts = new ArrayList<>();
        for (Invariant invariant : Invariant.values()) {
            if (invariant.ofPallets() != scenario.pallet().isPresent()) {
                continue;
            }
            String violation = violations.get(invariant);
            verdicts.add(new Verdict(
                    invariant.claim(), true, violation == null, violation == null ? "at every step" : violation));
        }
        for (Target target : scenario.targets()) {
            double value = metrics.getOrDefault(target.metric(), Double.NaN);
            String unit = target.metric().unit();
            verdicts.add(new Verdict(
                    target.toString() + (unit.isEmpty() ? "" : " " + unit),
                    false,
                    target.holds(value),
                    Double.isNaN(value) ? "nothing was measured" : Numbers.plain(value)));
        }
        return verdicts;
    }

    private Map<Metric, Double> metrics(Ending ending) {
        MemberCounts counts = ending.counts();
        Map<Metric, Double> metrics = new EnumMap<>(Metric.class);
        metrics.putAll(measured);
        put(metrics, Metric.JOBS_COMPLETED, (double) completed, (double) submitted);
        put(metrics, Metric.JOBS_ENDED, (double) (completed + failed), (double) submitted);
        double busySeconds = (lastAnsweredNanos - firstSubmittedNanos) / 1e9;
        put(metrics, Metric.ROWS_PER_SECOND, (double) rows, busySeconds);
        List<Load> honest = ending.loads().stream().filter(l -> !l.cheats()).toList();
        double capacity = honest.stream().mapToDouble(Load::capacity).sum()
                / Math.max(1e-9, ending.simulated().toNanos() / 1e9);
        put(metrics, Metric.UTILISATION, (double) rows, capacity * busySeconds);
        if (latencies.size() > 0) {
            double[] sorted = latencies.sorted();
            metrics.put(Metric.LATENCY_P50, percentile(sorted, 0.5));
            metrics.put(Metric.LATENCY_P99, percentile(sorted, 0.99));
            metrics.put(Metric.LATENCY_MAX, sorted[sorted.length - 1]);
        }
        put(metrics, Metric.RETRIED, (double) counts.tasksRetried(), (double) counts.tasksSent());
        metrics.put(Metric.NOT_BELIEVED, (double) counts.answersNotBelieved());
        put(metrics, Metric.CHEATS_FOUND, (double) counts.cheatsFound(), (double) counts.cheatsGivenWork());
        metrics.put(Metric.ATTESTED_LIES, (double) attestedLies);
        metrics.put(Metric.DROPPED, (double) counts.dropped());
        ending.convergence().ifPresent(c -> metrics.put(Metric.CONVERGENCE, c.toNanos() / 1e9));
        put(metrics, Metric.STATEMENTS_PER_SIGNATURE, (double) counts.statements(), (double) counts.signatures());
        counts.witnesses().ifPresent(witnesses -> put(metrics, witnesses));
        counts.unlistedFirmwareRows().ifPresent(unlisted -> metrics.put(Metric.UNLISTED_FIRMWARE, (double) unlisted));
        counts.heatThrottled().ifPresent(share -> metrics.put(Metric.HEAT_THROTTLED, share));
        counts.revocationLearned().ifPresent(time -> metrics.put(Metric.REVOCATION_LEARNED, time.toNanos() / 1e9));
        double[] used = honest.stream()
                .filter(l -> l.capacity() > 0)
                .mapToDouble(l -> (double) l.rows() / l.capacity())
                .toArray();
        put(
                metrics,
                Metric.IMBALANCE,
                Arrays.stream(used).max().orElse(0),
                Arrays.stream(used).average().orElse(0));
        return metrics;
    }

    private void put(Map<Metric, Double> metrics, WitnessCounts counts) {
        if (scenario.witnesses().asked() > 0) {
            put(metrics, Metric.WITNESSED, (double) counts.witnessed(), (double) counts.answers());
            put(metrics, Metric.FORKS_PROVED, (double) counts.forkersProved(), (double) counts.forkers());
            metrics.put(Metric.FORKS_ACCEPTED, (double) counts.forkedRows());
            metrics.put(Metric.SET_BACK, (double) counts.setBack());
        }
    }

    private static void put(Map<Metric, Double> metrics, Metric metric, double part, double whole) {
        if (whole > 0) {
            metrics.put(metric, part / whole);
        }
    }

    /** The nearest rank. */
    private static double percentile(double[] sorted, double share) {
        return sorted[(int) Math.min(sorted.length - 1, Math.ceil(share * sorted.length) - 1)];
    }

    private List<Interval> intervals() {
        List<Interval> intervals = new ArrayList<>();
        for (int i = 0; i < buckets.size(); i++) {
            Bucket bucket = buckets.get(i);
            double[] sorted = bucket.latencies.sorted();
            intervals.add(new Interval(
                    Duration.ofNanos(i * intervalNanos),
                    Duration.ofNanos(intervalNanos),
                    bucket.rows * 1e9 / intervalNanos,
                    bucket.completed,
                    bucket.failed,
                    sorted.length == 0 ? Double.NaN : percentile(sorted, 0.5),
                    sorted.length == 0 ? Double.NaN : percentile(sorted, 0.99),
                    bucket.online));
        }
        return intervals;
    }

    private static List<Load> shownLoads(List<Load> loads) {
        if (loads.size() <= RunReport.LOADS_MAX) {
            return loads;
        }
        return loads.stream()
                .sorted(Comparator.comparingLong(Load::rows).reversed())
                .limit(RunReport.LOADS_MAX)
                .toList();
    }

    private static String seconds(long nanos) {
        return Numbers.plain(nanos / 1e9) + " s";
    }
}
