package io.signet.cli.bench;

import io.signet.inference.onnxruntime.OnnxRuntimeEngine;
import io.signet.inference.onnxruntime.OnnxRuntimeOptions;
import io.signet.inference.onnxruntime.OnnxRuntimeProcess;
import io.signet.inference.process.EngineProcessSettings;
import io.signet.inference.process.ProcessEngine;
import io.signet.inference.spi.Engine;
import io.signet.inference.spi.EngineException;
import io.signet.inference.spi.Session;
import io.signet.inference.spi.SessionOptions;
import io.signet.reference.RandomRequest;
import io.signet.reference.ResNet18;
import io.signet.runtime.Trees;
import io.signet.statement.DataType;
import io.signet.statement.Tensor;
import io.signet.writers.OnnxGraph;
import io.signet.writers.OnnxNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/** What it costs that a model runs in a process of its own: the same engine, model and request here and there. */
final class ProcessBenchmark implements Benchmark {
    private static final String SPEED = "process_over_inprocess_batch8";
    private static final String ADDED = "process_adds_us_batch1";
    private static final Duration TIME = Duration.ofSeconds(15);
    private static final Duration SMALL_TIME = Duration.ofSeconds(3);

    @Override
    public List<String> names() {
        return List.of(SPEED, ADDED);
    }

    @Override
    public List<Figure> run() throws BenchmarkException {
        OnnxRuntimeOptions options = OnnxRuntimeOptions.forThisMachine();
        Engine here = SessionBenchmark.require(OnnxRuntimeEngine.probe(options));
        Engine there = SessionBenchmark.require(ProcessEngine.probe(
                OnnxRuntimeProcess.settings(options, EngineProcessSettings.classPathOfThisProcess())));
        try {
            Path directory = Files.createTempDirectory("signet-bench-process-");
            try {
                Path large = Files.createDirectory(directory.resolve("large"));
                ResNet18.writeOnnx(large);
                Path small = Files.createDirectory(directory.resolve("small"));
                writeIdentity(small);
                return List.of(
                        Figure.of(SPEED, speed(here, there, large), "", Budget.atLeast(0.95)),
                        Figure.stated(ADDED, addedMicros(here, there, small), "µs"));
            } finally {
                Trees.delete(directory);
            }
        } catch (IOException e) {
            throw new BenchmarkException("cannot write the network: " + e.getMessage(), e);
        } catch (EngineException e) {
            throw new BenchmarkException("cannot run the network: " + e.getMessage(), e);
        }
    }

    private static void writeIdentity(Path directory) throws IOException {
        OnnxGraph graph = new OnnxGraph("identity");
        graph.input("x", DataType.FP32, OnnxGraph.ANY, 16);
        graph.add("y", OnnxNode.of("Identity", "x"));
        graph.output("y", DataType.FP32, OnnxGraph.ANY, 16);
        graph.write(directory.resolve(OnnxGraph.FILE_NAME));
    }

    private static double speed(Engine here, Engine there, Path model) throws EngineException, BenchmarkException {
        SessionOptions options = new SessionOptions(8, 1);
        try (Session inProcess = here.open(model, OnnxRuntimeEngine.FORMAT, options);
                Session inAnother = there.open(model, OnnxRuntimeEngine.FORMAT, options)) {
            Map<String, Tensor> request = RandomRequest.of(inProcess.inputs(), 8, 1);
            return TakingTurns.speed(() -> inAnother.run(request), () -> inProcess.run(request), TIME);
        }
    }

    private static double addedMicros(Engine here, Engine there, Path model)
            throws EngineException, BenchmarkException {
        SessionOptions options = new SessionOptions(1, 1);
        try (Session inProcess = here.open(model, OnnxRuntimeEngine.FORMAT, options);
                Session inAnother = there.open(model, OnnxRuntimeEngine.FORMAT, options)) {
            Map<String, Tensor> request = RandomRequest.of(inProcess.inputs(), 1, 1);
            return TakingTurns.addedNanos(() -> inAnother.run(request), () -> inProcess.run(request), SMALL_TIME) / 1e3;
        }
    }
}
