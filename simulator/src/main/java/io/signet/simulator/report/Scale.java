package io.signet.simulator.report;

import java.util.ArrayList;
import java.util.List;
import java.util.function.DoubleFunction;

/** An axis of values: where a value is on it, and which values it marks. */
final class Scale {
    private static final double[] NICE = {1, 2, 5, 10};
    /** Beyond this factor between least and most, equal ratios are drawn equally long. */
    private static final double LINEAR_RATIO_MAX = 30;
    /** Most marks on an axis. */
    private static final int TICKS_MAX = 8;

    /**
     * A marked value.
     *
     * @param at where, 0 to 1
     * @param label its words
     */
    record Tick(double at, String label) {}

    private final double low;
    private final double high;
    private final boolean logarithmic;
    private final List<Tick> ticks;

    private Scale(double low, double high, boolean logarithmic, List<Double> marks, DoubleFunction<String> label) {
        this.low = low;
        this.high = high;
        this.logarithmic = logarithmic;
        this.ticks = marks.stream().map(m -> new Tick(at(m), label.apply(m))).toList();
    }

    /** From 0 to a round number that is {@code max} at least, with about four steps; whole ones if {@code whole}. */
    static Scale linear(double max, boolean whole, DoubleFunction<String> label) {
        double wanted = max > 0 && Double.isFinite(max) ? max : 1;
        double step = niceAtLeast(wanted / 4);
        if (whole) {
            step = Math.max(1, step);
        }
        long steps = Math.max(1, (long) Math.ceil(wanted / step - 1e-9));
        List<Double> marks = new ArrayList<>();
        for (long i = 0; i <= steps; i++) {
            marks.add(i * step);
        }
        return new Scale(0, steps * step, false, marks, label);
    }

    /** From a round number below {@code min} to one above {@code max}, both positive; equal ratios are equally long. */
    static Scale logarithmic(double min, double max, DoubleFunction<String> label) {
        double low = niceAtMost(min);
        double high = Math.max(niceAtLeast(max), niceAtLeast(low * 1.5));
        List<Double> marks = new ArrayList<>();
        for (double mark = low; mark <= high * 1.0001; mark = niceAtLeast(mark * 1.5)) {
            marks.add(mark);
        }
        if (marks.size() > TICKS_MAX) {
            marks.removeIf(mark -> Math.abs(Math.log10(mark) - Math.rint(Math.log10(mark))) > 1e-6);
        }
        int stride = (marks.size() + TICKS_MAX - 1) / TICKS_MAX;
        List<Double> shown = new ArrayList<>();
        for (int i = 0; i < marks.size(); i += stride) {
            shown.add(marks.get(i));
        }
        return new Scale(low, high, true, shown, label);
    }

    /** Linear from 0, or logarithmic if the positive ones of {@code values} are too far apart for that. NaN is ignored. */
    static Scale of(List<Double> values, DoubleFunction<String> label) {
        double max = max(values);
        double min = values.stream()
                .mapToDouble(Double::doubleValue)
                .filter(v -> v > 0 && Double.isFinite(v))
                .min()
                .orElse(max);
        return max > min * LINEAR_RATIO_MAX ? logarithmic(min, max, label) : linear(max, false, label);
    }

    /** The largest finite value; 0 if there is none. */
    static double max(List<Double> values) {
        return values.stream()
                .mapToDouble(Double::doubleValue)
                .filter(Double::isFinite)
                .max()
                .orElse(0);
    }

    /** Where {@code value} is, 0 to 1: values beyond an end are at the end. */
    double at(double value) {
        double share = logarithmic
                ? (Math.log(Math.max(value, low)) - Math.log(low)) / (Math.log(high) - Math.log(low))
                : (value - low) / (high - low);
        return Math.max(0, Math.min(1, share));
    }

    /** The words of the highest marked value. */
    String highest() {
        return ticks.get(ticks.size() - 1).label();
    }

    /** True if equal ratios are equally long. */
    boolean isLogarithmic() {
        return logarithmic;
    }

    /** Marked values, in order. */
    List<Tick> ticks() {
        return ticks;
    }

    private static double niceAtLeast(double value) {
        double power = Math.pow(10, Math.floor(Math.log10(value)));
        for (double nice : NICE) {
            if (nice * power >= value * (1 - 1e-9)) {
                return nice * power;
            }
        }
        return 10 * power;
    }

    private static double niceAtMost(double value) {
        double power = Math.pow(10, Math.floor(Math.log10(value)));
        double found = power;
        for (double nice : NICE) {
            if (nice * power <= value * (1 + 1e-9)) {
                found = nice * power;
            }
        }
        return found;
    }
}
