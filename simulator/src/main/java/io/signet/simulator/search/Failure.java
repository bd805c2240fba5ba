package io.signet.simulator.search;

import io.signet.simulator.run.RunReport;
import io.signet.simulator.run.RunReport.Happening;
import io.signet.simulator.run.RunReport.HappeningKind;
import io.signet.simulator.run.RunReport.Verdict;
import io.signet.simulator.scenario.Scenario;
import io.signet.simulator.scenario.Target;
import java.time.Duration;
import java.util.Optional;

/**
 * A run in which a claim did not hold.
 *
 * @param report of the run
 * @param verdict the first that does not hold: how the run failed
 */
public record Failure(RunReport report, Verdict verdict) {
    /** That of {@code report}, empty if all of its verdicts hold. */
    public static Optional<Failure> of(RunReport report) {
        return report.verdicts().stream()
                .filter(verdict -> !verdict.holds())
                .findFirst()
                .map(verdict -> new Failure(report, verdict));
    }

    /** What was run. */
    public Scenario scenario() {
        return report.scenario();
    }

    /** With which seed. */
    public long seed() {
        return report.seed();
    }

    /** When the first violation of an invariant was seen, if it was one that failed and the report lists it. */
    Optional<Duration> seenAt() {
        if (!verdict.invariant()) {
            return Optional.empty();
        }
        return report.happenings().stream()
                .filter(happening -> happening.kind() == HappeningKind.VIOLATION)
                .filter(happening -> verdict.found().endsWith(": " + happening.what()))
                .map(Happening::from)
                .findFirst();
    }

    /** The target that was missed, if it was one. */
    Optional<Target> target() {
        return verdict.invariant()
                ? Optional.empty()
                : scenario().targets().stream()
                        .filter(target -> verdict.claim().startsWith(target.toString()))
                        .findFirst();
    }

    /** True if {@code other} failed in the same way: the same claim, and with something measured in both or in neither. */
    boolean isLike(Failure other) {
        return verdict.claim().equals(other.verdict.claim()) && isMeasured() == other.isMeasured();
    }

    private boolean isMeasured() {
        return target().map(target -> report.metrics().containsKey(target.metric()))
                .orElse(true);
    }
}
