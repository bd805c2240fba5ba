package io.signet.simulator.planted;

import io.signet.simulator.run.RunReport.Verdict;
import io.signet.simulator.run.ScenarioRunner.Progress;
import io.signet.simulator.scenario.Scenarios;
import io.signet.simulator.virtual.VirtualRunner;
import java.util.Map;
import java.util.function.BiFunction;
import java.util.stream.Collectors;

/**
 * Runs a scenario in virtual mode and gives the claims that do not hold, with what was found of each. A function of Java's
 * own types, so that a test can call the one of another class loader.
 */
public final class BrokenClaims implements BiFunction<String, Long, Map<String, String>> {
    @Override
    public Map<String, String> apply(String scenario, Long seed) {
        return new VirtualRunner()
                .run(Scenarios.find(scenario).orElseThrow(), seed, Progress.NONE).verdicts().stream()
                        .filter(verdict -> !verdict.holds())
                        .collect(Collectors.toMap(Verdict::claim, Verdict::found));
    }
}
