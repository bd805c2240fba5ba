package io.signet.gateway.internal;

import io.signet.runtime.Clock;

/** Spreads bytes over time: all who share one together send no more than so many a second. Thread-safe. */
final class Pace {
    private static final long NANOS_A_SECOND = 1_000_000_000L;

    private final long bytesASecond;
    private final Clock clock;
    private long freeNanos;

    Pace(long bytesASecond, Clock clock) {
        this.bytesASecond = bytesASecond;
        this.clock = clock;
        this.freeNanos = clock.monotonicNanos();
    }

    /** Reserves the time that {@code bytes} take, and says how many nanoseconds from now it begins. */
    synchronized long reserve(int bytes) {
        long now = clock.monotonicNanos();
        long start = freeNanos - now > 0 ? freeNanos : now;
        freeNanos = start + NANOS_A_SECOND * bytes / bytesASecond;
        return start - now;
    }
}
