package io.signet.simulator;

import static org.assertj.core.api.Assertions.assertThat;

import io.signet.simulator.run.RunException;
import io.signet.simulator.run.RunReport;
import io.signet.simulator.run.RunReport.Verdict;
import io.signet.simulator.run.ScenarioRunner.Progress;
import io.signet.simulator.scenario.Mode;
import io.signet.simulator.scenario.Scenario;
import io.signet.simulator.scenario.Scenarios;
import io.signet.simulator.virtual.VirtualRunner;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.logging.Level;
import java.util.logging.Logger;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** The quick set in virtual mode: what is claimed holds, and a run is the same on every machine. */
class QuickSetScenario {
    /** Digests of the logs of events of the scenarios below, with their own seeds. */
    private static final Path DIGESTS = Path.of("src/test/resources/digests.properties");

    /** A quiet one, and some with much that is random: brokers, clocks, disks and cheats. */
    private static final List<String> DIGESTED =
            List.of("steady", "broker-swap", "clock-chaos", "torn-writes", "liars-30-percent");

    /** What goes wrong on purpose needs no lines in the tests' log; kept, as levels of forgotten loggers are lost. */
    private static final Logger MESHES = Logger.getLogger("io.signet");

    /** Runs with the scenarios' own seeds, as several tests look at the same. */
    private static final Map<String, RunReport> RUNS = new HashMap<>();

    @BeforeAll
    static void silence() {
        MESHES.setLevel(Level.OFF);
    }

    @AfterAll
    static void speakAgain() {
        MESHES.setLevel(null);
    }

    private static RunReport run(Scenario scenario, long seed) throws RunException {
        return new VirtualRunner().run(scenario, seed, Progress.NONE);
    }

    private static RunReport runOnce(Scenario scenario) throws RunException {
        RunReport known = RUNS.get(scenario.name());
        if (known != null) {
            return known;
        }
        RunReport report = run(scenario, scenario.seed());
        RUNS.put(scenario.name(), report);
        return report;
    }

    private static Scenario shipped(String name) {
        return Scenarios.find(name).orElseThrow();
    }

    static Stream<Arguments> quickSet() {
        return Scenarios.all().stream()
                .filter(scenario -> scenario.quick() && scenario.modes().contains(Mode.VIRTUAL))
                .map(scenario -> Arguments.of(scenario.name(), scenario.claim()));
    }

    @ParameterizedTest(name = "{0}: {1}")
    @MethodSource("quickSet")
    void quickScenario_holds(String name, String claim) throws RunException {
        Scenario scenario = shipped(name);
        RunReport report = runOnce(scenario);
        assertThat(report.verdicts())
                .as("%s; to see it again: ./signet simulate %s --seed %d --mode virtual", claim, name, scenario.seed())
                .allMatch(Verdict::holds);
    }

    /** Found on one machine, looked for on every other; whoever changes the mesh or the simulator renews them. */
    @Test
    void logsOfEvents_areTheSameOnEveryMachine() throws RunException, IOException {
        StringBuilder digests = new StringBuilder();
        for (String name : DIGESTED) {
            digests.append(name)
                    .append('=')
                    .append(runOnce(shipped(name)).digest())
                    .append('\n');
        }
        Files.writeString(Path.of("target").resolve(DIGESTS.getFileName()), digests);
        assertThat(Files.readString(DIGESTS))
                .as("runs are not what they were: cp simulator/target/%s simulator/%s", DIGESTS.getFileName(), DIGESTS)
                .isEqualTo(digests.toString());
    }

    @Test
    void sameSeed_givesTheSameRunTwice() throws RunException {
        Scenario scenario = shipped("steady");
        assertThat(run(scenario, 11).digest()).isEqualTo(run(scenario, 11).digest());
    }

    @Test
    void otherSeed_givesAnotherRun() throws RunException {
        Scenario scenario = shipped("steady");
        assertThat(run(scenario, 11).digest()).isNotEqualTo(run(scenario, 12).digest());
    }
}
