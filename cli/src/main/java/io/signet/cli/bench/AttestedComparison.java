package io.signet.cli.bench;

import io.signet.inference.HostSettings;
import io.signet.inference.ModelHost;
import io.signet.inference.model.ModelPackage;
import io.signet.inference.model.ModelVariant;
import io.signet.inference.model.PackageException;
import io.signet.inference.spi.EngineException;
import io.signet.inference.spi.Session;
import io.signet.inference.spi.SessionOptions;
import io.signet.mesh.Strain;
import io.signet.mesh.spi.TaskOrder;
import io.signet.mesh.spi.TaskOutcome;
import io.signet.meter.MeterModel;
import io.signet.node.AttestedTaskService;
import io.signet.runtime.Clock;
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
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicReference;

/**
 * Answers through queue, statement, log and receipt against bare calls of the session, in turns.
 *
 * @param rounds turns of each
 * @param turn how long each takes
 * @param ramp until as many receipts come as requests go
 */
record AttestedComparison(int rounds, Duration turn, Duration ramp) {
    private static final Duration WARM_UP = Duration.ofSeconds(3);
    private static final Duration DEADLINE = Duration.ofMinutes(1);
    /** Requests under way: as many as a node takes unless it is told otherwise. */
    private static final int IN_FLIGHT = 128;

    /**
     * What was measured.
     *
     * @param ratio the median of attested over direct
     * @param attestedPerSecond answers with receipts, on average
     * @param directPerSecond runs of the session, on average
     */
    record Result(double ratio, double attestedPerSecond, double directPerSecond) {}

    /** Compares at {@code batch} rows a request. */
    Result measure(TestLog test, MeterSubject subject, int batch) throws BenchmarkException {
        try {
            return compare(test, subject, batch);
        } catch (IOException | PackageException | EngineException e) {
            throw new BenchmarkException("cannot run the model: " + e.getMessage(), e);
        }
    }

    private Result compare(TestLog test, MeterSubject subject, int batch)
            throws IOException, PackageException, EngineException, BenchmarkException {
        Path cache = Files.createDirectories(test.directory().resolve("cache-" + batch));
        Map<String, Tensor> inputs = inputs(batch);
        ModelPackage model = subject.model();
        ModelVariant variant = model.manifest().variants().get(0);
        try (Session session = subject.engine()
                        .open(
                                model.unpack(variant, cache.resolve("direct")),
                                variant.format(),
                                new SessionOptions(batch, 1));
                ModelHost host = new ModelHost(
                        HostSettings.defaults(cache.resolve("host")).withBatches(batch, Duration.ZERO), Clock.SYSTEM)) {
            host.addEngine(subject.engine());
            host.add(model);
            host.start();
            AttestedTaskService service = new AttestedTaskService(
                    host, test.log(), test.key().node(), test.key().assurance(), () -> Strain.NONE, Clock.SYSTEM);
            attested(service, test, inputs, WARM_UP);
            direct(session, inputs, WARM_UP);
            List<Double> ratios = new ArrayList<>();
            double attestedSum = 0;
            double directSum = 0;
            for (int round = 0; round < rounds; round++) {
                double attested = attested(service, test, inputs, turn);
                double direct = direct(session, inputs, turn);
                ratios.add(attested / direct);
                attestedSum += attested;
                directSum += direct;
            }
            Collections.sort(ratios);
            return new Result(ratios.get(rounds / 2), attestedSum / rounds, directSum / rounds);
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

    /**
     * Answers with receipts a second, while as many come as go: neither the first nor the last ones count. Receipts come in
     * bursts, as many as share a signature, so time is taken from the end of one burst to the end of another.
     */
    private double attested(AttestedTaskService service, TestLog test, Map<String, Tensor> inputs, Duration turn)
            throws BenchmarkException {
        Semaphore places = new Semaphore(IN_FLIGHT);
        AtomicReference<Answers> answers = new AtomicReference<>(new Answers(0, System.nanoTime()));
        AtomicReference<String> refused = new AtomicReference<>("");
        Random nonces = new Random(2);
        long counted = System.nanoTime() + ramp.toNanos();
        long end = counted + turn.toNanos();
        Optional<Answers> first = Optional.empty();
        for (long now = System.nanoTime(); now < end; now = System.nanoTime()) {
            if (first.isEmpty() && now >= counted) {
                first = Optional.of(answers.get());
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
                    answers.updateAndGet(before -> new Answers(before.count() + 1, System.nanoTime()));
                }
                places.release();
            });
        }
        double perSecond = first.orElseThrow().perSecondUntil(answers.get());
        places.acquireUninterruptibly(IN_FLIGHT);
        if (!refused.get().isEmpty()) {
            throw new BenchmarkException("a request was refused: " + refused.get());
        }
        return perSecond;
    }

    /**
     * How many there were, and when the last one came.
     *
     * @param nanos of the monotonic clock
     */
    private record Answers(long count, long nanos) {
        double perSecondUntil(Answers later) {
            return (later.count - count) * 1e9 / Math.max(1, later.nanos - nanos);
        }
    }
}
