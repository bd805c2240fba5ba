package io.signet.cli.bench;

import io.signet.inference.HostSettings;
import io.signet.inference.InferenceOutcome;
import io.signet.inference.InferenceRequest;
import io.signet.inference.ModelHost;
import io.signet.inference.model.PackageException;
import io.signet.inference.onnxruntime.OnnxRuntimeEngine;
import io.signet.inference.onnxruntime.OnnxRuntimeOptions;
import io.signet.inference.spi.EngineException;
import io.signet.inference.spi.Session;
import io.signet.meter.MeterModel;
import io.signet.reference.RandomRequest;
import io.signet.runtime.Clock;
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
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.locks.LockSupport;

/**
 * Requests of one row through the batcher, of many callers and of one, against bare calls of the session that the batcher
 * uses. All take turns, so that a busy machine hurts all alike.
 */
final class BatcherBenchmark implements Benchmark {
    private static final String GAIN = "batcher_gain";
    private static final String OVER_SINGLE = "batcher_over_single_requests";
    private static final String ROWS = "batcher_rows_per_run";
    private static final String IDLE_DELAY = "batcher_idle_delay_p99";
    private static final String HAND_OVER = "bare_hand_over_p99";

    /** As many as a node takes unless it is told otherwise: while some have their run, as many as a run takes wait. */
    private static final int CALLERS = 128;

    private static final int TURNS = 15;
    private static final Duration TURN = Duration.ofMillis(400);
    private static final Duration WARM_UP = Duration.ofSeconds(3);
    /** Between requests to an idle model, so that every thread sleeps before the next. */
    private static final Duration PAUSE = Duration.ofMillis(5);

    private static final int LONE_REQUESTS = 1_000;
    private static final Duration DEADLINE = Duration.ofMinutes(1);

    @Override
    public List<String> names() {
        return List.of(GAIN, OVER_SINGLE, ROWS, IDLE_DELAY, HAND_OVER);
    }

    @Override
    public List<Figure> run() throws BenchmarkException {
        try (MeterSubject subject = MeterSubject.load(OnnxRuntimeEngine.probe(OnnxRuntimeOptions.forThisMachine()))) {
            Path cache = Files.createTempDirectory("signet-bench-batcher-");
            CountingEngine engine = new CountingEngine(subject.engine());
            try (ModelHost host = new ModelHost(HostSettings.defaults(cache), Clock.SYSTEM)) {
                host.addEngine(engine);
                host.add(subject.model());
                host.start();
                List<Figure> figures = new ArrayList<>(throughput(host, engine));
                figures.addAll(delay(host, engine));
                return figures;
            } finally {
                Trees.delete(cache);
            }
        } catch (IOException | PackageException | EngineException e) {
            throw new BenchmarkException("cannot run the model: " + e.getMessage(), e);
        }
    }

    private static List<Figure> throughput(ModelHost host, CountingEngine engine)
            throws EngineException, BenchmarkException {
        Session session = engine.session();
        try (BatcherCallers callers = new BatcherCallers(host, CALLERS, DEADLINE)) {
            CountingEngine.Count before = engine.count();
            callers.answersPerSecond(WARM_UP);
            int rows = (int) Math.round(engine.count().rowsPerRunSince(before));
            Map<String, Tensor> single = RandomRequest.of(session.inputs(), 1, 1);
            Map<String, Tensor> joined = RandomRequest.of(session.inputs(), rows, 1);
            List<Double> gains = new ArrayList<>();
            List<Double> overSingle = new ArrayList<>();
            before = engine.count();
            for (int turn = 0; turn < TURNS; turn++) {
                double singles = rowsPerSecond(session, single, 1);
                double batched = callers.answersPerSecond(TURN);
                double engineBatches = rowsPerSecond(session, joined, rows);
                gains.add((batched / singles) / (engineBatches / singles));
                overSingle.add(batched / singles);
            }
            return List.of(
                    Figure.of(GAIN, median(gains), "", Budget.atLeast(0.9)),
                    Figure.stated(OVER_SINGLE, median(overSingle), ""),
                    Figure.stated(ROWS, engine.count().rowsPerRunSince(before), "rows"));
        }
    }

    private static double rowsPerSecond(Session session, Map<String, Tensor> request, int rows) throws EngineException {
        long start = System.nanoTime();
        long runs = 0;
        while (System.nanoTime() - start < TURN.toNanos()) {
            session.run(request);
            runs++;
        }
        return runs * rows * 1e9 / (System.nanoTime() - start);
    }

    private static double median(List<Double> values) {
        Collections.sort(values);
        return values.get(values.size() / 2);
    }

    /**
     * By how much the 99th percentile of a lone request's time exceeds that of a bare run; a lone request is never held. Beside
     * it what it costs to have the bare run on a thread that sleeps: there and back, no batcher can cost less.
     */
    private static List<Figure> delay(ModelHost host, CountingEngine engine)
            throws EngineException, BenchmarkException {
        Session session = engine.session();
        Map<String, Tensor> single = RandomRequest.of(session.inputs(), 1, 1);
        EngineTrial.Times bare = new EngineTrial.Times();
        EngineTrial.Times handedOver = new EngineTrial.Times();
        EngineTrial.Times batched = new EngineTrial.Times();
        ExecutorService other = Executors.newSingleThreadExecutor();
        try {
            for (int i = 0; i < LONE_REQUESTS; i++) {
                long start = pause();
                session.run(single);
                bare.add(System.nanoTime() - start);
                start = pause();
                await(CompletableFuture.runAsync(() -> run(session, single), other));
                handedOver.add(System.nanoTime() - start);
                start = pause();
                ask(host, single);
                batched.add(System.nanoTime() - start);
            }
        } finally {
            other.shutdownNow();
        }
        return List.of(
                Figure.of(IDLE_DELAY, batched.millis(0.99) - bare.millis(0.99), "ms", Budget.atMost(1)),
                Figure.stated(HAND_OVER, handedOver.millis(0.99) - bare.millis(0.99), "ms"));
    }

    /** Lets every thread fall asleep; returns the time after it. */
    private static long pause() {
        LockSupport.parkNanos(PAUSE.toNanos());
        return System.nanoTime();
    }

    private static void run(Session session, Map<String, Tensor> inputs) {
        try {
            session.run(inputs);
        } catch (EngineException e) {
            throw new CompletionException(e);
        }
    }

    private static <T> T await(CompletableFuture<T> result) throws BenchmarkException {
        try {
            return result.join();
        } catch (CompletionException e) {
            throw new BenchmarkException("a request failed: " + e.getCause(), e);
        }
    }

    private static void ask(ModelHost host, Map<String, Tensor> inputs) throws BenchmarkException {
        CompletableFuture<InferenceOutcome> outcome = host.infer(new InferenceRequest(
                        MeterModel.NAME, Optional.empty(), inputs, System.nanoTime() + DEADLINE.toNanos()))
                .toCompletableFuture();
        if (await(outcome) instanceof InferenceOutcome.Refused refused) {
            throw new BenchmarkException("a request was refused: " + refused.reason());
        }
    }
}
