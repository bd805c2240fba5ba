package io.signet.inference;

import io.signet.runtime.Clock;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;

/** A clock that goes when told. Thread-safe. */
public final class ManualClock implements Clock {
    private final AtomicLong nanos = new AtomicLong(1_000_000_000L);

    /** Lets time pass. */
    public void advance(Duration by) {
        nanos.addAndGet(by.toNanos());
    }

    @Override
    public long wallMillis() {
        return 1_700_000_000_000L + monotonicMillis();
    }

    @Override
    public long monotonicNanos() {
        return nanos.get();
    }
}
