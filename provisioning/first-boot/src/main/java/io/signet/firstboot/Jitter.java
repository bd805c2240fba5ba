package io.signet.firstboot;

import java.time.Duration;
import java.util.random.RandomGenerator;

/** Keeps those who wait for the same thing from coming at one moment, again and again. */
public final class Jitter {
    private static final double SHARE = 0.2;

    private Jitter() {}

    /** {@code time}, a fifth more or less. */
    public static Duration of(Duration time, RandomGenerator random) {
        return Duration.ofMillis((long) (time.toMillis() * (1 - SHARE + 2 * SHARE * random.nextDouble())));
    }
}
