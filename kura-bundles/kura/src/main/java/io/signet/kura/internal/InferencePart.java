package io.signet.kura.internal;

import io.signet.provisioning.ProvisioningException;
import io.signet.provisioning.TrustPolicyFile;
import io.signet.runtime.Limits;
import io.signet.statement.Bytes;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What {@link InferenceOptions} say, checked.
 *
 * @param models the directory of models; empty for that in the node's home
 * @param publishers Ed25519 keys in hexadecimal; empty for those in the node's trust policy
 * @param properties of the inference service, without the above
 * @param onnxRuntime properties of that engine
 * @param tensorFlow properties of that engine
 */
record InferencePart(
        Optional<Path> models,
        List<String> publishers,
        Map<String, Object> properties,
        Map<String, Object> onnxRuntime,
        Map<String, Object> tensorFlow)
        implements Part {
    InferencePart {
        publishers = List.copyOf(publishers);
        properties = Map.copyOf(properties);
        onnxRuntime = Map.copyOf(onnxRuntime);
        tensorFlow = Map.copyOf(tensorFlow);
    }

    /** @throws IllegalArgumentException if a value is impossible */
    static InferencePart of(InferenceOptions options) {
        List<String> publishers = Properties.texts(options.publishers());
        publishers.forEach(InferencePart::requirePublisher);
        return new InferencePart(
                NodePart.path("models.directory", options.models_directory()),
                publishers,
                host(options),
                Map.of(
                        "threads",
                        Limits.requireInRange("onnxruntime.threads", options.onnxruntime_threads(), 0, 256),
                        "isolated",
                        options.onnxruntime_isolated()),
                Map.of(
                        "threads.intra",
                        Limits.requireInRange("tensorflow.threads.intra", options.tensorflow_threads_intra(), 0, 256),
                        "isolated",
                        options.tensorflow_isolated()));
    }

    private static Map<String, Object> host(InferenceOptions options) {
        Map<String, Object> host = new HashMap<>();
        host.put("models.fetch", Properties.texts(options.models_fetch()).toArray(String[]::new));
        host.put("engines", Properties.texts(options.engines()).toArray(String[]::new));
        host.put("models.max", Limits.requireInRange("models.max", options.models_max(), 1, 256));
        host.put("batch.rows.max", Limits.requireInRange("batch.rows.max", options.batch_rows_max(), 1, 4096));
        host.put(
                "batch.delay.max.us",
                Limits.requireInRange("batch.delay.max.us", options.batch_delay_max_us(), 0, 1_000_000));
        host.put("runs.max", Limits.requireInRange("runs.max", options.runs_max(), 1, 64));
        host.put("run.time.max.ms", Limits.requireInRange("run.time.max.ms", options.run_time_max_ms(), 10, 3_600_000));
        host.put(
                "queue.requests.max",
                Limits.requireInRange("queue.requests.max", options.queue_requests_max(), 1, 65_536));
        host.put(
                "queue.bytes.max",
                Limits.requireInRange("queue.bytes.max", options.queue_bytes_max(), 1_000, 16_000_000_000L));
        host.put(
                "request.bytes.max",
                Limits.requireInRange("request.bytes.max", options.request_bytes_max(), 1_000, Integer.MAX_VALUE));
        return host;
    }

    private static void requirePublisher(String hex) {
        try {
            TrustPolicyFile.requirePublisher(Bytes.fromHex(hex));
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException(
                    "publishers: '" + hex + "' is no Ed25519 key of 64 hexadecimal digits", e);
        }
    }

    @Override
    public PartName name() {
        return PartName.INFERENCE;
    }

    @Override
    public Map<InnerPid, Map<String, Object>> configurations(Path home) throws ProvisioningException {
        Map<String, Object> files = Map.of(
                "models.directory",
                models.orElse(home.resolve("models")).toString(),
                "cache.directory",
                home.resolve("cache").toString(),
                "publishers",
                trusted(home).toArray(String[]::new));
        return Map.of(
                InnerPid.ONNX_RUNTIME,
                onnxRuntime,
                InnerPid.TENSORFLOW,
                tensorFlow,
                InnerPid.INFERENCE,
                Properties.with(properties, files));
    }

    private List<String> trusted(Path home) throws ProvisioningException {
        if (!publishers.isEmpty()) {
            return publishers;
        }
        return TrustPolicyFile.read(home.resolve(TrustPolicyFile.FILE_NAME)).publishers().stream()
                .map(Bytes::toHex)
                .sorted()
                .toList();
    }
}
