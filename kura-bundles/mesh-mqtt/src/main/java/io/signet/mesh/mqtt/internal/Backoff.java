package io.signet.mesh.mqtt.internal;

import java.time.Duration;
import java.util.random.RandomGenerator;

/**
 * The pause between rounds of connection attempts: doubles from a minimum to a maximum, less a random part of up to a
 * half, so that the nodes of a mesh do not all come back in the same instant. Used by one thread.
 */
public final class Backoff {
    private static final int DOUBLINGS_MAX = 32;

    private final long minNanos;
    private final long maxNanos;
    private final RandomGenerator random;
    private int rounds;

    /** Pauses for {@code min} to {@code max}. */
    public Backoff(Duration min, Duration max, RandomGenerator random) {
        this.minNanos = min.toNanos();
        this.maxNanos = max.toNanos();
        this.random = random;
    }

    /** The next pause in nanoseconds: a half to the whole of what is due. */
    public long nextNanos() {
        long due = maxNanos;
        if (rounds < DOUBLINGS_MAX && minNanos <= maxNanos >> rounds) {
            due = minNanos << rounds;
        }
        rounds = Math.min(rounds + 1, DOUBLINGS_MAX);
        return due - random.nextLong(due / 2 + 1);
    }

    /** Starts from the minimum again. */
    public void reset() {
        rounds = 0;
    }
}
