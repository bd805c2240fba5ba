package io.signet.mesh.internal;

import java.util.List;

/** Where a task goes and how large it is. Pure. */
final class Placement {
    /** A smaller task costs more in messages than it gains in balance. */
    static final int ROWS_MIN = 6;

    private Placement() {}

    /**
     * The better of two nodes drawn at random ({@link Candidates}): far better balanced than one random node, and without
     * the herd that all requesters choosing the one best node from the same stale reports would make (Mitzenmacher, "The
     * Power of Two Choices in Randomized Load Balancing", 2001).
     *
     * @param candidates at least one
     */
    static Candidate better(List<Candidate> candidates, long rows) {
        Candidate best = candidates.get(0);
        for (Candidate candidate : candidates) {
            if (candidate.costMillis(rows) < best.costMillis(rows)) {
                best = candidate;
            }
        }
        return best;
    }

    /**
     * How many of {@code remaining} rows {@code chosen} gets: half of its share by the speed that it should be loaded for, so that tasks grow smaller
     * towards a job's end and all nodes finish together (guided self-scheduling, Polychronopoulos and Kuck 1987).
     *
     * @param totalRowsPerSecond of all nodes that serve the model
     */
    static int taskRows(long remaining, Candidate chosen, double totalRowsPerSecond, int rowsMax) {
        double share =
                Math.min(1, chosen.offeredRowsPerSecond() / Math.max(totalRowsPerSecond, chosen.rowsPerSecond()));
        long rows = Math.max(ROWS_MIN, (long) Math.ceil(remaining * share / 2));
        return (int) Math.min(Math.min(rows, rowsMax), remaining);
    }
}
