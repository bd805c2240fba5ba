package io.signet.simulator.search;

import static org.assertj.core.api.Assertions.assertThat;

import io.signet.runtime.Clock;
import io.signet.simulator.run.Invariant;
import io.signet.simulator.run.ScenarioRunner.Progress;
import io.signet.simulator.scenario.Adversary;
import io.signet.simulator.scenario.Arrivals;
import io.signet.simulator.scenario.Fault;
import io.signet.simulator.scenario.Metric;
import io.signet.simulator.scenario.NetworkPlan;
import io.signet.simulator.scenario.RequesterGroup;
import io.signet.simulator.scenario.Scenario;
import io.signet.simulator.search.FakeRunner.Violation;
import io.signet.simulator.search.Shrinker.Bounds;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;
import org.junit.jupiter.api.Test;

class ShrinkerTest {
    private static final long SEED = 42;
    private static final Violation LOST = new Violation(Invariant.ACKNOWLEDGED_KEPT, Duration.ofSeconds(90));

    private static final Clock STOPPED = new Clock() {
        @Override
        public long wallMillis() {
            return 0;
        }

        @Override
        public long monotonicNanos() {
            return 0;
        }
    };

    private static FakeRunner failingIf(Predicate<Scenario> condition) {
        return FakeRunner.violating((scenario, seed) -> Optional.of(LOST).filter(v -> condition.test(scenario)));
    }

    private static Shrinker.Outcome shrink(FakeRunner runner, int runsMax, int seedsEach) throws Exception {
        Failure failure =
                Failure.of(runner.run(BigScenario.make(), SEED, Progress.NONE)).orElseThrow();
        return new Shrinker(runner, STOPPED, new Bounds(runsMax, Duration.ofHours(1), seedsEach))
                .shrink(failure, SearchProgress.NONE);
    }

    private static boolean has(Scenario scenario, Fault.Kind kind) {
        return scenario.faults().stream().anyMatch(fault -> fault.kind() == kind);
    }

    @Test
    void crashOfThreeNodes_isAllThatIsLeft() throws Exception {
        FakeRunner runner = failingIf(
                scenario -> has(scenario, Fault.Kind.CRASH) && scenario.nodes() >= 3 && scenario.requesterCount() >= 1);
        Shrinker.Outcome outcome = shrink(runner, 10_000, 1);
        Scenario smallest = outcome.failure().scenario();
        assertThat(outcome.smallest()).isTrue();
        assertThat(smallest.faults()).singleElement().satisfies(fault -> {
            assertThat(fault.kind()).isEqualTo(Fault.Kind.CRASH);
            assertThat(fault.lasting()).contains(Duration.ZERO);
            assertThat(fault.nodes().of(smallest.nodes())).isEqualTo(1);
        });
        assertThat(smallest.nodes()).isEqualTo(3);
        assertThat(smallest.fleet()).hasSize(1);
        assertThat(smallest.hardware()).containsOnlyKeys("small");
        assertThat(smallest.requesterCount()).isEqualTo(1);
        assertThat(smallest.adversaries()).isEmpty();
        assertThat(smallest.targets()).isEmpty();
        assertThat(smallest.network().brokers()).hasSize(1);
        assertThat(smallest.settle()).isZero();
        assertThat(smallest.duration()).isEqualTo(Duration.ofMillis(100));
        assertThat(outcome.failure().seed()).isEqualTo(SEED);
    }

    @Test
    void adversaryAndLoss_areKeptWhileBothAreNeeded() throws Exception {
        FakeRunner runner = failingIf(scenario -> scenario.network().loss() > 0
                && scenario.adversaries().stream()
                        .anyMatch(a -> a.kind() == Adversary.Kind.FLOOD && a.amount() >= 100));
        Scenario smallest = shrink(runner, 10_000, 1).failure().scenario();
        assertThat(smallest.adversaries()).singleElement().satisfies(adversary -> {
            assertThat(adversary.kind()).isEqualTo(Adversary.Kind.FLOOD);
            assertThat(adversary.amount()).isBetween(100.0, 199.0);
        });
        assertThat(smallest.network().loss()).isPositive();
        assertThat(smallest.faults()).isEmpty();
        assertThat(smallest.requesters()).isEmpty();
        assertThat(smallest.nodes()).isEqualTo(1);
    }

    @Test
    void twoJobsOfATrace_areFoundAmongFifty() throws Exception {
        FakeRunner runner = failingIf(scenario -> scenario.requesters().stream()
                .map(RequesterGroup::arrivals)
                .anyMatch(arrivals -> arrivals instanceof Arrivals.Trace trace
                        && trace.entries().stream()
                                        .filter(e -> e.rows() == 17 || e.rows() == 31)
                                        .count()
                                == 2));
        Scenario smallest = shrink(runner, 10_000, 1).failure().scenario();
        assertThat(smallest.requesters()).singleElement().satisfies(group -> assertThat(
                        ((Arrivals.Trace) group.arrivals()).entries())
                .extracting(Arrivals.Trace.Entry::rows)
                .containsExactly(17, 31));
    }

    @Test
    void runIsCut_shortlyAfterTheViolation() throws Exception {
        FakeRunner runner = failingIf(
                scenario -> scenario.duration().plus(scenario.settle()).compareTo(LOST.at()) >= 0);
        Scenario smallest = shrink(runner, 1, 1).failure().scenario();
        assertThat(smallest.duration()).isEqualTo(LOST.at().plusMillis(100));
        assertThat(smallest.settle()).isZero();
    }

    @Test
    void whatRefersToARemovedGroup_goesWithIt() throws Exception {
        FakeRunner runner = failingIf(scenario ->
                scenario.fleet().stream().anyMatch(group -> group.name().equals("hall")));
        shrink(runner, 10_000, 1);
        assertThat(runner.scenarios()).allSatisfy(scenario -> assertThat(scenario.faults())
                .allSatisfy(fault -> assertThat(fault.nodes().group().stream().filter(name -> scenario.fleet().stream()
                                .noneMatch(group -> group.name().equals(name))))
                        .isEmpty()));
        assertThat(runner.scenarios()).allSatisfy(scenario -> assertThat(scenario.faults())
                .filteredOn(fault -> fault.kind() == Fault.Kind.BROKER_DOWN)
                .allSatisfy(fault -> assertThat(scenario.network().brokers())
                        .extracting(NetworkPlan.Broker::name)
                        .contains(fault.target().orElseThrow())));
    }

    @Test
    void anotherClaimThatFails_isNoReasonToShrink() throws Exception {
        Violation other = new Violation(Invariant.ANSWERED_ONCE, Duration.ofSeconds(1));
        Scenario big = BigScenario.make();
        FakeRunner runner = FakeRunner.violating((scenario, seed) -> Optional.of(scenario.equals(big) ? LOST : other));
        Shrinker.Outcome outcome = shrink(runner, 10_000, 1);
        assertThat(outcome.failure().scenario()).isEqualTo(big);
        assertThat(outcome.smallest()).isTrue();
    }

    @Test
    void missedTarget_keepsItsNodesAndLoad() throws Exception {
        FakeRunner runner = FakeRunner.measuring(Map.of(Metric.JOBS_COMPLETED, 0.999, Metric.LATENCY_P99, 9.0));
        Scenario smallest = shrink(runner, 10_000, 1).failure().scenario();
        Scenario big = BigScenario.make();
        assertThat(smallest.fleet()).isEqualTo(big.fleet());
        assertThat(smallest.requesters()).isEqualTo(big.requesters());
        assertThat(smallest.faults()).isEmpty();
        assertThat(smallest.targets()).extracting(target -> target.metric()).containsExactly(Metric.LATENCY_P99);
    }

    @Test
    void otherSeeds_areTriedForEachCandidate() throws Exception {
        Scenario big = BigScenario.make();
        FakeRunner runner = FakeRunner.violating(
                (scenario, seed) -> scenario.equals(big) || seed == SEED + 2 ? Optional.of(LOST) : Optional.empty());
        Shrinker.Outcome outcome = shrink(runner, 10_000, 3);
        assertThat(outcome.failure().seed()).isEqualTo(SEED + 2);
        assertThat(outcome.failure().scenario().nodes()).isEqualTo(1);
    }

    @Test
    void bound_endsWithTheSmallestKnown() throws Exception {
        Shrinker.Outcome outcome = shrink(failingIf(scenario -> scenario.nodes() >= 5), 3, 1);
        assertThat(outcome.runs()).isEqualTo(3);
        assertThat(outcome.smallest()).isFalse();
        assertThat(outcome.failure().verdict().holds()).isFalse();
    }
}
