package io.signet.simulator.search;

import static org.assertj.core.api.Assertions.assertThat;

import io.signet.runtime.Clock;
import io.signet.simulator.run.Invariant;
import io.signet.simulator.run.RunException;
import io.signet.simulator.run.ScenarioRunner.Progress;
import io.signet.simulator.scenario.Fault;
import io.signet.simulator.scenario.Scenario;
import io.signet.simulator.search.FakeRunner.Violation;
import io.signet.simulator.search.Shrinker.Bounds;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;

class ShrinkerProperties {
    private static final Set<Fault.Kind> KINDS =
            BigScenario.make().faults().stream().map(Fault::kind).collect(Collectors.toSet());

    private static Optional<Violation> fails(Scenario scenario, Set<Fault.Kind> needed, int nodes, int requesters) {
        Set<Fault.Kind> kinds = scenario.faults().stream().map(Fault::kind).collect(Collectors.toSet());
        return kinds.containsAll(needed) && scenario.nodes() >= nodes && scenario.requesterCount() >= requesters
                ? Optional.of(new Violation(Invariant.LOG_EXTENDS, Duration.ofSeconds(5)))
                : Optional.empty();
    }

    /** For any need of faults, nodes and requesters: what is left still fails, is no larger, and nothing else is left. */
    @Property(tries = 50)
    void result_failsStillAndIsSmallest(
            @ForAll Set<Fault.Kind> anyKinds,
            @ForAll @IntRange(min = 1, max = 65) int nodes,
            @ForAll @IntRange(max = 15) int requesters,
            @ForAll @IntRange(min = 1, max = 2_000) int runsMax)
            throws RunException {
        Set<Fault.Kind> needed = anyKinds.stream().filter(KINDS::contains).collect(Collectors.toSet());
        FakeRunner runner = FakeRunner.violating((scenario, seed) -> fails(scenario, needed, nodes, requesters));
        Failure failure =
                Failure.of(runner.run(BigScenario.make(), 1, Progress.NONE)).orElseThrow();
        Bounds bounds = new Bounds(runsMax, Duration.ofHours(1), 1);
        Shrinker.Outcome outcome = new Shrinker(runner, Clock.SYSTEM, bounds).shrink(failure, SearchProgress.NONE);
        Scenario smallest = outcome.failure().scenario();
        assertThat(fails(smallest, needed, nodes, requesters)).isPresent();
        assertThat(runner.scenarios()).contains(smallest);
        assertThat(outcome.runs()).isLessThanOrEqualTo(runsMax);
        if (outcome.smallest()) {
            // Faults that are needed may each name a group, of which one node must be left.
            assertThat(smallest.nodes())
                    .isEqualTo(Math.max(nodes, smallest.fleet().size()));
            assertThat(smallest.requesterCount()).isEqualTo(requesters);
            assertThat(smallest.faults()).hasSize(needed.size());
        }
    }
}
