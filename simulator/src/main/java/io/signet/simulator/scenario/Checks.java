package io.signet.simulator.scenario;

/** Checks of numbers that are no whole ones. */
final class Checks {
    private Checks() {}

    static void requireInRange(String key, double value, double min, double max) {
        if (!(value >= min && value <= max)) {
            throw new IllegalArgumentException(key + " is " + value + ", allowed are " + min + " to " + max);
        }
    }
}
