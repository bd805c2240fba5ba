package io.signet.inference.internal;

/**
 * What a model computes a second, as measured: the time of a run is taken to grow linearly from one row to the most
 * rows, as the warm-up found it, times a factor that follows the real runs. So runs of any size tell how fast full
 * batches would be now, on a hot or busy machine too. Not thread-safe.
 */
public final class Throughput {
    /** Weight of one run: the factor follows a lasting change within some dozen runs. */
    private static final double WEIGHT = 0.05;

    private static final double FACTOR_MIN = 0.1;
    private static final double FACTOR_MAX = 100;

    private final double oneRowNanos;
    private final int rowsMax;
    private final double allRowsNanos;
    private double factor = 1;

    /**
     * What the warm-up found.
     *
     * @param oneRowNanos time of a run of one row
     * @param rowsMax most rows of a run
     * @param allRowsNanos time of a run of {@code rowsMax} rows
     */
    public Throughput(long oneRowNanos, int rowsMax, long allRowsNanos) {
        this.oneRowNanos = (double) Math.max(1, oneRowNanos);
        this.rowsMax = rowsMax;
        this.allRowsNanos = Math.max(this.oneRowNanos, (double) allRowsNanos);
    }

    /** Takes the time of a real run into account. */
    public void ran(int rows, long nanos) {
        double ratio = Math.min(Math.max(nanos / warmNanos(rows), FACTOR_MIN), FACTOR_MAX);
        factor += WEIGHT * (ratio - factor);
    }

    private double warmNanos(int rows) {
        if (rowsMax == 1) {
            return allRowsNanos * rows;
        }
        return oneRowNanos + (allRowsNanos - oneRowNanos) * (rows - 1) / (rowsMax - 1);
    }

    /** Rows a second in full batches, one after another. */
    public double rowsPerSecond() {
        return rowsMax * 1e9 / (allRowsNanos * factor);
    }
}
