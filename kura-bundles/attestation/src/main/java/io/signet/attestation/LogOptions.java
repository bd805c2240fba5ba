package io.signet.attestation;

import io.signet.runtime.Limits;
import java.time.Duration;

/**
 * A log's bounds. {@link #DEFAULT} suits a node.
 *
 * @param queueStatementsMax how many statements may wait for their signature, 1 to 1,000,000
 * @param queueBytesMax how many bytes they may have together, 64 KiB to 1 GiB
 * @param segmentBytesMax size from which on a new file of entries that are not in tiles yet is begun, 1 KiB to 512 MiB;
 *     no file exceeds it by more than a full queue
 * @param retry how long statements are refused after the key or the storage failed, before it is tried again, 1 ms to
 *     1 h
 * @param headIntervalMin at least so long between the ends of two signatures under load, that is when the last one was
 *     shared or statements come faster than one an interval, 0 to 1 s. Spends less of a processor that signs in
 *     software, for a longer wait; 0 signs as fast as the key does
 */
public record LogOptions(
        int queueStatementsMax, long queueBytesMax, int segmentBytesMax, Duration retry, Duration headIntervalMin) {
    /** Largest queue. */
    public static final int QUEUE_STATEMENTS_MAX = 1_000_000;

    /**
     * A queue of 16,384 statements and 32 MiB, files of 4 MiB, a retry a second, and 20 ms between signatures under
     * load: one on P-256, with what it takes to write it down, costs about 1 ms of a processor in software, so that is a
     * twentieth of one.
     */
    public static final LogOptions DEFAULT =
            new LogOptions(16_384, 32L << 20, 4 << 20, Duration.ofSeconds(1), Duration.ofMillis(20));

    public LogOptions {
        Limits.requireInRange("queue.statements.max", queueStatementsMax, 1, QUEUE_STATEMENTS_MAX);
        Limits.requireInRange("queue.bytes.max", queueBytesMax, 1 << 16, 1L << 30);
        Limits.requireInRange("segment.bytes.max", segmentBytesMax, 1 << 10, 1 << 29);
        Limits.requireInRange(
                "retry (ms)", retry.toMillis(), 1, Duration.ofHours(1).toMillis());
        Limits.requireInRange("head.interval.min (ms)", headIntervalMin.toMillis(), 0, 1_000);
    }
}
