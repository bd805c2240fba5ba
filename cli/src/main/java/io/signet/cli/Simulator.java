package io.signet.cli;

import io.signet.simulator.report.HtmlReport;
import io.signet.simulator.report.JsonReport;
import io.signet.simulator.run.RunException;
import io.signet.simulator.run.RunReport;
import io.signet.simulator.run.RunReport.Verdict;
import io.signet.verifier.Printable;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** Runs simulations, shows how far they are, and says what came of them. */
final class Simulator {
    private final Environment environment;
    private final ProgressOptions options;
    private final Optional<Path> reports;

    /**
     * A simulator.
     *
     * @param reports an existing directory for pages about the runs; none are written if empty
     */
    Simulator(Environment environment, ProgressOptions options, Optional<Path> reports) {
        this.environment = environment;
        this.options = options;
        this.reports = reports;
    }

    /** Runs one scenario. */
    ExitCode run(Simulation simulation) throws CliException, IOException {
        RunReport report;
        try (ProgressLine line = options.line()) {
            report = run(simulation, line, "");
        }
        Optional<Path> page = write(report);
        if (options.json()) {
            Map<String, Object> json = new LinkedHashMap<>(JsonReport.of(report));
            json.put("replay", simulation.replayLine());
            page.ifPresent(file -> json.put("report", file.toString()));
            Json.print(options.out(), json);
        } else {
            print(simulation, report);
            page.ifPresent(file -> options.out().println("report: " + file));
        }
        return exitCode(report.holds());
    }

    /** Runs all of {@code simulations}, also after one failed. */
    ExitCode runAll(List<Simulation> simulations) throws CliException, IOException {
        List<Map<String, Object>> results = new ArrayList<>();
        int failed = 0;
        try (ProgressLine line = options.line()) {
            for (Simulation simulation : simulations) {
                String prefix = (results.size() + 1) + "/" + simulations.size() + " " + simulation.called() + ": ";
                RunReport report = run(simulation, line, prefix);
                line.done();
                write(report);
                failed += report.holds() ? 0 : 1;
                results.add(toJson(simulation, report));
                if (!options.json()) {
                    printLine(simulation, report);
                }
            }
        }
        if (options.json()) {
            Map<String, Object> json = new LinkedHashMap<>();
            json.put("failed", failed);
            json.put("scenarios", results);
            Json.print(options.out(), json);
        } else {
            options.out().println(results.size() - failed + " passed, " + failed + " failed");
            reports.ifPresent(directory -> options.out().println("reports: " + directory));
        }
        return exitCode(failed == 0);
    }

    private RunReport run(Simulation simulation, ProgressLine line, String prefix) throws CliException {
        line.show(prefix + "starting");
        RunProgress progress = new RunProgress(line, prefix, simulation.scenario());
        try {
            return environment.runners().in(simulation.mode()).run(simulation.scenario(), simulation.seed(), progress);
        } catch (RunException e) {
            throw new CliException(ExitCode.UNAVAILABLE, simulation.called() + ": " + e.getMessage());
        }
    }

    private Optional<Path> write(RunReport report) throws IOException {
        Optional<Path> page =
                reports.map(directory -> directory.resolve(report.scenario().name() + ".html"));
        if (page.isPresent()) {
            HtmlReport.write(report, page.get());
        }
        return page;
    }

    private static ExitCode exitCode(boolean holds) {
        return holds ? ExitCode.OK : ExitCode.FAILED;
    }

    private void print(Simulation simulation, RunReport report) {
        PrintWriter out = options.out();
        out.println(
                Printable.of(report.scenario().name() + ": " + report.scenario().claim()));
        out.println(ModeConverter.label(report.mode()) + " mode, seed " + report.seed()
                + (report.digest().isEmpty() ? "" : ", digest " + report.digest()));
        if (!report.network().isEmpty()) {
            out.println("network: " + Printable.of(report.network()));
        }
        TextReport.print(report, simulation.replayLine(), out);
        out.println(numbers(report.totals()));
    }

    private static String numbers(RunReport.Totals totals) {
        return String.format(
                Locale.ROOT,
                "%d jobs, %d completed, %d failed; %d rows; %.1f s simulated in %.1f s, %s real time",
                totals.jobs(),
                totals.completed(),
                totals.failed(),
                totals.rows(),
                totals.simulated().toMillis() / 1e3,
                totals.wall().toMillis() / 1e3,
                RunProgress.speed(totals.simulated(), totals.wall()));
    }

    private void printLine(Simulation simulation, RunReport report) {
        PrintWriter out = options.out();
        out.println(String.format(
                Locale.ROOT,
                "%-4s  %-30s  %6.1f s  %s",
                report.holds() ? "PASS" : "FAIL",
                simulation.called(),
                report.totals().wall().toMillis() / 1e3,
                Printable.of(report.scenario().claim())));
        failedVerdicts(report)
                .forEach(verdict -> out.println("      " + Printable.of(verdict.claim() + ": " + verdict.found())));
        if (!report.holds()) {
            out.println("      replay: " + Printable.of(simulation.replayLine()));
        }
        out.flush();
    }

    private static List<Verdict> failedVerdicts(RunReport report) {
        return report.verdicts().stream().filter(verdict -> !verdict.holds()).toList();
    }

    private static Map<String, Object> toJson(Simulation simulation, RunReport report) {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("scenario", simulation.called());
        json.put("mode", ModeConverter.label(report.mode()));
        json.put("seed", report.seed());
        json.put("holds", report.holds());
        json.put("wall_seconds", report.totals().wall().toMillis() / 1e3);
        if (!report.digest().isEmpty()) {
            json.put("digest", report.digest());
        }
        json.put("replay", simulation.replayLine());
        List<Map<String, String>> failed = failedVerdicts(report).stream()
                .map(verdict -> Map.of("claim", verdict.claim(), "found", verdict.found()))
                .toList();
        if (!failed.isEmpty()) {
            json.put("failed", failed);
        }
        return json;
    }
}
