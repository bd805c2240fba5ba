package io.signet.cli;

import io.signet.cli.bench.Benchmark;
import io.signet.cli.bench.BenchmarkException;
import io.signet.cli.bench.Benchmarks;
import io.signet.cli.bench.Budget;
import io.signet.cli.bench.Figure;
import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** Measures this build on this machine against its budgets. */
@Command(
        name = "bench",
        description = "Measures this build on this machine, and says for each figure whether it keeps its budget.")
@Exits({ExitCode.OK, ExitCode.FAILED, ExitCode.UNAVAILABLE})
@Examples({"signet bench", "signet bench --only receipt_bytes_at_1m", "signet bench --json"})
final class BenchCommand implements Callable<Integer> {
    private final Environment environment;

    @Option(
            names = "--only",
            paramLabel = "NAME",
            description = "Measure this figure only, and those that come with it. May be repeated.")
    private List<String> only = new ArrayList<>();

    @Option(names = "--json", description = "Print JSON, and no progress.")
    private boolean json;

    @Spec
    @SuppressWarnings("NullAway.Init") // picocli sets it
    private CommandSpec spec;

    BenchCommand(Environment environment) {
        this.environment = environment;
    }

    @Override
    public Integer call() throws CliException {
        List<Benchmark> chosen = choose();
        List<Figure> figures = new ArrayList<>();
        List<String> leftOut = new ArrayList<>();
        try (ProgressLine line =
                new ProgressLine(spec.commandLine().getErr(), environment.progressStyle(json), environment.clock())) {
            for (int i = 0; i < chosen.size(); i++) {
                Benchmark benchmark = chosen.get(i);
                line.show(i, chosen.size(), "measured; now " + String.join(", ", benchmark.names()));
                Optional<String> missing = benchmark.missing();
                if (missing.isPresent() && only.isEmpty()) {
                    leftOut.add(missing.get());
                    continue;
                }
                if (missing.isPresent()) {
                    throw new CliException(ExitCode.UNAVAILABLE, missing.get());
                }
                figures.addAll(benchmark.run());
            }
            line.done();
        } catch (BenchmarkException e) {
            throw new CliException(ExitCode.UNAVAILABLE, e.getMessage());
        }
        leftOut.forEach(reason -> spec.commandLine().getErr().println("left out: " + reason));
        PrintWriter out = spec.commandLine().getOut();
        if (json) {
            Json.print(out, toJson(figures));
        } else {
            print(figures, out);
        }
        return (figures.stream().allMatch(Figure::holds) ? ExitCode.OK : ExitCode.FAILED).code();
    }

    private List<Benchmark> choose() {
        List<Benchmark> all = Benchmarks.all();
        List<String> names = all.stream().flatMap(b -> b.names().stream()).toList();
        for (String name : only) {
            if (!names.contains(name)) {
                throw new ParameterException(
                        spec.commandLine(), "there is no figure " + name + "; there are " + String.join(", ", names));
            }
        }
        return all.stream()
                .filter(b -> only.isEmpty() || b.names().stream().anyMatch(only::contains))
                .toList();
    }

    private static void print(List<Figure> figures, PrintWriter out) {
        out.println(Benchmarks.machine());
        Table table = new Table(
                new Table.Column("figure", Table.Align.LEFT),
                new Table.Column("value", Table.Align.RIGHT),
                new Table.Column("unit", Table.Align.LEFT),
                new Table.Column("budget", Table.Align.LEFT),
                new Table.Column("holds", Table.Align.LEFT));
        for (Figure figure : figures) {
            table.row(
                    figure.name(),
                    Figure.format(figure.value()),
                    figure.unit(),
                    figure.budget().map(Budget::toString).orElse(""),
                    figure.budget().isEmpty() ? "" : figure.holds() ? "yes" : "NO");
        }
        table.print(out);
    }

    private static Map<String, Object> toJson(List<Figure> figures) {
        List<Map<String, Object>> results = new ArrayList<>();
        for (Figure figure : figures) {
            Map<String, Object> result = new LinkedHashMap<>();
            result.put("name", figure.name());
            result.put("value", figure.value());
            result.put("unit", figure.unit());
            figure.budget().ifPresent(budget -> result.put("budget", budget.toString()));
            result.put("holds", figure.holds());
            results.add(result);
        }
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("machine", Benchmarks.machine());
        json.put("results", results);
        return json;
    }
}
