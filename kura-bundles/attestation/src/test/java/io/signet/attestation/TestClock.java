package io.signet.attestation;

import io.signet.runtime.Clock;
import java.time.Duration;

/** Time that passes when a test says so. */
public final class TestClock implements Clock {
    private volatile long wallMillis = 1_800_000_000_000L;
    private volatile long nanos = 5_000_000_000L;

    /** Lets time pass. */
    public synchronized void advance(Duration duration) {
        wallMillis += duration.toMillis();
        nanos += duration.toNanos();
    }

    /** Sets the wall clock, as a user may. */
    public void setWallMillis(long wallMillis) {
        this.wallMillis = wallMillis;
    }

    @Override
    public long wallMillis() {
        return wallMillis;
    }

    @Override
    public long monotonicNanos() {
        return nanos;
    }
}
