package io.signet.cli;

import io.signet.simulator.run.ScenarioRunner;
import io.signet.simulator.scenario.Mode;

/** Who runs scenarios. */
@FunctionalInterface
interface ScenarioRunners {
    /**
     * Who runs them in {@code mode}.
     *
     * @throws CliException if something that is needed for it is not there
     */
    ScenarioRunner in(Mode mode) throws CliException;
}
