package io.signet.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.InstanceOfAssertFactories.LIST;

import io.signet.simulator.run.Invariant;
import io.signet.simulator.run.RunException;
import io.signet.simulator.run.RunReport;
import io.signet.simulator.run.RunReport.Totals;
import io.signet.simulator.run.RunReport.Verdict;
import io.signet.simulator.run.ScenarioRunner;
import io.signet.simulator.scenario.Mode;
import io.signet.simulator.scenario.Scenario;
import io.signet.simulator.scenario.ScenarioReader;
import io.signet.simulator.scenario.ScenarioWriter;
import io.signet.simulator.scenario.Scenarios;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BiPredicate;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SimulateCommandTest {
    private static final String NAME = Scenarios.names().get(0);

    @TempDir
    Path directory;

    @AfterAll
    static void speakAgain() {
        Logging.configure(Optional.of("warn"));
    }

    /** Loses a statement if scenario and seed are as the test says; runs nothing. */
    private static final class FakeRunner implements ScenarioRunner {
        private final Mode mode;
        private final BiPredicate<Scenario, Long> fails;
        private final List<String> runs = new ArrayList<>();

        FakeRunner(Mode mode, BiPredicate<Scenario, Long> fails) {
            this.mode = mode;
            this.fails = fails;
        }

        @Override
        public Mode mode() {
            return mode;
        }

        @Override
        public RunReport run(Scenario scenario, long seed, Progress progress) {
            runs.add(scenario.name() + " " + seed);
            progress.at(Duration.ofSeconds(1), 2, 30, 0);
            boolean failed = fails.test(scenario, seed);
            Verdict verdict = new Verdict(
                    Invariant.ACKNOWLEDGED_KEPT.claim(), true, !failed, failed ? "at 3 s: lost 4" : "at every step");
            Totals totals = new Totals(2, 2, 0, 30, 0, 0, 0, 0, 0, scenario.duration(), Duration.ofSeconds(1), 0);
            return new RunReport(
                    scenario,
                    mode,
                    seed,
                    "abc123",
                    List.of(verdict),
                    Map.of(),
                    List.of(),
                    List.of(),
                    List.of(),
                    totals);
        }
    }

    private final FakeRunner holding = new FakeRunner(Mode.VIRTUAL, (scenario, seed) -> false);
    private final FakeRunner failing = new FakeRunner(Mode.VIRTUAL, (scenario, seed) -> true);

    private Cli.Result simulate(FakeRunner runner, Object... arguments) {
        Object[] all = new Object[arguments.length + 1];
        all[0] = "simulate";
        System.arraycopy(arguments, 0, all, 1, arguments.length);
        return new Cli(directory)
                .simulatedBy(mode -> {
                    assertThat(mode).isEqualTo(runner.mode());
                    return runner;
                })
                .run(all);
    }

    private static Scenario shipped() {
        return Scenarios.find(NAME).orElseThrow();
    }

    @Test
    void scenarioThatHolds_succeedsWithItsOwnSeedAndAVerdictPerClaim() {
        Cli.Result result = simulate(holding, NAME);
        assertThat(result.code()).isZero();
        assertThat(holding.runs).containsExactly(NAME + " " + shipped().seed());
        assertThat(result.out())
                .contains(shipped().claim(), Invariant.ACKNOWLEDGED_KEPT.claim(), "at every step", "digest abc123")
                .doesNotContain("replay");
        assertThat(result.err()).contains("starting");
    }

    @Test
    void scenarioThatFails_printsTheLineThatReplaysIt() {
        Cli.Result result = simulate(failing, NAME, "--seed=99", "--quiet");
        assertThat(result.code()).isEqualTo(1);
        assertThat(result.out())
                .contains("FAIL", "at 3 s: lost 4", "./signet simulate " + NAME + " --seed 99 --mode virtual\n");
        assertThat(result.err()).isEmpty();
    }

    @Test
    void fileOfAScenario_isRunAndReplayedByItsPath() throws Exception {
        Path file = directory.resolve("my own.yaml");
        ScenarioWriter.save(shipped(), file);
        Cli.Result result = simulate(failing, file);
        assertThat(result.code()).isEqualTo(1);
        assertThat(result.out())
                .contains("./signet simulate '" + file + "' --seed " + shipped().seed());
    }

    @Test
    void json_isTheReportAndItsReplay() throws Exception {
        Cli.Result result = simulate(failing, NAME, "--seed=5", "--json");
        assertThat(result.code()).isEqualTo(1);
        assertThat(result.json())
                .containsEntry("seed", 5)
                .containsEntry("replay", "./signet simulate " + NAME + " --seed 5 --mode virtual");
        assertThat(result.err()).isEmpty();
    }

    @Test
    void report_isWrittenToTheDirectoryThatIsMade() {
        Path reports = directory.resolve("new/reports");
        Cli.Result result = simulate(holding, NAME, "--report", reports);
        assertThat(reports.resolve(NAME + ".html"))
                .isRegularFile()
                .content()
                .contains(shipped().claim());
        assertThat(result.out()).contains("report: " + reports.resolve(NAME + ".html"));
    }

    @Test
    void realMode_isRunByItsRunner() {
        Scenario real = Scenarios.all().stream()
                .filter(scenario -> scenario.modes().contains(Mode.REAL))
                .findFirst()
                .orElseThrow();
        FakeRunner runner = new FakeRunner(Mode.REAL, (scenario, seed) -> false);
        assertThat(simulate(runner, real.name(), "--mode=real").out()).contains("real mode");
        assertThat(runner.runs).hasSize(1);
    }

    @Test
    void modeThatTheScenarioLacks_isUsageError() {
        Scenario virtual = Scenarios.all().stream()
                .filter(scenario -> !scenario.modes().contains(Mode.REAL))
                .findFirst()
                .orElseThrow();
        Cli.Result result = simulate(holding, virtual.name(), "--mode=real");
        assertThat(result.code()).isEqualTo(2);
        assertThat(result.err()).contains("can't run in real mode");
    }

    @Test
    void all_runsEachAlsoAfterAFailure() {
        FakeRunner runner =
                new FakeRunner(Mode.VIRTUAL, (scenario, seed) -> scenario.name().equals(NAME));
        Cli.Result result = simulate(runner, "--all");
        List<String> virtual = Scenarios.all().stream()
                .filter(scenario -> scenario.modes().contains(Mode.VIRTUAL))
                .map(scenario -> scenario.name() + " " + scenario.seed())
                .toList();
        assertThat(runner.runs).isEqualTo(virtual);
        assertThat(result.code()).isEqualTo(1);
        assertThat(result.out())
                .contains("FAIL  " + NAME, "lost 4", "./signet simulate " + NAME + " --seed ")
                .endsWith((virtual.size() - 1) + " passed, 1 failed\n");
    }

    @Test
    void quick_runsTheQuickSet() throws Exception {
        Cli.Result result = simulate(holding, "--all", "--quick", "--json");
        List<String> quick = Scenarios.all().stream()
                .filter(Scenario::quick)
                .map(Scenario::name)
                .toList();
        assertThat(result.code()).isZero();
        assertThat(result.json())
                .containsEntry("failed", 0)
                .extractingByKey("scenarios", LIST)
                .extracting(row -> ((Map<?, ?>) row).get("scenario"))
                .isEqualTo(quick);
    }

    @Test
    void list_saysWhatEachScenarioProves() throws Exception {
        assertThat(simulate(holding, "--list").out()).contains(NAME, shipped().claim(), "quick", "virtual");
        assertThat(simulate(holding, "--list", "--json").json())
                .extractingByKey("scenarios", LIST)
                .hasSize(Scenarios.names().size())
                .first()
                .extracting(row -> ((Map<?, ?>) row).get("claim"))
                .isEqualTo(shipped().claim());
        assertThat(holding.runs).isEmpty();
    }

    @Test
    void find_writesTheSmallestScenarioThatFailsAndItsReplay() throws Exception {
        long first = shipped().seed();
        FakeRunner runner =
                new FakeRunner(Mode.VIRTUAL, (scenario, seed) -> seed >= first + 2 && scenario.nodes() >= 2);
        Cli.Result result = simulate(runner, NAME, "--find=10m", "--report", directory, "--json");
        Path file = directory.resolve(NAME + "-shrunk.yaml");
        assertThat(result.code()).isEqualTo(1);
        assertThat(result.json())
                .containsEntry("found", true)
                .containsEntry("tried", 3)
                .containsEntry("seed", (int) first + 2)
                .containsEntry("shrunk_smallest", true)
                .containsEntry(
                        "shrunk_replay", "./signet simulate " + file + " --seed " + (first + 2) + " --mode virtual");
        Scenario smallest = ScenarioReader.read(file);
        assertThat(smallest.nodes()).isEqualTo(2);
        assertThat(smallest.faults()).isEmpty();
        assertThat(directory.resolve(NAME + "-shrunk.html")).isRegularFile();
        assertThat(simulate(runner, file, "--seed", first + 2).code()).isEqualTo(1);
    }

    @Test
    void findWithoutAFailure_succeedsWhenItsTimeIsOver() {
        Cli.Result result =
                new Cli(directory).system().simulatedBy(mode -> holding).run("simulate", NAME, "--find=1s", "--quiet");
        assertThat(result.code()).isZero();
        assertThat(result.out()).contains("no failure of " + NAME);
        assertThat(holding.runs)
                .startsWith(
                        NAME + " " + shipped().seed(), NAME + " " + (shipped().seed() + 1));
    }

    @Test
    void unknownName_isUsageErrorThatNamesTheList() {
        Cli.Result result = simulate(holding, "no-such");
        assertThat(result.code()).isEqualTo(2);
        assertThat(result.err()).contains("there is no scenario 'no-such'", "--list");
    }

    @Test
    void brokenFile_isNamedWithLineAndColumn() throws Exception {
        Path file = Files.writeString(directory.resolve("broken.yaml"), "name: a\nclame: b\n");
        Cli.Result result = simulate(holding, file);
        assertThat(result.code()).isEqualTo(65);
        assertThat(result.err()).contains("broken.yaml:2:1: ", "claim");
    }

    @Test
    void machineThatCantRunIt_isNamed() {
        Cli.Result result = new Cli(directory)
                .simulatedBy(mode -> new ScenarioRunner() {
                    @Override
                    public Mode mode() {
                        return mode;
                    }

                    @Override
                    public RunReport run(Scenario scenario, long seed, Progress progress) throws RunException {
                        throw new RunException("no broker is built");
                    }
                })
                .run("simulate", NAME);
        assertThat(result.code()).isEqualTo(69);
        assertThat(result.err()).contains(NAME + ": no broker is built");
    }

    @ParameterizedTest
    @CsvSource({
        "'', give one of SCENARIO",
        "--all --list, give one of SCENARIO",
        "x --all, give one of SCENARIO",
        "x --quick, --quick goes with --all only",
        "--all --find=1m, --find goes with a SCENARIO only",
        "--all --seed=1, --seed goes with a SCENARIO only",
        "--list --mode=real, --list goes with neither",
        "--list --report=d, --list goes with neither",
        "x --mode=hybrid, there are virtual and real",
        "x --find=soon, expected a time as 90s"
    })
    void optionsThatDontGoTogether_areUsageErrors(String arguments, String message) {
        Object[] words = arguments.isEmpty() ? new Object[0] : arguments.split(" ");
        Cli.Result result = simulate(holding, words);
        assertThat(result.code()).isEqualTo(2);
        assertThat(result.err()).contains(message);
        assertThat(holding.runs).isEmpty();
    }
}
