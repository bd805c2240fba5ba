package io.signet.cli.bench;

import java.util.Locale;
import java.util.Optional;

/**
 * One measured figure.
 *
 * @param name as in the JSON output; stays
 * @param value the figure
 * @param unit its unit; empty for a ratio
 * @param budget what it has to keep; empty if it is only stated
 */
public record Figure(String name, double value, String unit, Optional<Budget> budget) {
    /** A figure with a budget. */
    public static Figure of(String name, double value, String unit, Budget budget) {
        return new Figure(name, value, unit, Optional.of(budget));
    }

    /** A figure that is only stated. */
    public static Figure stated(String name, double value, String unit) {
        return new Figure(name, value, unit, Optional.empty());
    }

    /** Whether the budget is kept; true if there is none. */
    public boolean holds() {
        return budget.map(b -> b.holds(value)).orElse(true);
    }

    /** {@code value} with about four digits. */
    public static String format(double value) {
        if (value == Math.rint(value) || Math.abs(value) >= 1000) {
            return String.format(Locale.ROOT, "%,.0f", value);
        }
        return String.format(Locale.ROOT, "%.3f", value);
    }
}
