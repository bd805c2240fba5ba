package io.signet.cli.bench;

import io.signet.inference.model.ModelPackage;
import io.signet.inference.model.ModelVariant;
import io.signet.inference.model.PackageException;
import io.signet.inference.spi.Engine;
import io.signet.inference.spi.EngineAvailability;
import io.signet.inference.spi.EngineException;
import io.signet.inference.spi.Session;
import io.signet.inference.spi.SessionOptions;
import io.signet.statement.Tensor;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.Map;
import java.util.Optional;

/** What became of the attempt to run a model on one engine. */
public sealed interface EngineTrial {
    /** The engine's name. */
    String engine();

    /**
     * It ran.
     *
     * @param engine the engine's name
     * @param label the same with its version
     * @param full whether it computed with 32 bits
     * @param device what computed
     * @param format the variant that it ran
     * @param rowsPerSecond rows of all requests, which followed each other
     * @param medianMillis of a request
     * @param slowMillis what 99 of 100 requests kept within
     * @param memoryBytes how much this process grew from before the engine was loaded until after it ran; 0 if unknown
     * @param answer what it computed
     */
    record Ran(
            String engine,
            String label,
            boolean full,
            String device,
            String format,
            double rowsPerSecond,
            double medianMillis,
            double slowMillis,
            long memoryBytes,
            Map<String, Tensor> answer)
            implements EngineTrial {
        public Ran {
            answer = Map.copyOf(answer);
        }
    }

    /**
     * It did not.
     *
     * @param engine the engine's name
     * @param reason why
     */
    record DidNotRun(String engine, String reason) implements EngineTrial {}

    /** Requests whose times are kept; later ones count for the throughput only. */
    int TIMES_MAX = 1_000_000;

    /**
     * Runs {@code request} again and again.
     *
     * @param cache where the model is unpacked to
     * @param rows of the request
     * @param time how long; a tenth of it before is not counted
     * @throws PackageException if the package can't be unpacked
     */
    static EngineTrial run(
            EngineProbe probe, ModelPackage model, Path cache, Map<String, Tensor> request, int rows, Duration time)
            throws PackageException {
        long before = residentBytes();
        EngineAvailability availability = probe.probe().get();
        if (availability instanceof EngineAvailability.NotAvailable not) {
            return new DidNotRun(probe.name(), "not available: " + not.reason());
        }
        Engine engine = ((EngineAvailability.Available) availability).engine();
        Optional<ModelVariant> variant = model.manifest().variants().stream()
                .filter(v -> engine.supports(v.format()))
                .findFirst();
        if (variant.isEmpty()) {
            return new DidNotRun(probe.name(), "the package has no variant for it");
        }
        String format = variant.get().format();
        Path directory = model.unpack(variant.get(), cache);
        try (Session session = engine.open(directory, format, new SessionOptions(rows, 1).allowing(probe.lower()))) {
            Map<String, Tensor> answer = session.run(request);
            times(session, request, time.dividedBy(10));
            long start = System.nanoTime();
            Times times = times(session, request, time);
            double seconds = (System.nanoTime() - start) / 1e9;
            return new Ran(
                    engine.name(),
                    engine.label(session),
                    probe.lower().isEmpty(),
                    engine.device(),
                    format,
                    times.runs() * rows / seconds,
                    times.millis(0.5),
                    times.millis(0.99),
                    Math.max(0, residentBytes() - before),
                    answer);
        } catch (EngineException e) {
            return new DidNotRun(probe.name(), e.getMessage());
        }
    }

    private static Times times(Session session, Map<String, Tensor> request, Duration time) throws EngineException {
        Times times = new Times();
        long start = System.nanoTime();
        long last = start;
        do {
            session.run(request);
            long now = System.nanoTime();
            times.add(now - last);
            last = now;
        } while (last - start < time.toNanos());
        return times;
    }

    /** How much of this process is in memory; 0 where Linux does not tell. */
    private static long residentBytes() {
        try {
            return Files.readAllLines(Path.of("/proc/self/status")).stream()
                    .filter(line -> line.startsWith("VmRSS:"))
                    .mapToLong(line -> Long.parseLong(line.replaceAll("[^0-9]", "")) * 1024)
                    .findFirst()
                    .orElse(0);
        } catch (IOException notLinux) {
            return 0;
        }
    }

    /** Times of requests. */
    final class Times {
        private long[] nanos = new long[1_024];
        private int kept;
        private long runs;

        void add(long time) {
            runs++;
            if (kept == nanos.length && kept < TIMES_MAX) {
                nanos = Arrays.copyOf(nanos, Math.min(2 * kept, TIMES_MAX));
            }
            if (kept < nanos.length) {
                nanos[kept] = time;
                kept++;
            }
        }

        long runs() {
            return runs;
        }

        /** What the share {@code share} of the requests kept within. */
        double millis(double share) {
            long[] sorted = Arrays.copyOf(nanos, kept);
            Arrays.sort(sorted);
            return sorted[(int) Math.min(kept - 1, Math.ceil(share * kept) - 1)] / 1e6;
        }
    }
}
