package io.signet.reference;

import java.util.SplittableRandom;
import java.util.random.RandomGenerator;

/** Weights that only look learnt. A weight depends on its name and size alone, so that each format gets the same. */
final class RandomWeights {
    private static final long SEED = 0x5167_6e65_7418L;

    private RandomWeights() {}

    /** Values of a matrix or filter, with a variance of two over the number of inputs (He et al., 2015). */
    static float[] factors(String name, int count, int inputs) {
        double bound = Math.sqrt(6.0 / inputs);
        return uniform(name, count, -bound, bound);
    }

    /** {@code count} values between {@code from} and {@code to}. */
    static float[] uniform(String name, int count, double from, double to) {
        RandomGenerator random = new SplittableRandom(SEED ^ ((long) name.hashCode() << 20));
        float[] values = new float[count];
        for (int i = 0; i < count; i++) {
            values[i] = (float) random.nextDouble(from, to);
        }
        return values;
    }
}
