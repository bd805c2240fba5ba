package io.signet.cli;

import io.signet.simulator.run.ScenarioRunner;
import io.signet.simulator.scenario.Scenario;
import java.time.Duration;
import java.util.Locale;

/** Shows on a line how far a run is. */
final class RunProgress implements ScenarioRunner.Progress {
    private static final double SPEED_WITH_DIGIT_MAX = 10;

    private final ProgressLine line;
    private final String prefix;
    private final Duration whole;
    private final Duration started;

    /**
     * Follows a run of {@code scenario} that begins now.
     *
     * @param prefix what is said before: which run it is; may be empty
     */
    RunProgress(ProgressLine line, String prefix, Scenario scenario) {
        this.line = line;
        this.prefix = prefix;
        this.whole = scenario.duration().plus(scenario.settle());
        this.started = line.elapsed();
    }

    @Override
    public void at(Duration simulated, long jobs, long rows, int violations) {
        line.show(String.format(
                Locale.ROOT,
                "%s%d/%d s simulated at %s, %d jobs, %d rows, %d violations",
                prefix,
                simulated.toSeconds(),
                whole.toSeconds(),
                speed(simulated, line.elapsed().minus(started)),
                jobs,
                rows,
                violations));
    }

    /** How many times as fast as real time: {@code 35x}. */
    static String speed(Duration simulated, Duration wall) {
        double times = simulated.toNanos() / Math.max(1e6, (double) wall.toNanos());
        return String.format(Locale.ROOT, times < SPEED_WITH_DIGIT_MAX ? "%.1fx" : "%.0fx", times);
    }
}
