package io.signet.simulator.scenario;

import io.signet.simulator.scenario.Fields.RowRange;
import io.signet.simulator.scenario.Problems.Position;
import io.signet.simulator.scenario.Shape.Bound;
import io.signet.simulator.scenario.Shape.Choice;
import io.signet.simulator.scenario.Shape.Decimal;
import io.signet.simulator.scenario.Shape.FileName;
import io.signet.simulator.scenario.Shape.Flag;
import io.signet.simulator.scenario.Shape.Name;
import io.signet.simulator.scenario.Shape.Rows;
import io.signet.simulator.scenario.Shape.Share;
import io.signet.simulator.scenario.Shape.Text;
import io.signet.simulator.scenario.Shape.Time;
import io.signet.simulator.scenario.Shape.Whole;
import io.signet.simulator.scenario.Target.Comparison;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.snakeyaml.engine.v2.nodes.Node;
import org.snakeyaml.engine.v2.nodes.ScalarNode;
import org.snakeyaml.engine.v2.nodes.Tag;

/**
 * Reads scalars: a text, name, file name or choice as a {@link String}, a flag as a {@link Boolean}, a whole number as a
 * {@link Long}, others as a {@link Double}, a time as a {@link Duration}, rows as a {@link RowRange}, a bound as a
 * {@link Target}.
 */
final class ScalarReader {
    /** A range of rows, as the schema says it too. */
    static final String ROW_RANGE = "[1-9][0-9]{0,6}\\.\\.[1-9][0-9]{0,6}";

    private static final Pattern ROW_RANGE_PATTERN = Pattern.compile("([1-9][0-9]{0,6})\\.\\.([1-9][0-9]{0,6})");
    private static final Pattern BOUND = Pattern.compile("\\s*([^\\s<>=]+)\\s*([<>=]+)\\s*(\\S+)\\s*");
    private static final String BOUND_EXAMPLE = "a claim is like 'latency-p99 <= 2.5s' or 'jobs-completed >= 99.9%'";

    private final Problems problems;

    ScalarReader(Problems problems) {
        this.problems = problems;
    }

    /** What {@code node} says; empty if it is not what {@code shape} allows. */
    Optional<Object> read(String name, Shape shape, Node node, Position at) {
        if (!(node instanceof ScalarNode scalar)) {
            return wrong(name, at, "it is a list or a group of keys", allowed(shape));
        }
        if (scalar.getTag().equals(Tag.NULL)) {
            return wrong(name, at, "it has no value", allowed(shape));
        }
        String text = scalar.getValue();
        Optional<Object> read = value(shape, scalar, text, at);
        if (read.isEmpty() && !(shape instanceof Bound) && !(shape instanceof Choice)) {
            return wrong(name, at, "'" + Written.shortened(text) + "'", allowed(shape) + hint(shape, scalar));
        }
        return read;
    }

    private Optional<Object> wrong(String name, Position at, String found, String allowed) {
        problems.add(at, "'" + name + "' is " + allowed + ", not this: " + found);
        return Optional.empty();
    }

    private Optional<Object> value(Shape shape, ScalarNode scalar, String text, Position at) {
        boolean isText = scalar.getTag().equals(Tag.STR);
        boolean isWhole = scalar.getTag().equals(Tag.INT);
        boolean isNumber = isWhole || scalar.getTag().equals(Tag.FLOAT);
        if (shape instanceof Text s) {
            return isText && !text.isBlank() && text.codePointCount(0, text.length()) <= s.charsMax()
                    ? Optional.of(text)
                    : Optional.empty();
        } else if (shape instanceof Name) {
            return isText && Names.valid(text) ? Optional.of(text) : Optional.empty();
        } else if (shape instanceof FileName) {
            return isText && text.matches(Names.FILE_PATTERN) ? Optional.of(text) : Optional.empty();
        } else if (shape instanceof Flag) {
            return scalar.getTag().equals(Tag.BOOL) ? Optional.of(Boolean.valueOf(text)) : Optional.empty();
        } else if (shape instanceof Whole s) {
            return isWhole ? whole(text, s.min(), s.max()).map(Object.class::cast) : Optional.empty();
        } else if (shape instanceof Decimal s) {
            return isNumber ? within(Written.number(text), s.min(), s.max()) : Optional.empty();
        } else if (shape instanceof Share s) {
            return within(isNumber ? Written.number(text) : Written.percent(text), s.min(), s.max());
        } else if (shape instanceof Time s) {
            return isText ? time(text, s) : Optional.empty();
        } else if (shape instanceof Rows s) {
            return isWhole
                    ? whole(text, 1, s.max()).map(rows -> new RowRange((int) (long) rows, (int) (long) rows))
                    : range(text, s.max());
        } else if (shape instanceof Choice s) {
            return choice(s, text, at);
        } else if (shape instanceof Bound) {
            return bound(scalar, text, at);
        }
        throw new IllegalStateException(shape + " is no scalar");
    }

    private static Optional<Long> whole(String text, long min, long max) {
        try {
            long value = Long.parseLong(text);
            return value >= min && value <= max ? Optional.of(value) : Optional.empty();
        } catch (NumberFormatException e) {
            return Optional.empty(); // more digits than a long has
        }
    }

    private static Optional<Object> within(Optional<Double> value, double min, double max) {
        return value.filter(v -> v >= min && v <= max).map(Object.class::cast);
    }

    private static Optional<Object> time(String text, Time shape) {
        return Written.duration(text)
                .filter(d -> d.compareTo(shape.min()) >= 0 && d.compareTo(shape.max()) <= 0)
                .map(Object.class::cast);
    }

    private static Optional<Object> range(String text, int rowsMax) {
        Matcher matcher = ROW_RANGE_PATTERN.matcher(text);
        if (!matcher.matches()) {
            return Optional.empty();
        }
        int min = Integer.parseInt(matcher.group(1));
        int max = Integer.parseInt(matcher.group(2));
        return min <= max && max <= rowsMax ? Optional.of(new RowRange(min, max)) : Optional.empty();
    }

    private Optional<Object> choice(Choice shape, String text, Position at) {
        if (!shape.words().contains(text)) {
            problems.unknown(at, shape.what(), text, shape.words());
            return Optional.empty();
        }
        return Optional.of(text);
    }

    private Optional<Object> bound(ScalarNode scalar, String text, Position at) {
        Matcher matcher = BOUND.matcher(text);
        if (!matcher.matches()) {
            problems.add(at, "'" + Written.shortened(text) + "' is no claim: " + BOUND_EXAMPLE);
            return Optional.empty();
        }
        Optional<Metric> metric = Arrays.stream(Metric.values())
                .filter(m -> m.label().equals(matcher.group(1)))
                .findFirst();
        if (metric.isEmpty()) {
            List<String> labels =
                    Arrays.stream(Metric.values()).map(Metric::label).toList();
            problems.unknown(part(scalar, at, matcher.start(1)), "metric", matcher.group(1), labels);
        }
        Optional<Comparison> comparison = Arrays.stream(Comparison.values())
                .filter(c -> c.sign().equals(matcher.group(2)))
                .findFirst();
        if (comparison.isEmpty()) {
            problems.add(
                    part(scalar, at, matcher.start(2)),
                    "'" + Written.shortened(matcher.group(2)) + "' compares nothing: allowed are <= and >=");
        }
        if (metric.isEmpty() || comparison.isEmpty()) {
            return Optional.empty();
        }
        Optional<Double> bound = number(metric.get().unit(), matcher.group(3));
        if (bound.isEmpty()) {
            problems.add(
                    part(scalar, at, matcher.start(3)),
                    "'" + Written.shortened(matcher.group(3)) + "' is no bound of "
                            + metric.get().label() + ": "
                            + boundAllowed(metric.get().unit()));
        }
        return bound.map(b -> new Target(metric.get(), comparison.get(), b));
    }

    /** A plain number counts in the metric's unit. */
    private static Optional<Double> number(String unit, String text) {
        Optional<Double> plain = Written.number(text);
        if (plain.isPresent()) {
            return plain;
        }
        return switch (unit) {
            case "s" -> Written.seconds(text);
            case "" -> Written.percent(text);
            default -> Optional.empty();
        };
    }

    private static String boundAllowed(String unit) {
        return switch (unit) {
            case "s" -> "it is a duration like 250ms or 2.5s";
            case "" -> "it is a number like 0.95, or a share like 95%";
            default -> "it is a number of " + unit;
        };
    }

    /** Where a part of a scalar is, as far as that can be told. */
    private static Position part(ScalarNode scalar, Position at, int chars) {
        return scalar.isPlain() ? at.plus(chars) : at;
    }

    private static String hint(Shape shape, ScalarNode scalar) {
        boolean words = shape instanceof Name || shape instanceof FileName || shape instanceof Text;
        return words && !scalar.getTag().equals(Tag.STR) ? " (in quotes if it looks like a number or a switch)" : "";
    }

    private static String allowed(Shape shape) {
        if (shape instanceof Text s) {
            return "a text of 1 to " + s.charsMax() + " characters";
        } else if (shape instanceof Name s) {
            return "the name of a " + s.what() + ", " + Names.ALLOWED;
        } else if (shape instanceof FileName) {
            return "the plain name of a file in the scenario's directory";
        } else if (shape instanceof Flag) {
            return "true or false";
        } else if (shape instanceof Whole s) {
            return "a whole number of " + s.min() + " to " + s.max();
        } else if (shape instanceof Decimal s) {
            return "a number of " + Written.number(s.min()) + " to " + Written.number(s.max());
        } else if (shape instanceof Share s) {
            return "a share like 30% or 0.3, of " + Written.number(s.min()) + " to " + Written.number(s.max());
        } else if (shape instanceof Time s) {
            return "a duration like 250ms, 4s, 10m, 1h or 2d, of " + Written.duration(s.min()) + " to "
                    + Written.duration(s.max());
        } else if (shape instanceof Rows s) {
            return "a number of rows like 100, or a range like 10..100, of 1 to " + s.max();
        } else if (shape instanceof Choice s) {
            return "one of " + String.join(", ", s.words());
        }
        return BOUND_EXAMPLE;
    }
}
