package io.signet.cli.bench;

import io.signet.inference.spi.Engine;
import io.signet.inference.spi.EngineAvailability.NotAvailable;
import io.signet.inference.spi.EngineException;
import io.signet.inference.spi.Session;
import io.signet.inference.spi.SessionOptions;
import io.signet.inference.tensorrt.TensorRt;
import io.signet.inference.tensorrt.TensorRtOptions;
import io.signet.reference.RandomRequest;
import io.signet.reference.ResNet18;
import io.signet.runtime.Trees;
import io.signet.statement.Tensor;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * TensorRT's session, which computes in another process, against TensorRT called bare in a process that has nothing else:
 * the same plan, the same callers at once, each with an execution context of its own. They take turns with bursts of runs.
 */
final class TensorRtBenchmark implements Benchmark {
    private static final List<Integer> BATCHES = List.of(8, 32);
    private static final String PREFIX = "session_over_bare_trt_batch";
    private static final Duration TIME = Duration.ofSeconds(15);

    /** Enough that the device always has work, on either side. */
    private static final int CALLERS = 4;

    /** Runs of each caller in a burst: more than enough to forget how a burst begins and ends. */
    private static final int TIMES = 100;

    @Override
    public List<String> names() {
        return BATCHES.stream().map(batch -> PREFIX + batch).toList();
    }

    @Override
    public Optional<String> missing() {
        return TensorRt.probe(TensorRtOptions.in(EngineProbe.PLANS)) instanceof NotAvailable absent
                ? Optional.of(absent.toString())
                : Optional.empty();
    }

    @Override
    public List<Figure> run() throws BenchmarkException {
        List<Figure> figures = new ArrayList<>();
        try {
            Path directory = Files.createTempDirectory("signet-bench-tensorrt-");
            try {
                Path model = Files.createDirectory(directory.resolve("model"));
                ResNet18.writeOnnx(model);
                for (int batch : BATCHES) {
                    Path cache = Files.createDirectory(directory.resolve("cache-" + batch));
                    figures.add(Figure.of(
                            PREFIX + batch, speed(TensorRtOptions.in(cache), model, batch), "", Budget.atLeast(0.98)));
                }
            } finally {
                Trees.delete(directory);
            }
        } catch (IOException e) {
            throw new BenchmarkException("cannot write the network or start TensorRT: " + e.getMessage(), e);
        } catch (EngineException e) {
            throw new BenchmarkException("cannot run the network: " + e.getMessage(), e);
        }
        return figures;
    }

    private static double speed(TensorRtOptions options, Path model, int batch)
            throws EngineException, BenchmarkException, IOException {
        Engine engine = SessionBenchmark.require(TensorRt.probe(options));
        try (Session session = engine.open(model, TensorRt.FORMAT, new SessionOptions(batch, CALLERS));
                BareEngine bare = BareTensorRt.start(options, batch, CALLERS, TIMES)) {
            Map<String, Tensor> request = RandomRequest.of(session.inputs(), batch, 1);
            try (Callers callers = new Callers(Collections.nCopies(CALLERS, () -> session.run(request)))) {
                return TakingTurns.speed(() -> callers.run(TIMES), bare::run, TIME);
            }
        }
    }
}
