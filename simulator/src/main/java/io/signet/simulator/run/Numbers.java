package io.signet.simulator.run;

import java.math.BigDecimal;
import java.math.MathContext;

/** Numbers for people. */
public final class Numbers {
    private Numbers() {}

    /** With four significant digits and no exponent: {@code 0.9987}, {@code 12350}. */
    public static String plain(double value) {
        if (Double.isNaN(value) || Double.isInfinite(value)) {
            return "" + value;
        }
        BigDecimal rounded = new BigDecimal(value).round(new MathContext(4));
        String text = rounded.stripTrailingZeros().toPlainString();
        return rounded.signum() == 0 ? "0" : text;
    }
}
