package io.signet.cli;

import io.signet.simulator.report.HtmlReport;
import io.signet.simulator.run.RunException;
import io.signet.simulator.run.ScenarioRunner;
import io.signet.simulator.scenario.Scenario;
import io.signet.simulator.scenario.ScenarioWriter;
import io.signet.simulator.search.Failure;
import io.signet.simulator.search.Finder;
import io.signet.simulator.search.SearchProgress;
import io.signet.simulator.search.Shrinker;
import io.signet.verifier.Printable;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/** Looks for a seed with which a scenario fails, and for the smallest scenario that fails in the same way. */
final class SimulationSearch {
    private static final int SHRINKING_RUNS_MAX = 5_000;

    /** So many seeds for each smaller scenario, as a smaller one draws other random numbers. */
    private static final int SHRINKING_SEEDS = 3;

    private final Environment environment;
    private final ProgressOptions options;
    private final Optional<Path> reports;

    /**
     * A search.
     *
     * @param reports an existing directory for what is found; the current one, and without a page, if empty
     */
    SimulationSearch(Environment environment, ProgressOptions options, Optional<Path> reports) {
        this.environment = environment;
        this.options = options;
        this.reports = reports;
    }

    /**
     * Looks for a failure, beginning with the simulation's seed.
     *
     * @param budget how long to try seeds, and then how long to shrink
     */
    ExitCode find(Simulation simulation, Duration budget) throws CliException, IOException {
        ScenarioRunner runner = environment.runners().in(simulation.mode());
        try (ProgressLine line = options.line()) {
            SearchProgress progress = new SearchLine(line);
            Finder.Outcome found = new Finder(runner, environment.clock())
                    .find(simulation.scenario(), simulation.seed(), budget, progress);
            if (found.failure().isEmpty()) {
                line.done();
                printNothing(simulation, found.tried());
                return ExitCode.OK;
            }
            Failure failure = found.failure().get();
            Simulation failing =
                    new Simulation(simulation.called(), simulation.scenario(), simulation.mode(), failure.seed());
            line.note(failing.replayLine() + " fails; shrinking it");
            Shrinker.Bounds bounds = new Shrinker.Bounds(SHRINKING_RUNS_MAX, budget, SHRINKING_SEEDS);
            Shrinker.Outcome shrunk = new Shrinker(runner, environment.clock(), bounds).shrink(failure, progress);
            line.done();
            printFound(failing, found.tried(), shrunk);
            return ExitCode.FAILED;
        } catch (RunException e) {
            throw new CliException(ExitCode.UNAVAILABLE, simulation.called() + ": " + e.getMessage());
        }
    }

    private void printNothing(Simulation simulation, long tried) {
        if (options.json()) {
            Map<String, Object> json = new LinkedHashMap<>();
            json.put("found", false);
            json.put("tried", tried);
            Json.print(options.out(), json);
        } else {
            options.out()
                    .println("no failure of " + Printable.of(simulation.called()) + " with " + tried + " seeds from "
                            + simulation.seed());
        }
    }

    private void printFound(Simulation failing, long tried, Shrinker.Outcome shrunk) throws IOException {
        Scenario smallest = shrunk.failure().scenario();
        Path directory = reports.orElse(Path.of("."));
        Path file = directory.resolve(smallest.name() + "-shrunk.yaml").normalize();
        ScenarioWriter.save(smallest, file);
        if (reports.isPresent()) {
            HtmlReport.write(shrunk.failure().report(), directory.resolve(smallest.name() + "-shrunk.html"));
        }
        Simulation small = new Simulation(
                file.toString(), smallest, failing.mode(), shrunk.failure().seed());
        if (options.json()) {
            Json.print(options.out(), toJson(failing, tried, shrunk, small));
        } else {
            print(failing, tried, shrunk, small);
        }
    }

    private void print(Simulation failing, long tried, Shrinker.Outcome shrunk, Simulation small) {
        PrintWriter out = options.out();
        out.println("seed " + failing.seed() + " fails, after " + (tried - 1) + " that held");
        out.println(Printable.of("  " + shrunk.failure().verdict().claim() + ": "
                + shrunk.failure().verdict().found()));
        out.println("shrunk in " + shrunk.runs() + " runs to " + describe(small.scenario())
                + (shrunk.smallest() ? "" : "; it may be possible to shrink it further"));
        out.println("replay:        " + Printable.of(failing.replayLine()));
        out.println("replay shrunk: " + Printable.of(small.replayLine()));
    }

    /** How large {@code scenario} is. */
    static String describe(Scenario scenario) {
        return scenario.nodes() + " nodes, " + scenario.requesterCount() + " requesters, "
                + scenario.faults().size() + " faults, "
                + scenario.adversaries().size() + " adversaries, "
                + scenario.duration().toMillis() / 1e3 + " s";
    }

    private static Map<String, Object> toJson(
            Simulation failing, long tried, Shrinker.Outcome shrunk, Simulation small) {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("found", true);
        json.put("tried", tried);
        json.put("seed", failing.seed());
        json.put("claim", shrunk.failure().verdict().claim());
        json.put("replay", failing.replayLine());
        json.put("shrunk", small.called());
        json.put("shrunk_runs", shrunk.runs());
        json.put("shrunk_smallest", shrunk.smallest());
        json.put("shrunk_replay", small.replayLine());
        return json;
    }

    /** Shows how far a search is. */
    private static final class SearchLine implements SearchProgress {
        private final ProgressLine line;

        SearchLine(ProgressLine line) {
            this.line = line;
        }

        @Override
        public void trying(long seed, long tried) {
            line.show("seed " + seed + ", " + tried + " held, " + line.elapsed().toSeconds() + " s");
        }

        @Override
        public void shrinking(Scenario smallest, int runs) {
            line.show("shrinking, " + runs + " runs: " + describe(smallest));
        }
    }
}
