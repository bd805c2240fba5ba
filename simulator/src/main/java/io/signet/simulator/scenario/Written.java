package io.signet.simulator.scenario;

import java.math.BigDecimal;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** How durations, numbers and names of kinds are written in scenarios; both directions. */
final class Written {
    /** A duration, as the schema says it too. */
    static final String DURATION = "-?[0-9]{1,18}(\\.[0-9]{1,9})?(ns|us|ms|s|m|h|d)";
    /** A share in per cent, as the schema says it too. */
    static final String PERCENT = "[0-9]{1,9}(\\.[0-9]{1,15})?%";

    private static final Pattern DURATION_PATTERN =
            Pattern.compile("(-?[0-9]{1,18}(?:\\.[0-9]{1,9})?)(ns|us|ms|s|m|h|d)");
    private static final Pattern PERCENT_PATTERN = Pattern.compile(PERCENT);
    private static final Pattern NUMBER = Pattern.compile("-?[0-9]{1,18}(\\.[0-9]{0,40})?([eE][-+]?[0-9]{1,3})?");
    private static final BigDecimal HUNDRED = new BigDecimal(100);
    private static final int SHOWN_CHARS_MAX = 60;

    /** Longest first, so that the writer takes the longest that fits. */
    private static final Map<String, Duration> UNITS = new LinkedHashMap<>();

    static {
        UNITS.put("d", Duration.ofDays(1));
        UNITS.put("h", Duration.ofHours(1));
        UNITS.put("m", Duration.ofMinutes(1));
        UNITS.put("s", Duration.ofSeconds(1));
        UNITS.put("ms", Duration.ofMillis(1));
        UNITS.put("us", Duration.ofNanos(1000));
        UNITS.put("ns", Duration.ofNanos(1));
    }

    private Written() {}

    /** {@code 250ms}, {@code 1.5s}, {@code 2d}; empty for anything else and for more than Java's longest. */
    static Optional<Duration> duration(String text) {
        Matcher matcher = DURATION_PATTERN.matcher(text);
        if (!matcher.matches()) {
            return Optional.empty();
        }
        BigDecimal unit = BigDecimal.valueOf(UNITS.get(matcher.group(2)).toNanos());
        try {
            return Optional.of(Duration.ofNanos(
                    new BigDecimal(matcher.group(1)).multiply(unit).longValueExact()));
        } catch (ArithmeticException e) {
            return Optional.empty(); // a part of a nanosecond, or centuries
        }
    }

    /** The shortest text that {@link #duration} reads back. */
    static String duration(Duration duration) {
        long nanos = duration.toNanos();
        if (nanos == 0) {
            return "0s";
        }
        for (Map.Entry<String, Duration> unit : UNITS.entrySet()) {
            if (nanos % unit.getValue().toNanos() == 0) {
                return nanos / unit.getValue().toNanos() + unit.getKey();
            }
        }
        throw new IllegalStateException("a nanosecond divides everything");
    }

    /** Seconds of a duration, exact for those written in seconds. */
    static Optional<Double> seconds(String text) {
        Matcher matcher = DURATION_PATTERN.matcher(text);
        if (!matcher.matches()) {
            return Optional.empty();
        }
        BigDecimal unit = BigDecimal.valueOf(UNITS.get(matcher.group(2)).toNanos(), 9);
        return Optional.of(new BigDecimal(matcher.group(1)).multiply(unit).doubleValue());
    }

    /** A plain number. */
    static Optional<Double> number(String text) {
        return NUMBER.matcher(text).matches() ? Optional.of(Double.parseDouble(text)) : Optional.empty();
    }

    /** {@code 30%} as 0.3. */
    static Optional<Double> percent(String text) {
        if (!PERCENT_PATTERN.matcher(text).matches()) {
            return Optional.empty();
        }
        BigDecimal value = new BigDecimal(text.substring(0, text.length() - 1));
        return Optional.of(value.divide(HUNDRED).doubleValue());
    }

    /** A number that {@link #number} reads back, whole ones without a fraction. */
    static String number(double value) {
        if (value == Math.rint(value) && Math.abs(value) < 1e15) {
            return Long.toString((long) value);
        }
        boolean isShort = Math.abs(value) >= 1e-9 && Math.abs(value) < 1e15;
        return isShort ? BigDecimal.valueOf(value).stripTrailingZeros().toPlainString() : "" + value;
    }

    /** The name of a kind: lower case, hyphens. */
    static String kind(Enum<?> kind) {
        return kind.name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    /** What is repeated of somebody's text in a message. */
    static String shortened(String text) {
        String line = text.replaceAll("\\p{Cntrl}", " ");
        return line.length() <= SHOWN_CHARS_MAX ? line : line.substring(0, SHOWN_CHARS_MAX) + "...";
    }
}
