package io.signet.cli;

import io.signet.simulator.Distribution;
import io.signet.simulator.real.RealRunner;
import io.signet.simulator.run.ScenarioRunner;
import io.signet.simulator.scenario.Mode;
import io.signet.simulator.virtual.VirtualRunner;
import java.nio.file.Path;
import java.util.Optional;

/**
 * Runs scenarios with what is built in the project.
 *
 * @param root see {@link Environment#root}; virtual mode does without
 */
record BuiltScenarioRunners(Optional<Path> root) implements ScenarioRunners {
    @Override
    public ScenarioRunner in(Mode mode) throws CliException {
        return switch (mode) {
            case VIRTUAL -> new VirtualRunner();
            case REAL -> new RealRunner(distribution());
        };
    }

    private Distribution distribution() throws CliException {
        Path project = root.orElseThrow(() -> new CliException(
                ExitCode.UNAVAILABLE, "what real mode runs can't be found: start signet by its launcher script"));
        try {
            return Distribution.in(project);
        } catch (IllegalArgumentException e) {
            throw new CliException(ExitCode.UNAVAILABLE, e.getMessage());
        }
    }
}
