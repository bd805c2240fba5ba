package io.signet.registrar;

import io.signet.runtime.Clock;
import java.time.Duration;

/** A clock that a test moves; it begins with the system's time. */
final class TestClock implements Clock {
    private long millis = Clock.SYSTEM.wallMillis();

    void advance(Duration time) {
        millis += time.toMillis();
    }

    @Override
    public long wallMillis() {
        return millis;
    }

    @Override
    public long monotonicNanos() {
        return 1_000_000 * millis;
    }
}
