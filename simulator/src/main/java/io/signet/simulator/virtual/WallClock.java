package io.signet.simulator.virtual;

/** One machine's calendar time: right, off, or drifting. */
final class WallClock {
    /** When every run starts: 2026-01-01T00:00Z. */
    static final long START_MILLIS = 1_767_225_600_000L;

    private long skewMillis;
    private double driftPerSecond;
    private long driftSinceNanos;

    long millisAt(long nanos) {
        long drift = driftPerSecond == 0 ? 0 : (long) ((nanos - driftSinceNanos) / 1e6 * driftPerSecond);
        return START_MILLIS + nanos / 1_000_000 + skewMillis + drift;
    }

    /** Is off by {@code millis} from now on. */
    void skew(long millis) {
        skewMillis = millis;
    }

    /** Gains {@code secondsPerSecond} from {@code nowNanos} on. */
    void drift(double secondsPerSecond, long nowNanos) {
        driftPerSecond = secondsPerSecond;
        driftSinceNanos = nowNanos;
    }
}
