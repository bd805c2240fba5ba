package io.signet.cli;

import io.signet.simulator.scenario.Mode;
import io.signet.simulator.scenario.Scenario;
import io.signet.simulator.scenario.ScenarioException;
import io.signet.simulator.scenario.ScenarioReader;
import io.signet.simulator.scenario.Scenarios;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Runs scenarios: what is claimed of meshes under load, faults and attack. */
@Command(
        name = "simulate",
        description = {
            "Runs a mesh as a scenario describes it: its nodes, their load and network, what goes wrong and who cheats."
                    + " Says for each claim whether it held, and how to run the same again.",
            "In virtual mode, the mesh's own code runs on a virtual clock, network and disk, and a seed gives the same"
                    + " run on every machine. In real mode, it runs as processes of this machine."
        })
@Exits({ExitCode.OK, ExitCode.FAILED, ExitCode.DATA, ExitCode.UNAVAILABLE, ExitCode.CANNOT_CREATE, ExitCode.INTERRUPTED
})
@Examples({
    "signet simulate --list",
    "signet simulate flash-crowd --seed 7 --report reports/",
    "signet simulate my-scenario.yaml --mode real",
    "signet simulate --all --quick",
    "signet simulate broker-swap --find 10m"
})
final class SimulateCommand implements Callable<Integer> {
    private final Environment environment;

    @Parameters(
            arity = "0..1",
            paramLabel = "SCENARIO",
            description = "A scenario: a YAML file, or the name of one that comes with Signet.")
    private Optional<String> named = Optional.empty();

    @Option(names = "--list", description = "List the scenarios that come with Signet, and the claim that each proves.")
    private boolean list;

    @Option(names = "--all", description = "Run all scenarios that come with Signet.")
    private boolean all;

    @Option(names = "--quick", description = "With --all: only the quick set, which takes a few minutes.")
    private boolean quick;

    @Option(
            names = "--find",
            paramLabel = "TIME",
            converter = DurationConverter.class,
            description = "Try one seed after another for so long (90s, 10m, 8h) until a run fails; then shrink the"
                    + " scenario for as long to the smallest that fails in the same way, and write it to"
                    + " SCENARIO-shrunk.yaml in the directory of the reports, or in the current one.")
    private Optional<Duration> find = Optional.empty();

    @Option(
            names = "--seed",
            paramLabel = "N",
            description = "Decides all that is random. By default the scenario's own.")
    private Optional<Long> seed = Optional.empty();

    @Option(
            names = "--mode",
            paramLabel = "MODE",
            converter = ModeConverter.class,
            completionCandidates = ModeConverter.class,
            description = "How to run: ${COMPLETION-CANDIDATES}. By default virtual, if the scenario can.")
    private Optional<Mode> mode = Optional.empty();

    @Option(
            names = "--report",
            paramLabel = "DIR",
            description = "Write a page with charts for each run, SCENARIO.html, to this directory. It is made if need"
                    + " be.")
    private Optional<Path> reports = Optional.empty();

    @Mixin
    @SuppressWarnings("NullAway.Init") // picocli makes it
    private ProgressOptions progress;

    @Spec
    @SuppressWarnings("NullAway.Init") // picocli sets it
    private CommandSpec spec;

    SimulateCommand(Environment environment) {
        this.environment = environment;
    }

    @Override
    public Integer call() throws CliException, IOException {
        checkOptions();
        if (list) {
            ScenarioList.print(Scenarios.all(), progress);
            return ExitCode.OK.code();
        }
        if (environment.variable(Logging.VARIABLE).isEmpty()) {
            Logging.silence();
        }
        if (reports.isPresent()) {
            Files.createDirectories(reports.get());
        }
        if (all) {
            return new Simulator(environment, progress, reports)
                    .runAll(chosen())
                    .code();
        }
        Simulation simulation = simulation(named.orElseThrow());
        ExitCode code = find.isPresent()
                ? new SimulationSearch(environment, progress, reports).find(simulation, find.get())
                : new Simulator(environment, progress, reports).run(simulation);
        return code.code();
    }

    private void checkOptions() {
        long tasks =
                Stream.of(named.isPresent(), list, all).filter(given -> given).count();
        if (tasks != 1) {
            throw usage("give one of SCENARIO, --all and --list");
        }
        if (quick && !all) {
            throw usage("--quick goes with --all only");
        }
        if (find.isPresent() && named.isEmpty()) {
            throw usage("--find goes with a SCENARIO only");
        }
        if (seed.isPresent() && named.isEmpty()) {
            throw usage("--seed goes with a SCENARIO only");
        }
        if (list && (mode.isPresent() || reports.isPresent())) {
            throw usage("--list goes with neither --mode nor --report");
        }
    }

    private ParameterException usage(String message) {
        return new ParameterException(spec.commandLine(), message);
    }

    private List<Simulation> chosen() {
        Mode wanted = mode.orElse(Mode.VIRTUAL);
        return Scenarios.all().stream()
                .filter(scenario -> scenario.quick() || !quick)
                .filter(scenario -> scenario.modes().contains(wanted))
                .map(scenario -> new Simulation(scenario.name(), scenario, wanted, scenario.seed()))
                .toList();
    }

    private Simulation simulation(String called) throws CliException {
        Scenario scenario = read(called);
        Mode chosen = mode.orElse(scenario.modes().contains(Mode.VIRTUAL) ? Mode.VIRTUAL : Mode.REAL);
        if (!scenario.modes().contains(chosen)) {
            throw usage("the scenario " + scenario.name() + " can't run in " + ModeConverter.label(chosen) + " mode");
        }
        return new Simulation(called, scenario, chosen, seed.orElse(scenario.seed()));
    }

    private Scenario read(String called) throws CliException {
        Path file = Path.of(called);
        boolean isFile = called.contains("/") || called.endsWith(".yaml") || called.endsWith(".yml");
        if (!isFile) {
            return Scenarios.find(called)
                    .orElseThrow(
                            () -> usage("there is no scenario '" + called + "': 'signet simulate --list' shows those"
                                    + " that there are; a file's name ends with .yaml"));
        }
        try {
            return ScenarioReader.read(file);
        } catch (ScenarioException e) {
            throw new CliException(ExitCode.DATA, e.getMessage());
        }
    }
}
