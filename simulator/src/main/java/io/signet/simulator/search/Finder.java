package io.signet.simulator.search;

import io.signet.runtime.Clock;
import io.signet.simulator.run.RunException;
import io.signet.simulator.run.ScenarioRunner;
import io.signet.simulator.scenario.Scenario;
import java.time.Duration;
import java.util.Optional;

/** Runs a scenario with one seed after another until a run fails or the time is over. */
public final class Finder {
    private final ScenarioRunner runner;
    private final Clock clock;

    /**
     * What a search found.
     *
     * @param tried seeds that were run, the failing one included
     * @param failure the first failing run, empty if the time was over before
     */
    public record Outcome(long tried, Optional<Failure> failure) {}

    /** Runs by {@code runner}, and takes the time from {@code clock}. */
    public Finder(ScenarioRunner runner, Clock clock) {
        this.runner = runner;
        this.clock = clock;
    }

    /**
     * Searches.
     *
     * @param seedFirst the seed of the first run; each further run has the next
     * @param budget no run begins after this time; one is made at least, and a run that has begun is finished
     * @throws RunException if the scenario can't run here
     */
    public Outcome find(Scenario scenario, long seedFirst, Duration budget, SearchProgress progress)
            throws RunException {
        long startedNanos = clock.monotonicNanos();
        long tried = 0;
        do {
            long seed = seedFirst + tried;
            progress.trying(seed, tried);
            Optional<Failure> failure = Failure.of(runner.run(scenario, seed, progress.ofRun()));
            tried++;
            if (failure.isPresent()) {
                return new Outcome(tried, failure);
            }
        } while (clock.monotonicNanos() - startedNanos < budget.toNanos());
        return new Outcome(tried, Optional.empty());
    }
}
