package io.signet.simulator.search;

import io.signet.runtime.Clock;
import io.signet.runtime.Limits;
import io.signet.simulator.run.RunException;
import io.signet.simulator.run.ScenarioRunner;
import io.signet.simulator.scenario.Scenario;
import java.time.Duration;
import java.util.HashSet;
import java.util.Iterator;
import java.util.Optional;
import java.util.Set;

/**
 * Looks for the smallest scenario that still fails in the same way: takes away part after part, and keeps what remains as
 * long as a run of it fails with the same claim. Deterministic if the runner is and the bounds are not reached.
 */
public final class Shrinker {
    private final ScenarioRunner runner;
    private final Clock clock;
    private final Bounds bounds;

    /**
     * Where shrinking ends even if it could go on.
     *
     * @param runsMax most runs, 1 to 1,000,000
     * @param time no run begins after it
     * @param seedsEach with how many seeds each candidate is tried, 1 to 100: a smaller scenario draws other random numbers,
     *     and may need another seed to fail
     */
    public record Bounds(int runsMax, Duration time, int seedsEach) {
        public Bounds {
            Limits.requireInRange("runs-max", runsMax, 1, 1_000_000);
            Limits.requireInRange("seeds-each", seedsEach, 1, 100);
        }
    }

    /**
     * What is left.
     *
     * @param failure the smallest known: of a run that was made
     * @param runs made to find it
     * @param smallest true if no single step makes it smaller, false if a bound was reached before that was known
     */
    public record Outcome(Failure failure, int runs, boolean smallest) {}

    /** Runs by {@code runner}, and takes the time from {@code clock}. */
    public Shrinker(ScenarioRunner runner, Clock clock, Bounds bounds) {
        this.runner = runner;
        this.clock = clock;
        this.bounds = bounds;
    }

    /**
     * Shrinks the scenario that {@code failure} ran.
     *
     * @throws RunException if a scenario can't run here
     */
    public Outcome shrink(Failure failure, SearchProgress progress) throws RunException {
        return new Search(failure, progress).run();
    }

    private final class Search {
        private final SearchProgress progress;
        private final long startedNanos = clock.monotonicNanos();
        private final Set<Scenario> tried = new HashSet<>();
        private Failure smallest;
        private int runs;

        Search(Failure failure, SearchProgress progress) {
            this.smallest = failure;
            this.progress = progress;
        }

        Outcome run() throws RunException {
            boolean again = true;
            while (again && !isOver()) {
                again = false;
                for (Reduction reduction : Reductions.of(smallest)) {
                    while (reduce(reduction)) {
                        again = true;
                    }
                }
            }
            return new Outcome(smallest, runs, !isOver());
        }

        private boolean isOver() {
            return runs >= bounds.runsMax()
                    || clock.monotonicNanos() - startedNanos >= bounds.time().toNanos();
        }

        /** Takes the first candidate that fails in the same way; false if none does. */
        private boolean reduce(Reduction reduction) throws RunException {
            Iterator<Scenario> candidates = reduction.of(smallest).iterator();
            while (candidates.hasNext() && !isOver()) {
                Scenario candidate = candidates.next();
                Optional<Failure> failure = tried.add(candidate) ? fail(candidate) : Optional.empty();
                if (failure.isPresent()) {
                    smallest = failure.get();
                    return true;
                }
            }
            return false;
        }

        private Optional<Failure> fail(Scenario candidate) throws RunException {
            for (int i = 0; i < bounds.seedsEach() && !isOver(); i++) {
                progress.shrinking(smallest.scenario(), runs);
                runs++;
                Optional<Failure> failure = Failure.of(runner.run(candidate, smallest.seed() + i, progress.ofRun()));
                if (failure.filter(smallest::isLike).isPresent()) {
                    return failure;
                }
            }
            return Optional.empty();
        }
    }
}
