package io.signet.cli.bench;

import io.signet.runtime.Trees;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Semaphore;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Stream;

/**
 * A node with a chip's slow signatures: what is left of the throughput when it has all the work that it takes, and how long
 * a receipt takes when it has a little. The delay is this benchmark's own, in front of an emulated TPM.
 */
final class TpmBenchmark implements Benchmark {
    private static final String RATIO = "attested_over_direct_tpm_";
    private static final String ATTESTED = "attested_per_second_tpm_";
    private static final String MEDIAN = "receipt_latency_p50_tpm_20ms";
    private static final String P99 = "receipt_latency_p99_tpm_20ms";
    private static final List<Integer> SIGNATURE_MILLIS = List.of(20, 200);
    /** So that what a node has under way lasts longer than a signature: docs/benchmarks.md. */
    private static final int BATCH = 32;

    private static final int ROUNDS = 15;
    private static final Duration TURN = Duration.ofMillis(1_200);
    private static final Duration RAMP = Duration.ofMillis(900);
    private static final int STATEMENTS = 1_000;
    private static final Duration STATEMENT_EVERY = Duration.ofMillis(5);

    @Override
    public List<String> names() {
        return Stream.concat(
                        SIGNATURE_MILLIS.stream().flatMap(ms -> Stream.of(RATIO + ms + "ms", ATTESTED + ms + "ms")),
                        Stream.of(MEDIAN, P99))
                .toList();
    }

    @Override
    public List<Figure> run() throws BenchmarkException {
        List<Figure> figures = new ArrayList<>();
        AttestedComparison comparison = new AttestedComparison(ROUNDS, TURN, RAMP);
        try (MeterSubject subject = MeterSubject.load()) {
            for (int millis : SIGNATURE_MILLIS) {
                figures.addAll(withTpm(millis, test -> {
                    AttestedComparison.Result result = comparison.measure(test, subject, BATCH);
                    return List.of(
                            Figure.of(RATIO + millis + "ms", result.ratio(), "", Budget.atLeast(0.95)),
                            Figure.stated(ATTESTED + millis + "ms", result.attestedPerSecond(), "requests/s"));
                }));
            }
        }
        figures.addAll(withTpm(SIGNATURE_MILLIS.get(0), TpmBenchmark::latency));
        return figures;
    }

    @FunctionalInterface
    private interface Measurement {
        List<Figure> measure(TestLog test) throws BenchmarkException;
    }

    private static List<Figure> withTpm(int signatureMillis, Measurement measurement) throws BenchmarkException {
        Path directory;
        try {
            directory = Files.createTempDirectory("signet-tpm-");
        } catch (IOException e) {
            throw new BenchmarkException("cannot make a directory: " + e.getMessage(), e);
        }
        try (SlowTpm tpm = SlowTpm.start(directory, Duration.ofMillis(signatureMillis));
                TestLog test = TestLog.create(tpm.key())) {
            return measurement.measure(test);
        } finally {
            delete(directory);
        }
    }

    private static void delete(Path directory) {
        try {
            Trees.delete(directory);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** From statement to receipt, while statements come at a steady rate. */
    private static List<Figure> latency(TestLog test) {
        ConcurrentLinkedQueue<Long> latencies = new ConcurrentLinkedQueue<>();
        Semaphore pending = new Semaphore(STATEMENTS);
        long start = System.nanoTime();
        for (long i = 0; i < STATEMENTS; i++) {
            long due = start + i * STATEMENT_EVERY.toNanos();
            for (long left = due - System.nanoTime(); left > 0; left = due - System.nanoTime()) {
                LockSupport.parkNanos(left);
            }
            pending.acquireUninterruptibly();
            var unused = test.log()
                    .append(TestLog.statement(test.key().node(), i).encode())
                    .whenComplete((receipt, failure) -> {
                        latencies.add(System.nanoTime() - due);
                        pending.release();
                    });
        }
        pending.acquireUninterruptibly(STATEMENTS);
        List<Long> sorted = latencies.stream().sorted().toList();
        return List.of(
                Figure.stated(MEDIAN, sorted.get(STATEMENTS / 2) / 1e6, "ms"),
                Figure.stated(P99, sorted.get(STATEMENTS * 99 / 100) / 1e6, "ms"));
    }
}
