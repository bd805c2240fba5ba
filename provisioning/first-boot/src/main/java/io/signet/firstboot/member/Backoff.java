package io.signet.firstboot.member;

import java.time.Duration;
import java.util.random.RandomGenerator;

/** How long to wait after each failure: twice as long as before, up to a bound, and never at one moment with the others. */
final class Backoff {
    private static final double JITTER = 0.2;

    private final Duration first;
    private final Duration longest;
    private final RandomGenerator random;
    private Duration next;

    Backoff(Duration first, Duration longest, RandomGenerator random) {
        this.first = first;
        this.longest = longest;
        this.random = random;
        this.next = first;
    }

    /** All is well again. */
    void reset() {
        next = first;
    }

    /** How long to wait now: what {@code atLeast} says, or longer. */
    Duration afterFailure(Duration atLeast) {
        Duration wait = next.compareTo(atLeast) > 0 ? next : atLeast;
        next = min(next.multipliedBy(2), longest);
        return jittered(wait, random);
    }

    private static Duration min(Duration one, Duration other) {
        return one.compareTo(other) < 0 ? one : other;
    }

    /** {@code time}, a fifth more or less. */
    static Duration jittered(Duration time, RandomGenerator random) {
        return Duration.ofMillis((long) (time.toMillis() * (1 - JITTER + 2 * JITTER * random.nextDouble())));
    }
}
