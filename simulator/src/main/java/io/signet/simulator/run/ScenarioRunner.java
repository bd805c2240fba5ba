package io.signet.simulator.run;

import io.signet.simulator.scenario.Mode;
import io.signet.simulator.scenario.Scenario;
import java.time.Duration;

/** Runs scenarios in one mode. */
public interface ScenarioRunner {
    /** The mode. */
    Mode mode();

    /**
     * Runs {@code scenario} to its end.
     *
     * @param seed from which all that is random is drawn
     * @param progress is told now and then how far it is
     * @throws RunException if it can't run here, as when a program that it needs is missing
     */
    RunReport run(Scenario scenario, long seed, Progress progress) throws RunException;

    /** Follows a run. */
    @FunctionalInterface
    interface Progress {
        /** Tells nobody. */
        Progress NONE = (simulated, jobs, rows, violations) -> {};

        /**
         * The run is at {@code simulated} of its time.
         *
         * @param jobs ended so far
         * @param rows answered so far
         * @param violations of invariants so far
         */
        void at(Duration simulated, long jobs, long rows, int violations);
    }
}
