package io.signet.runtime;

/** Wall-clock and monotonic time. The system's in production, the simulator's in a simulation. Thread-safe. */
public interface Clock {
    /** The system's clocks. */
    Clock SYSTEM = new Clock() {
        @Override
        public long wallMillis() {
            return System.currentTimeMillis();
        }

        @Override
        public long monotonicNanos() {
            return System.nanoTime();
        }
    };

    /** Milliseconds since 1970-01-01T00:00Z: for stamps that others read. May jump. */
    long wallMillis();

    /** Nanoseconds since an arbitrary origin: for durations and time-outs. Never runs backwards. */
    long monotonicNanos();

    /** Milliseconds since the origin of {@link #monotonicNanos()}. */
    default long monotonicMillis() {
        return Math.floorDiv(monotonicNanos(), 1_000_000L);
    }
}
