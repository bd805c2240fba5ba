package io.signet.runtime;

/** Checks of configuration values: a value out of range is an error that says key, value and range. */
public final class Limits {
    private Limits() {}

    /**
     * Returns {@code value}.
     *
     * @throws IllegalArgumentException if it is not {@code min} to {@code max}
     */
    public static int requireInRange(String key, int value, int min, int max) {
        return (int) requireInRange(key, (long) value, (long) min, (long) max);
    }

    /**
     * Returns {@code value}.
     *
     * @throws IllegalArgumentException if it is not {@code min} to {@code max}
     */
    public static long requireInRange(String key, long value, long min, long max) {
        if (value < min || value > max) {
            throw new IllegalArgumentException(key + " = " + value + " is out of range: " + min + " to " + max);
        }
        return value;
    }

    /**
     * Returns {@code value}.
     *
     * @throws IllegalArgumentException if it is empty or longer than {@code charsMax}
     */
    public static String requireText(String key, String value, int charsMax) {
        if (value.isBlank() || value.length() > charsMax) {
            throw new IllegalArgumentException(
                    key + " must be a text of 1 to " + charsMax + " characters, not '" + value + "'");
        }
        return value;
    }
}
