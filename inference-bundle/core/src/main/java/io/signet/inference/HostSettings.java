package io.signet.inference;

import io.signet.inference.spi.Engine;
import io.signet.inference.spi.SessionOptions;
import io.signet.runtime.Limits;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

/**
 * Bounds of a {@link ModelHost}. Those of the queue hold for each model apart.
 *
 * @param engines names of engines, the one that is to run a model if it can first; others come after them; at most 16
 * @param cache directory for unpacked packages, used by this process alone
 * @param modelsMax most models loaded at once, 1 to 256
 * @param batchRowsMax most rows of one run, and of one request, 1 to {@link SessionOptions#ROWS_LIMIT}
 * @param batchDelayMax longest time that a request waits for others to join it, 0 to 1 s; a request alone waits never
 * @param runsMax runs of one model at once, 1 to {@link SessionOptions#RUNS_LIMIT}
 * @param runTimeMax how long a run may take before its requests are given up, 10 ms to 1 h
 * @param queueRequestsMax most requests that wait, 1 to 65,536
 * @param queueBytesMax most input and output bytes of requests that wait, 1 kB to 16 GB
 * @param requestBytesMax most input and output bytes of one request, 1 kB to 2^31-1
 */
public record HostSettings(
        List<String> engines,
        Path cache,
        int modelsMax,
        int batchRowsMax,
        Duration batchDelayMax,
        int runsMax,
        Duration runTimeMax,
        int queueRequestsMax,
        long queueBytesMax,
        long requestBytesMax) {
    /** On NVIDIA's hardware what is made for it, elsewhere what was measured to be faster. */
    public static final List<String> ENGINES = List.of("tensorrt", "onnxruntime", "tensorflow");

    private static final int ENGINES_MAX = 16;

    public HostSettings {
        engines = List.copyOf(engines);
        Limits.requireInRange("number of engines", engines.size(), 0, ENGINES_MAX);
        engines.forEach(name -> Limits.requireText("engines", name, Engine.NAME_CHARS_MAX));
        Limits.requireInRange("models.max", modelsMax, 1, 256);
        Limits.requireInRange("batch.rows.max", batchRowsMax, 1, SessionOptions.ROWS_LIMIT);
        Limits.requireInRange("batch.delay.max.us", batchDelayMax.toNanos() / 1_000, 0, 1_000_000);
        Limits.requireInRange("runs.max", runsMax, 1, SessionOptions.RUNS_LIMIT);
        Limits.requireInRange("run.time.max.ms", runTimeMax.toMillis(), 10, 3_600_000);
        Limits.requireInRange("queue.requests.max", queueRequestsMax, 1, 65_536);
        Limits.requireInRange("queue.bytes.max", queueBytesMax, 1_000, 16_000_000_000L);
        Limits.requireInRange("request.bytes.max", requestBytesMax, 1_000, Integer.MAX_VALUE);
    }

    /** What suits a small box: batches of 64 rows, 2 ms, 256 requests and 64 MB waiting, 16 MB a request. */
    public static HostSettings defaults(Path cache) {
        return new HostSettings(
                ENGINES, cache, 16, 64, Duration.ofMillis(2), 1, Duration.ofSeconds(30), 256, 64_000_000, 16_000_000);
    }

    /** The same with another order of engines. */
    public HostSettings withEngines(List<String> order) {
        return new HostSettings(
                order,
                cache,
                modelsMax,
                batchRowsMax,
                batchDelayMax,
                runsMax,
                runTimeMax,
                queueRequestsMax,
                queueBytesMax,
                requestBytesMax);
    }

    /** The same with other batches. */
    public HostSettings withBatches(int rowsMax, Duration delayMax) {
        return new HostSettings(
                engines,
                cache,
                modelsMax,
                rowsMax,
                delayMax,
                runsMax,
                runTimeMax,
                queueRequestsMax,
                queueBytesMax,
                requestBytesMax);
    }

    /** The same with other bounds of the queue. */
    public HostSettings withQueue(int requestsMax, long bytesMax) {
        return new HostSettings(
                engines,
                cache,
                modelsMax,
                batchRowsMax,
                batchDelayMax,
                runsMax,
                runTimeMax,
                requestsMax,
                bytesMax,
                requestBytesMax);
    }
}
