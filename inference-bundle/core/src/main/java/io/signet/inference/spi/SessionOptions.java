package io.signet.inference.spi;

import io.signet.runtime.Limits;
import java.time.Duration;
import java.util.Set;

/**
 * How a session will be used, so that an engine can prepare for it.
 *
 * @param rowsMax most rows of one run, 1 to {@link #ROWS_LIMIT}
 * @param runsMax most runs at once, 1 to {@link #RUNS_LIMIT}
 * @param runTimeMax how long a run may take before nobody waits for it any more, 10 ms to 1 h; an engine that can end a
 *     run then does
 * @param precisions those of fewer than 32 bits that the model's publisher allows
 */
public record SessionOptions(int rowsMax, int runsMax, Duration runTimeMax, Set<Precision> precisions) {
    /** Most rows that one run may ever have. */
    public static final int ROWS_LIMIT = 4096;

    /** Most runs that one session may ever do at once. */
    public static final int RUNS_LIMIT = 64;

    private static final Duration RUN_TIME_DEFAULT = Duration.ofSeconds(30);

    /** One run of up to 64 rows at a time. */
    public static final SessionOptions DEFAULT = new SessionOptions(64, 1);

    public SessionOptions {
        Limits.requireInRange("rowsMax", rowsMax, 1, ROWS_LIMIT);
        Limits.requireInRange("runsMax", runsMax, 1, RUNS_LIMIT);
        Limits.requireInRange("runTimeMax", runTimeMax.toMillis(), 10, 3_600_000);
        precisions = Set.copyOf(precisions);
    }

    /** With 32 bits. */
    public SessionOptions(int rowsMax, int runsMax, Duration runTimeMax) {
        this(rowsMax, runsMax, runTimeMax, Set.of());
    }

    /** Runs of 30 s at most. */
    public SessionOptions(int rowsMax, int runsMax) {
        this(rowsMax, runsMax, RUN_TIME_DEFAULT);
    }

    /** The same, of a model whose publisher allows {@code lower}. */
    public SessionOptions allowing(Set<Precision> lower) {
        return new SessionOptions(rowsMax, runsMax, runTimeMax, lower);
    }
}
