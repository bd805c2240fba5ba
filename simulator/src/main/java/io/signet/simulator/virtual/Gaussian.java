package io.signet.simulator.virtual;

import java.util.random.RandomGenerator;

/** Normal and exponential numbers that are the same on every machine: the functions of {@code Math} need not be. */
final class Gaussian {
    private Gaussian() {}

    /** Mean 0, standard deviation 1 (Box and Muller 1958). */
    static double draw(RandomGenerator random) {
        double radius = StrictMath.sqrt(-2 * StrictMath.log(1 - random.nextDouble()));
        return radius * StrictMath.cos(2 * StrictMath.PI * random.nextDouble());
    }

    /** Mean 1: the time to the next of events that come independently, one a unit of time. */
    static double exponential(RandomGenerator random) {
        return -StrictMath.log(1 - random.nextDouble());
    }
}
