package io.signet.simulator.real;

import java.time.Duration;
import java.util.random.RandomGenerator;

/** Says when bytes arrive that go one way through a {@link Link}. Not thread-safe. */
final class Schedule {
    /** What a sender waits before it sends a lost packet again, the first time: the least that Linux waits. */
    static final long RETRANSMISSION_NANOS = Duration.ofMillis(200).toNanos();

    private static final int RETRANSMISSIONS_MAX = 6;

    private final RandomGenerator random;
    private long sentNanos;
    private long lastDueNanos;

    /** At {@code nowNanos}, nothing is on its way. */
    Schedule(long nowNanos, RandomGenerator random) {
        this.random = random;
        this.sentNanos = nowNanos;
        this.lastDueNanos = nowNanos;
    }

    /** When {@code bytes} bytes that are sent at {@code nowNanos} have arrived; never before those sent earlier. */
    long due(long nowNanos, int bytes, Link link) {
        long start = Math.max(nowNanos, sentNanos);
        sentNanos = link.bytesPerSecond() == Long.MAX_VALUE
                ? start
                : start + Math.round(bytes * 1e9 / link.bytesPerSecond());
        double factor = link.jitter() == 0 ? 1 : Math.max(0, 1 + link.jitter() * random.nextGaussian());
        long latency = Math.round(link.latency().toNanos() * factor);
        lastDueNanos = Math.max(lastDueNanos, sentNanos + latency + retransmissions(link.loss()));
        return lastDueNanos;
    }

    private long retransmissions(double loss) {
        long waited = 0;
        for (int i = 0; loss > 0 && i < RETRANSMISSIONS_MAX && random.nextDouble() < loss; i++) {
            waited += RETRANSMISSION_NANOS << i; // doubled each time, RFC 6298 section 5.5
        }
        return waited;
    }
}
