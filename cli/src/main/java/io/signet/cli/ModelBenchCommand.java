package io.signet.cli;

import io.signet.cli.bench.EngineProbe;
import io.signet.cli.bench.EngineTrial;
import io.signet.inference.model.ModelPackage;
import io.signet.inference.model.PackageException;
import io.signet.inference.model.Tolerance;
import io.signet.inference.spi.SessionOptions;
import io.signet.inference.spi.TensorSpec;
import io.signet.provisioning.ProvisioningException;
import io.signet.reference.Difference;
import io.signet.reference.RandomRequest;
import io.signet.runtime.Trees;
import io.signet.statement.Tensor;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
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

/** Runs a model on every engine that this machine has, and compares. */
@Command(
        name = "bench",
        description = {
            "Runs a model on every engine that this machine has, with the same random request again and again, and shows"
                    + " them side by side: rows a second, how long a request takes, how much memory it costs, and how far"
                    + " the engines' answers are apart, as the model itself gives them, before any step after it.",
            "Fails if those that compute with 32 bits are farther apart than the model's publisher says they may be."
        })
@Exits({ExitCode.OK, ExitCode.FAILED, ExitCode.DATA, ExitCode.UNAVAILABLE, ExitCode.INTERRUPTED})
@Examples({
    "signet model bench --trust my-mesh/node-1/trust.yaml my-mesh/node-1/models/meter-digits.signet",
    "signet model bench --batch 32 --seconds 10 --json meter-digits.signet"
})
final class ModelBenchCommand implements Callable<Integer> {
    private static final int SECONDS_MAX = 600;
    private static final long SEED = 1;
    private static final double MIB = 1 << 20;

    @Parameters(paramLabel = "FILE", description = "A model package (*.signet).")
    @SuppressWarnings("NullAway.Init") // picocli demands it
    private Path file;

    @Mixin
    @SuppressWarnings("NullAway.Init") // picocli makes it
    private PublisherOptions publishers;

    @Option(
            names = "--batch",
            paramLabel = "N",
            description = "Rows of a request, 1 to 4096 (${DEFAULT-VALUE}); 1 if the model takes no batches.")
    private int batch = 8;

    @Option(
            names = "--seconds",
            paramLabel = "N",
            description = "How long each engine is measured, 1 to 600 (${DEFAULT-VALUE}).")
    private int seconds = 3;

    @Mixin
    @SuppressWarnings("NullAway.Init") // picocli makes it
    private ProgressOptions progress;

    @Spec
    @SuppressWarnings("NullAway.Init") // picocli sets it
    private CommandSpec spec;

    @Override
    public Integer call() throws CliException, ProvisioningException, IOException {
        requireInRange("--batch", batch, SessionOptions.ROWS_LIMIT);
        requireInRange("--seconds", seconds, SECONDS_MAX);
        try {
            ModelPackage model = ModelPackage.read(file, publishers.accepted());
            Comparison comparison = compare(model);
            if (progress.json()) {
                Json.print(progress.out(), comparison.toJson(model));
            } else {
                comparison.print(progress.out());
            }
            return (comparison.agrees() ? ExitCode.OK : ExitCode.FAILED).code();
        } catch (PackageException e) {
            throw new CliException(ExitCode.DATA, e.getMessage());
        }
    }

    private void requireInRange(String option, int value, int max) {
        if (value < 1 || value > max) {
            throw new ParameterException(spec.commandLine(), option + " must be 1 to " + max + ", not " + value);
        }
    }

    private Comparison compare(ModelPackage model) throws PackageException, CliException, IOException {
        List<TensorSpec> inputs = model.manifest().contract().inputs();
        List<TensorSpec> outputs = model.manifest().contract().outputs();
        int rows = Stream.concat(inputs.stream(), outputs.stream()).allMatch(TensorSpec::batchable) ? batch : 1;
        Map<String, Tensor> request = request(inputs, rows);
        List<EngineTrial> trials = new ArrayList<>();
        Path cache = Files.createTempDirectory("signet-model-bench-");
        try (ProgressLine line = progress.line()) {
            List<EngineProbe> probes = EngineProbe.all(model.manifest());
            for (EngineProbe probe : probes) {
                if (trials.stream()
                        .anyMatch(t ->
                                t instanceof EngineTrial.DidNotRun && t.engine().equals(probe.name()))) {
                    continue; // with fewer bits it would not run either
                }
                line.show(trials.size(), probes.size(), "engines measured; now " + probe.name());
                trials.add(EngineTrial.run(probe, model, cache, request, rows, Duration.ofSeconds(seconds)));
            }
        } finally {
            Trees.delete(cache);
        }
        Comparison comparison = new Comparison(trials, rows, model.manifest().tolerance());
        if (comparison.ran().isEmpty()) {
            throw new CliException(
                    ExitCode.UNAVAILABLE, "no engine runs " + file + ": " + String.join("; ", comparison.absences()));
        }
        return comparison;
    }

    private static Map<String, Tensor> request(List<TensorSpec> inputs, int rows) throws CliException {
        try {
            return RandomRequest.of(inputs, rows, SEED);
        } catch (IllegalArgumentException | OutOfMemoryError e) { // of direct memory, which only this request needs
            throw new CliException(
                    ExitCode.DATA,
                    "no request of " + rows + (rows == 1 ? " row" : " rows") + " can be made: " + e.getMessage()
                            + (rows == 1 ? "" : "; give a smaller --batch"));
        }
    }

    /**
     * All trials.
     *
     * @param rows of a request
     * @param tolerance by how much answers may differ, if the publisher says so
     */
    private record Comparison(List<EngineTrial> trials, int rows, Optional<Tolerance> tolerance) {
        List<EngineTrial.Ran> ran() {
            return trials.stream()
                    .filter(EngineTrial.Ran.class::isInstance)
                    .map(EngineTrial.Ran.class::cast)
                    .toList();
        }

        List<String> absences() {
            return trials.stream()
                    .filter(EngineTrial.DidNotRun.class::isInstance)
                    .map(EngineTrial.DidNotRun.class::cast)
                    .map(not -> not.engine() + ": " + not.reason())
                    .toList();
        }

        /** Those that computed with 32 bits. */
        private List<EngineTrial.Ran> full() {
            return ran().stream().filter(EngineTrial.Ran::full).toList();
        }

        /** Of any two engines with 32 bits. */
        double largestDifference() {
            return full().stream().mapToDouble(this::difference).max().orElse(0);
        }

        /** How far {@code one} is from any engine with 32 bits. */
        private double difference(EngineTrial.Ran one) {
            return full().stream()
                    .mapToDouble(other -> Difference.largest(one.answer(), other.answer()))
                    .max()
                    .orElse(0);
        }

        boolean agrees() {
            return tolerance.isEmpty()
                    || full().stream().allMatch(one -> full().stream()
                            .allMatch(other -> Difference.within(one.answer(), other.answer(), tolerance.get())));
        }

        void print(PrintWriter out) {
            Table table = new Table(
                    new Table.Column("engine", Table.Align.LEFT),
                    new Table.Column("device", Table.Align.LEFT),
                    new Table.Column("format", Table.Align.LEFT),
                    new Table.Column("rows/s", Table.Align.RIGHT),
                    new Table.Column("p50 ms", Table.Align.RIGHT),
                    new Table.Column("p99 ms", Table.Align.RIGHT),
                    new Table.Column("memory MiB", Table.Align.RIGHT));
            for (EngineTrial.Ran one : ran()) {
                table.row(
                        one.label(),
                        one.device(),
                        one.format(),
                        format("%.0f", one.rowsPerSecond()),
                        format("%.3f", one.medianMillis()),
                        format("%.3f", one.slowMillis()),
                        format("%.0f", one.memoryBytes() / MIB));
            }
            table.print(out);
            absences().forEach(out::println);
            out.println("Requests of " + rows + (rows == 1 ? " row" : " rows") + ", one after another.");
            if (full().size() > 1) {
                String stated = tolerance.isEmpty()
                        ? "; the publisher does not say how much they may."
                        : " of at most " + tolerance.get() + ": they " + (agrees() ? "agree." : "DO NOT AGREE.");
                out.println(format("Answers differ by %.3g", largestDifference()) + stated);
            }
            ran().stream()
                    .filter(one -> !one.full())
                    .forEach(one -> out.println("Those of " + one.label() + ", with fewer than 32 bits, differ by "
                            + format("%.3g", difference(one)) + "."));
        }

        private static String format(String pattern, double value) {
            return String.format(Locale.ROOT, pattern, value);
        }

        Map<String, Object> toJson(ModelPackage model) {
            List<Map<String, Object>> engines = new ArrayList<>();
            for (EngineTrial trial : trials) {
                Map<String, Object> entry = new LinkedHashMap<>();
                entry.put("engine", trial.engine());
                if (trial instanceof EngineTrial.Ran one) {
                    entry.put("label", one.label());
                    entry.put("device", one.device());
                    entry.put("format", one.format());
                    entry.put("rows_per_second", one.rowsPerSecond());
                    entry.put("p50_ms", one.medianMillis());
                    entry.put("p99_ms", one.slowMillis());
                    entry.put("memory_bytes", one.memoryBytes());
                    entry.put("full_precision", one.full());
                    entry.put("difference", difference(one));
                } else if (trial instanceof EngineTrial.DidNotRun not) {
                    entry.put("reason", not.reason());
                }
                engines.add(entry);
            }
            Map<String, Object> object = new LinkedHashMap<>();
            object.put("model", model.manifest().identity().name());
            object.put("digest", model.digest().toHex());
            object.put("rows", rows);
            object.put("engines", engines);
            object.put("largest_difference", largestDifference());
            tolerance.ifPresent(most -> {
                object.put("tolerance", most.absolute());
                object.put("tolerance_relative", most.relative());
            });
            object.put("agrees", agrees());
            return object;
        }
    }
}
