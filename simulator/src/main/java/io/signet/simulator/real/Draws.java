package io.signet.simulator.real;

import java.util.Random;
import java.util.SplittableRandom;

/** Generators of a run, of which each depends on the run's seed and on what it is for alone. */
final class Draws {
    private final long seed;

    Draws(long seed) {
        this.seed = seed;
    }

    /** The generator for number {@code number} of what is called {@code what}; thread-safe. */
    Random of(String what, int number) {
        long mixed =
                new SplittableRandom(seed ^ ((long) what.hashCode() << 32 | Integer.toUnsignedLong(number))).nextLong();
        return new Random(mixed);
    }
}
