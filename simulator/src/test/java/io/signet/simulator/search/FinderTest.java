package io.signet.simulator.search;

import static org.assertj.core.api.Assertions.assertThat;

import io.signet.runtime.Clock;
import io.signet.simulator.run.Invariant;
import io.signet.simulator.run.RunReport;
import io.signet.simulator.scenario.Scenario;
import io.signet.simulator.search.FakeRunner.Violation;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class FinderTest {
    /** Each look at it takes a second. */
    private static final class TickingClock implements Clock {
        private long nanos;

        @Override
        public long wallMillis() {
            return nanos / 1_000_000;
        }

        @Override
        public long monotonicNanos() {
            nanos += Duration.ofSeconds(1).toNanos();
            return nanos;
        }
    }

    private static FakeRunner failingWith(long failing) {
        return FakeRunner.violating((scenario, seed) -> seed == failing
                ? Optional.of(new Violation(Invariant.ANSWERED_ONCE, Duration.ofSeconds(3)))
                : Optional.empty());
    }

    @Test
    void failingSeed_isFoundWithTheClaimThatFails() throws Exception {
        FakeRunner runner = failingWith(103);
        Finder.Outcome outcome = new Finder(runner, new TickingClock())
                .find(BigScenario.make(), 100, Duration.ofMinutes(1), SearchProgress.NONE);
        assertThat(runner.seeds()).containsExactly(100L, 101L, 102L, 103L);
        assertThat(outcome.tried()).isEqualTo(4);
        assertThat(outcome.failure()).hasValueSatisfying(failure -> {
            assertThat(failure.seed()).isEqualTo(103);
            assertThat(failure.verdict().claim()).isEqualTo(Invariant.ANSWERED_ONCE.claim());
        });
    }

    @Test
    void noSeedFails_endsWhenTheTimeIsOver() throws Exception {
        FakeRunner runner = failingWith(1_000);
        Finder.Outcome outcome = new Finder(runner, new TickingClock())
                .find(BigScenario.make(), 1, Duration.ofSeconds(5), SearchProgress.NONE);
        assertThat(outcome).isEqualTo(new Finder.Outcome(5, Optional.empty()));
        assertThat(runner.seeds()).hasSize(5);
    }

    @Test
    void eachSeed_isToldBeforeItRuns() throws Exception {
        List<Long> told = new ArrayList<>();
        SearchProgress progress = new SearchProgress() {
            @Override
            public void trying(long seed, long tried) {
                told.add(seed);
            }

            @Override
            public void shrinking(Scenario smallest, int runs) {
                throw new AssertionError("nothing is shrunk");
            }
        };
        new Finder(failingWith(6), new TickingClock()).find(BigScenario.make(), 5, Duration.ofMinutes(1), progress);
        assertThat(told).containsExactly(5L, 6L);
    }

    @Test
    void runThatHolds_isNoFailure() {
        RunReport report = failingWith(1).run(BigScenario.make(), 2, (simulated, jobs, rows, violations) -> {});
        assertThat(Failure.of(report)).isEmpty();
    }
}
