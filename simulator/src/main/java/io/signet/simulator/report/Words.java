package io.signet.simulator.report;

import io.signet.simulator.run.Numbers;
import java.math.BigDecimal;
import java.math.MathContext;
import java.time.Duration;
import java.util.Locale;

/** Numbers and times for people, short enough for an axis. */
final class Words {
    private static final double MINUTE = 60;
    private static final double HOUR = 60 * MINUTE;
    private static final double DAY = 24 * HOUR;

    private Words() {}

    /** A whole number with thousands apart: {@code 12,350}. */
    static String count(long count) {
        return String.format(Locale.ROOT, "%,d", count);
    }

    /** A number with four significant digits, thousands apart: {@code 0.9987}, {@code 12,350}; a dash for NaN. */
    static String value(double value) {
        if (Double.isNaN(value)) {
            return "–";
        }
        return Math.abs(value) >= 1000 ? count(Math.round(value)) : Numbers.plain(value);
    }

    /** A number with a letter for thousands, millions and so on: {@code 12.35k}. */
    static String compact(double value) {
        double size = Math.abs(value);
        if (size >= 1e9) {
            return Numbers.plain(value / 1e9) + "G";
        }
        if (size >= 1e6) {
            return Numbers.plain(value / 1e6) + "M";
        }
        return size >= 1e4 ? Numbers.plain(value / 1e3) + "k" : Numbers.plain(value);
    }

    /** A share as {@code 63 %}; below 10 % with two significant digits, {@code 0.042 %}; a dash for NaN. */
    static String percent(double share) {
        if (Double.isNaN(share)) {
            return "–";
        }
        double percent = share * 100;
        return (Math.abs(percent) < 10 ? twoDigits(percent) : count(Math.round(percent))) + " %";
    }

    private static String twoDigits(double value) {
        return value == 0
                ? "0"
                : new BigDecimal(value)
                        .round(new MathContext(2))
                        .stripTrailingZeros()
                        .toPlainString();
    }

    /** A time in the unit that suits it, with up to four digits: {@code 250 ms}, {@code 2.5 s}, {@code 2 min 25 s}; a
     * dash for NaN. */
    static String time(double seconds) {
        if (Double.isNaN(seconds)) {
            return "–";
        }
        double size = Math.abs(seconds);
        if (size == 0) {
            return "0 s";
        }
        if (size < 1e-3) {
            return Numbers.plain(seconds * 1e6) + " µs";
        }
        if (size < 1) {
            return Numbers.plain(seconds * 1e3) + " ms";
        }
        if (size < 2 * MINUTE) {
            return Numbers.plain(seconds) + " s";
        }
        if (size < 2 * HOUR) {
            return parts(seconds, MINUTE, " min", 1, " s");
        }
        return size < 2 * DAY ? parts(seconds, HOUR, " h", MINUTE, " min") : parts(seconds, DAY, " d", HOUR, " h");
    }

    private static String parts(double seconds, double large, String largeUnit, double small, String smallUnit) {
        long smalls = Math.round(seconds / small);
        long ratio = Math.round(large / small);
        return smalls / ratio + largeUnit + (smalls % ratio == 0 ? "" : " " + Math.abs(smalls % ratio) + smallUnit);
    }

    /** The same for a duration. */
    static String time(Duration time) {
        return time(seconds(time));
    }

    /** {@code time} in seconds. */
    static double seconds(Duration time) {
        return time.toNanos() / 1e9;
    }

    /** A position in a drawing: a share of its width or height. */
    static String place(double share) {
        return number(share * 100) + "%";
    }

    /** A coordinate, with at most three digits after the point. */
    static String number(double value) {
        double rounded = Math.rint(value * 1000) / 1000;
        return rounded == Math.rint(rounded) ? Long.toString((long) rounded) : Double.toString(rounded);
    }
}
