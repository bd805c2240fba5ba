package io.signet.jetson.internal;

/** Checks of numbers, with one wording. */
public final class Ranges {
    private Ranges() {}

    /** @throws IllegalArgumentException unless {@code min <= value <= max} */
    public static void require(String what, long value, long min, long max) {
        if (value < min || value > max) {
            throw new IllegalArgumentException(what + " must be " + min + " to " + max + ", not " + value);
        }
    }
}
