package io.signet.inference.model;

import io.signet.runtime.Limits;
import java.math.BigDecimal;

/**
 * Which value a level becomes: {@code (level - mean) / deviation}. Whole numbers, so that a package says exactly one thing.
 *
 * @param meanMillionths in millionths of a level, -10^12 to 10^12
 * @param deviationMillionths in millionths of a level, 1 to 10^12
 */
public record LevelScale(long meanMillionths, long deviationMillionths) {
    /** The level itself: 0 to 255. */
    public static final LevelScale LEVELS = ofLevels(0, 1);

    /** 0.0 to 1.0. */
    public static final LevelScale UNIT = ofLevels(0, 255);

    static final long MILLIONTHS_MAX = 1_000_000_000_000L;
    private static final long QUOTIENT_MAX = 1_000_000;
    private static final int DECIMALS = 6;

    public LevelScale {
        Limits.requireInRange("mean in millionths of a level", meanMillionths, -MILLIONTHS_MAX, MILLIONTHS_MAX);
        Limits.requireInRange("deviation in millionths of a level", deviationMillionths, 1, MILLIONTHS_MAX);
        if (Math.abs(meanMillionths) / deviationMillionths >= QUOTIENT_MAX) {
            throw new IllegalArgumentException(
                    "the mean of a picture must be less than " + QUOTIENT_MAX + " times its deviation");
        }
    }

    private static LevelScale ofLevels(long mean, long deviation) {
        return new LevelScale(1_000_000 * mean, 1_000_000 * deviation);
    }

    /** Mean, in levels. */
    public double mean() {
        return meanMillionths / 1e6;
    }

    /** Deviation, in levels. */
    public double deviation() {
        return deviationMillionths / 1e6;
    }

    /**
     * Millionths of a decimal number with at most six decimals.
     *
     * @throws IllegalArgumentException if {@code decimal} is none
     */
    static long millionths(String what, String decimal) {
        try {
            BigDecimal value = new BigDecimal(decimal);
            // Checked first: the expansion of 1e999999999 would take all memory.
            if (decimal.length() <= 20 && Math.abs(value.scale()) <= 20) {
                return value.movePointRight(DECIMALS).longValueExact();
            }
        } catch (ArithmeticException | NumberFormatException e) { // said below
        }
        throw new IllegalArgumentException(
                what + " must be a decimal number with at most " + DECIMALS + " decimals, not '" + decimal + "'");
    }

    /** The decimal number of that many millionths. */
    static String decimal(long millionths) {
        return BigDecimal.valueOf(millionths, DECIMALS).stripTrailingZeros().toPlainString();
    }
}
