package io.signet.cli.bench;

import io.signet.inference.HostSettings;
import io.signet.inference.ModelHost;
import io.signet.inference.model.ModelPackage;
import io.signet.inference.model.ModelVariant;
import io.signet.inference.model.PackageException;
import io.signet.inference.model.PublisherKey;
import io.signet.inference.spi.Engine;
import io.signet.inference.spi.EngineAvailability;
import io.signet.inference.spi.EngineException;
import io.signet.inference.spi.Session;
import io.signet.inference.spi.SessionOptions;
import io.signet.inference.tensorflow.TensorFlowEngine;
import io.signet.inference.tensorflow.TensorFlowOptions;
import io.signet.mesh.spi.TaskOrder;
import io.signet.mesh.spi.TaskOutcome;
import io.signet.meter.MeterDigits;
import io.signet.meter.MeterModel;
import io.signet.node.AttestedTaskService;
import io.signet.runtime.Clock;
import io.signet.statement.Bytes;
import io.signet.statement.DataType;
import io.signet.statement.Nonce;
import io.signet.statement.Tensor;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Stream;

/**
 * Attested throughput over that of the same engine called directly, at the same batch: answers through queue, statement,
 * log and receipt against bare calls of the session. Both take turns, so that a busy machine hurts both alike.
 */
final class InferenceBenchmark implements Benchmark {
    private static final String PREFIX = "attested_over_direct_batch";
    private static final List<Integer> BATCHES = List.of(1, 8, 32);
    private static final String ATTESTED = "attested_per_second_batch";
    private static final String DIRECT = "direct_per_second_batch";
    private static final int ROUNDS = 15;
    private static final Duration WARM_UP = Duration.ofSeconds(3);
    private static final Duration TURN = Duration.ofMillis(500);
    /** Until as many receipts come as requests go. */
    private static final Duration RAMP = Duration.ofMillis(60);

    private static final Duration DEADLINE = Duration.ofMinutes(1);
    /** Requests under way: as many as a node takes unless it is told otherwise. */
    private static final int IN_FLIGHT = 128;

    @Override
    public List<String> names() {
        return Stream.of(PREFIX, ATTESTED, DIRECT)
                .flatMap(prefix -> BATCHES.stream().map(batch -> prefix + batch))
                .toList();
    }

    @Override
    public List<Figure> run() throws BenchmarkException {
        EngineAvailability availability = TensorFlowEngine.probe(TensorFlowOptions.forThisMachine());
        if (availability instanceof EngineAvailability.NotAvailable not) {
            throw new BenchmarkException("TensorFlow is not available: " + not.reason());
        }
        Engine engine = ((EngineAvailability.Available) availability).engine();
        List<Figure> figures = new ArrayList<>();
        try (TestLog test = TestLog.create()) {
            Path file = test.directory().resolve(MeterDigits.FILE_NAME);
            Files.write(file, MeterDigits.packageFile().toArray());
            ModelPackage model =
                    ModelPackage.read(file, Set.of(new PublisherKey(Bytes.fromHex(MeterDigits.publisher()))));
            for (int batch : BATCHES) {
                figures.addAll(measure(test, engine, model, batch));
            }
        } catch (IOException | PackageException | EngineException e) {
            throw new BenchmarkException("cannot set up the model: " + e.getMessage(), e);
        }
        return figures;
    }

    private static List<Figure> measure(TestLog test, Engine engine, ModelPackage model, int batch)
            throws IOException, PackageException, EngineException, BenchmarkException {
        Path cache = Files.createDirectories(test.directory().resolve("cache-" + batch));
        Map<String, Tensor> inputs = inputs(batch);
        ModelVariant variant = model.manifest().variants().get(0);
        try (Session session = engine.open(
                        model.unpack(variant, cache.resolve("direct")),
                        variant.format(),
                        new SessionOptions(batch, 1));
                ModelHost host = new ModelHost(
                        HostSettings.defaults(cache.resolve("host")).withBatches(batch, Duration.ZERO), Clock.SYSTEM)) {
            host.addEngine(engine);
            host.add(model);
            host.start();
            AttestedTaskService service = new AttestedTaskService(
                    host, test.log(), test.key().node(), test.key().assurance(), Clock.SYSTEM);
            attested(service, test, inputs, WARM_UP);
            direct(session, inputs, WARM_UP);
            List<Double> ratios = new ArrayList<>();
            double attestedSum = 0;
            double directSum = 0;
            for (int round = 0; round < ROUNDS; round++) {
                double attested = attested(service, test, inputs, TURN);
                double direct = direct(session, inputs, TURN);
                ratios.add(attested / direct);
                attestedSum += attested;
                directSum += direct;
            }
            Collections.sort(ratios);
            return List.of(
                    Figure.of(PREFIX + batch, ratios.get(ROUNDS / 2), "", Budget.atLeast(0.95)),
                    Figure.stated(ATTESTED + batch, attestedSum / ROUNDS, "requests/s"),
                    Figure.stated(DIRECT + batch, directSum / ROUNDS, "requests/s"));
        }
    }

    private static Map<String, Tensor> inputs(int rows) {
        byte[] pixels = new byte[rows * MeterModel.CROP_HEIGHT * MeterModel.CROP_WIDTH];
        new Random(1).nextBytes(pixels);
        ByteBuffer data = ByteBuffer.allocateDirect(pixels.length).put(pixels).flip();
        List<Long> shape = List.of((long) rows, (long) MeterModel.CROP_HEIGHT, (long) MeterModel.CROP_WIDTH, 1L);
        return Map.of(MeterModel.INPUT, Tensor.of(DataType.UINT8, shape, data));
    }

    /** Runs a second. */
    private static double direct(Session session, Map<String, Tensor> inputs, Duration turn) throws EngineException {
        long start = System.nanoTime();
        long runs = 0;
        while (System.nanoTime() - start < turn.toNanos()) {
            session.run(inputs);
            runs++;
        }
        return runs * 1e9 / (System.nanoTime() - start);
    }

    /** Answers with receipts a second, while as many come as go: neither the first nor the last ones count. */
    private static double attested(AttestedTaskService service, TestLog test, Map<String, Tensor> inputs, Duration turn)
            throws BenchmarkException {
        Semaphore places = new Semaphore(IN_FLIGHT);
        AtomicLong answered = new AtomicLong();
        AtomicReference<String> refused = new AtomicReference<>("");
        Random nonces = new Random(2);
        long counted = System.nanoTime() + RAMP.toNanos();
        long end = counted + turn.toNanos();
        long answeredBefore = -1;
        for (long now = System.nanoTime(); now < end; now = System.nanoTime()) {
            if (answeredBefore < 0 && now >= counted) {
                counted = now;
                answeredBefore = answered.get();
            }
            places.acquireUninterruptibly();
            TaskOrder order = new TaskOrder(
                    test.key().node(),
                    Nonce.draw(nonces),
                    MeterModel.NAME,
                    Optional.empty(),
                    inputs,
                    now + DEADLINE.toNanos());
            var unused = service.execute(order).thenAccept(outcome -> {
                if (outcome instanceof TaskOutcome.Refused refusal) {
                    refused.set(refusal.reason());
                } else {
                    answered.incrementAndGet();
                }
                places.release();
            });
        }
        double perSecond = (answered.get() - answeredBefore) * 1e9 / (System.nanoTime() - counted);
        places.acquireUninterruptibly(IN_FLIGHT);
        if (!refused.get().isEmpty()) {
            throw new BenchmarkException("a request was refused: " + refused.get());
        }
        return perSecond;
    }
}
