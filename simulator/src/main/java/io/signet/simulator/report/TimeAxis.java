package io.signet.simulator.report;

import io.signet.simulator.report.Scale.Tick;
import io.signet.simulator.run.Numbers;
import io.signet.simulator.run.RunReport;
import io.signet.simulator.run.RunReport.Interval;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** The time from a run's start to its end, as all charts over time share it. */
final class TimeAxis {
    private static final int STEPS_MAX = 8;
    /** Steps between marks, in seconds, that people count in. */
    private static final double[] STEPS = {
        0.001, 0.002, 0.005, 0.01, 0.02, 0.05, 0.1, 0.2, 0.5, 1, 2, 5, 10, 20, 30, 60, 120, 300, 600, 1200, 1800, 3600,
        7200, 10_800, 21_600, 43_200, 86_400, 172_800, 432_000
    };

    private final double seconds;

    private TimeAxis(double seconds) {
        this.seconds = seconds;
    }

    /** Over {@code length}. */
    static TimeAxis over(Duration length) {
        return new TimeAxis(length.isZero() || length.isNegative() ? 1 : Words.seconds(length));
    }

    /** Over all that {@code report} tells of. */
    static TimeAxis of(RunReport report) {
        Duration length = report.totals().simulated();
        for (Interval interval : report.intervals()) {
            Duration end = interval.from().plus(interval.length());
            length = end.compareTo(length) > 0 ? end : length;
        }
        return over(length);
    }

    /** Where {@code time} is, 0 to 1; times beyond an end are at the end. */
    double at(Duration time) {
        return Math.max(0, Math.min(1, Words.seconds(time) / seconds));
    }

    /** The whole time, in words. */
    String length() {
        return Words.time(seconds);
    }

    /** Marked times, in one unit. */
    List<Tick> ticks() {
        double step = STEPS[STEPS.length - 1];
        for (double candidate : STEPS) {
            if (seconds / candidate <= STEPS_MAX) {
                step = candidate;
                break;
            }
        }
        while (seconds / step > STEPS_MAX) {
            step *= 2;
        }
        List<Tick> ticks = new ArrayList<>();
        for (int i = 0; i * step <= seconds * (1 + 1e-9); i++) {
            ticks.add(new Tick(Math.min(1, i * step / seconds), label(i * step, step)));
        }
        return ticks;
    }

    private static String label(double time, double step) {
        if (time == 0) {
            return "0";
        }
        if (step < 0.1) {
            return Numbers.plain(time * 1000) + " ms";
        }
        if (step < 60) {
            return Numbers.plain(time) + " s";
        }
        if (step < 3600) {
            return Numbers.plain(time / 60) + " min";
        }
        return step < 86_400 ? Numbers.plain(time / 3600) + " h" : Numbers.plain(time / 86_400) + " d";
    }
}
