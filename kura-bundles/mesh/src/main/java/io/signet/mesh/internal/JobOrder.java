package io.signet.mesh.internal;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.function.ToDoubleFunction;

/**
 * In what order a requester places its jobs. The one with the fewest rows left comes first (shortest remaining processing
 * time, Schrage 1968), so that small jobs need not wait for large ones. Jobs that hardly can be completed in time come
 * last: when there is more work than the mesh can do, some are completed rather than all of them in part. Pure.
 */
final class JobOrder {
    /** A job is not begun unless there is this many times the time that it takes: others use the mesh, too. */
    private static final double HOPE_FACTOR = 2;

    private JobOrder() {}

    /**
     * The order of {@code jobs}; of two that are alike, the earlier stays first.
     *
     * @param rowsPerSecond of the nodes that can compute a job
     */
    static List<RunningJob> of(
            Collection<RunningJob> jobs, ToDoubleFunction<RunningJob> rowsPerSecond, long nowMillis) {
        List<RunningJob> order = new ArrayList<>(jobs);
        if (order.size() > 1) {
            long inFlight = jobs.stream().mapToLong(RunningJob::rowsInFlight).sum();
            order.sort(Comparator.comparing(
                            (RunningJob job) -> isHopeless(job, inFlight, rowsPerSecond.applyAsDouble(job), nowMillis))
                    .thenComparingLong(RunningJob::unansweredRows));
        }
        return order;
    }

    /** True if the mesh would hardly answer {@code job} in time after {@code ahead} rows that are on their way. */
    private static boolean isHopeless(RunningJob job, long ahead, double rowsPerSecond, long nowMillis) {
        double millis = 1000 * (ahead + job.unsentRows()) / rowsPerSecond;
        return millis * (job.isStarted() ? 1 : HOPE_FACTOR) > job.deadlineMillis() - nowMillis;
    }
}
