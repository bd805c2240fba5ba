package io.signet.firstboot.member;

import io.signet.firstboot.Jitter;
import java.time.Duration;
import java.util.random.RandomGenerator;

/** How long to wait after each failure: twice as long as before, up to a bound, and never at one moment with the others. */
public final class Backoff {
    private final Duration first;
    private final Duration longest;
    private final RandomGenerator random;
    private Duration next;

    /**
     * None failed yet.
     *
     * @param first the wait after the first failure
     * @param longest the longest wait
     */
    public Backoff(Duration first, Duration longest, RandomGenerator random) {
        this.first = first;
        this.longest = longest;
        this.random = random;
        this.next = first;
    }

    /** All is well again. */
    public void reset() {
        next = first;
    }

    /** How long to wait now: what {@code atLeast} says, or longer. */
    public Duration afterFailure(Duration atLeast) {
        Duration wait = next.compareTo(atLeast) > 0 ? next : atLeast;
        next = min(next.multipliedBy(2), longest);
        return Jitter.of(wait, random);
    }

    private static Duration min(Duration one, Duration other) {
        return one.compareTo(other) < 0 ? one : other;
    }
}
