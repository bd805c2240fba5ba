package io.signet.simulator.search;

import io.signet.simulator.run.ScenarioRunner;
import io.signet.simulator.scenario.Scenario;

/** Follows a search. */
public interface SearchProgress {
    /** Tells nobody. */
    SearchProgress NONE = new SearchProgress() {
        @Override
        public void trying(long seed, long tried) {}

        @Override
        public void shrinking(Scenario smallest, int runs) {}
    };

    /**
     * A seed is about to be run.
     *
     * @param tried seeds that were run before it, none of which failed
     */
    void trying(long seed, long tried);

    /**
     * A smaller scenario is about to be run.
     *
     * @param smallest that fails, of those known so far
     * @param runs made before it to shrink
     */
    void shrinking(Scenario smallest, int runs);

    /** How far a run of the search is; by default nobody is told. */
    default ScenarioRunner.Progress ofRun() {
        return ScenarioRunner.Progress.NONE;
    }
}
