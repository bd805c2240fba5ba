package io.signet.cli.bench;

import io.signet.inference.onnxruntime.OnnxRuntimeEngine;
import io.signet.inference.onnxruntime.OnnxRuntimeOptions;
import io.signet.inference.spi.Engine;
import io.signet.inference.spi.EngineAvailability;
import io.signet.inference.spi.EngineException;
import io.signet.inference.spi.Session;
import io.signet.inference.spi.SessionOptions;
import io.signet.inference.tensorflow.TensorFlowEngine;
import io.signet.inference.tensorflow.TensorFlowOptions;
import io.signet.reference.RandomRequest;
import io.signet.reference.ResNet18;
import io.signet.runtime.Trees;
import io.signet.statement.Tensor;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * An engine's session against its library called bare: the same network of the shape of ResNet-18, the same request, the
 * same threads. Runs take turns, and which comes first alternates; the figure is the median over pairs.
 */
final class SessionBenchmark implements Benchmark {
    private static final List<Integer> BATCHES = List.of(8, 32);
    private static final String ONNX_RUNTIME = "session_over_bare_ort_batch";
    private static final String TENSORFLOW = "session_over_bare_tf_batch";
    private static final Duration TIME = Duration.ofSeconds(15);

    /** Loads a model into a library. */
    private interface Loading {
        BareEngine load(Path directory, Tensor input) throws BenchmarkException;
    }

    @Override
    public List<String> names() {
        return Stream.of(ONNX_RUNTIME, TENSORFLOW)
                .flatMap(prefix -> BATCHES.stream().map(batch -> prefix + batch))
                .toList();
    }

    @Override
    public List<Figure> run() throws BenchmarkException {
        Engine onnxRuntime = require(OnnxRuntimeEngine.probe(OnnxRuntimeOptions.forThisMachine()));
        Engine tensorFlow = require(TensorFlowEngine.probe(TensorFlowOptions.forThisMachine()));
        List<Figure> figures = new ArrayList<>();
        try {
            Path directory = Files.createTempDirectory("signet-bench-sessions-");
            try {
                Path onnx = Files.createDirectory(directory.resolve("onnx"));
                ResNet18.writeOnnx(onnx);
                measure(ONNX_RUNTIME, onnxRuntime, OnnxRuntimeEngine.FORMAT, onnx, BareOnnxRuntime::new, figures);
                Path saved = Files.createDirectory(directory.resolve("saved"));
                ResNet18.writeSavedModel(saved);
                measure(TENSORFLOW, tensorFlow, TensorFlowEngine.FORMAT, saved, BareTensorFlow::new, figures);
            } finally {
                Trees.delete(directory);
            }
        } catch (IOException e) {
            throw new BenchmarkException("cannot write the network: " + e.getMessage(), e);
        } catch (EngineException e) {
            throw new BenchmarkException("cannot run the network: " + e.getMessage(), e);
        }
        return figures;
    }

    /** The engine that must be there. */
    static Engine require(EngineAvailability availability) throws BenchmarkException {
        if (availability instanceof EngineAvailability.Available available) {
            return available.engine();
        }
        throw new BenchmarkException(availability.toString());
    }

    private static void measure(
            String prefix, Engine engine, String format, Path model, Loading loading, List<Figure> figures)
            throws EngineException, BenchmarkException {
        for (int batch : BATCHES) {
            try (Session session = engine.open(model, format, new SessionOptions(batch, 1))) {
                Map<String, Tensor> request = RandomRequest.of(session.inputs(), batch, 1);
                try (BareEngine bare =
                        loading.load(model, request.values().iterator().next())) {
                    figures.add(Figure.of(
                            prefix + batch,
                            TakingTurns.speed(() -> session.run(request), bare::run, TIME),
                            "",
                            Budget.atLeast(0.98)));
                }
            }
        }
    }
}
