package io.signet.inference.model;

import java.math.BigDecimal;

/**
 * When two answers of a model agree: if any two of their values differ by at most {@code absolute}, and {@code relative} of the
 * larger one's magnitude.
 *
 * @param absolute at least 0
 * @param relative at least 0; a fraction
 */
public record Tolerance(double absolute, double relative) {
    public Tolerance {
        if (!(absolute >= 0) || !(relative >= 0)) {
            throw new IllegalArgumentException("tolerances must be at least 0, not " + absolute + " and " + relative);
        }
    }

    /** In words: {@code 0.001 and 0.01 of the larger value}. */
    @Override
    public String toString() {
        return decimal(absolute) + (relative == 0 ? "" : " and " + decimal(relative) + " of the larger value");
    }

    private static String decimal(double value) {
        return BigDecimal.valueOf(value).toPlainString();
    }
}
