package io.signet.mesh;

import io.signet.runtime.Clock;

/** A clock that a test moves. */
public final class FakeClock implements Clock {
    private long nanos = 1_000_000_000L;
    private long wallOffsetMillis = 1_790_000_000_000L;

    /** Moves time on. */
    public void advanceMillis(long millis) {
        nanos += millis * 1_000_000L;
    }

    /** A clock whose wall time is off by {@code millis}, and which runs with this one otherwise. */
    public Clock skewed(long millis) {
        FakeClock shared = this;
        return new Clock() {
            @Override
            public long wallMillis() {
                return shared.wallMillis() + millis;
            }

            @Override
            public long monotonicNanos() {
                return shared.monotonicNanos();
            }
        };
    }

    @Override
    public long wallMillis() {
        return wallOffsetMillis + nanos / 1_000_000L;
    }

    @Override
    public long monotonicNanos() {
        return nanos;
    }
}
