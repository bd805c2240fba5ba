package io.signet.cli;

import io.signet.simulator.scenario.Mode;
import io.signet.simulator.scenario.Scenario;
import java.util.regex.Pattern;

/**
 * A scenario that is to be run.
 *
 * @param called how the command line names it: a shipped scenario's name, or a file
 */
record Simulation(String called, Scenario scenario, Mode mode, long seed) {
    private static final Pattern PLAIN = Pattern.compile("[A-Za-z0-9_./:@%+=,-]+");

    /** The command line that runs it again. */
    String replayLine() {
        String word = PLAIN.matcher(called).matches() ? called : "'" + called.replace("'", "'\\''") + "'";
        return "./signet simulate " + word + " --seed " + seed + " --mode " + ModeConverter.label(mode);
    }
}
