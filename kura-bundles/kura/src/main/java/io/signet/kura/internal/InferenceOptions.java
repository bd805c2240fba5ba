package io.signet.kura.internal;

import org.osgi.service.metatype.annotations.AttributeDefinition;
import org.osgi.service.metatype.annotations.Icon;
import org.osgi.service.metatype.annotations.ObjectClassDefinition;

/** What the node computes, and how: what Kura's console shows as "Signet Inference". */
@ObjectClassDefinition(
        id = InferenceOptions.PID,
        name = "Signet Inference",
        description = "The models that this node runs, the engines that run them, and how much they may take.",
        icon = @Icon(resource = "OSGI-INF/icons/signet.png", size = 32))
public @interface InferenceOptions {
    /** Name of the component, of its configuration and of its metatype. */
    String PID = "io.signet.kura.inference";

    /** {@code models.directory}. */
    @AttributeDefinition(
            name = "Models",
            description =
                    "Absolute path of the directory of model packages (*.signet). Empty: models in the node's home.",
            required = false)
    String models_directory() default "";

    /** {@code models.fetch}. */
    @AttributeDefinition(
            name = "Packages to fetch",
            description =
                    "Each the package's SHA-256 and, after blanks, the addresses of web servers that have it, if any:"
                            + " what is not among the models is fetched from other nodes or these, verified and loaded.",
            required = false,
            cardinality = 256)
    String[] models_fetch() default {};

    /** {@code publishers}. */
    @AttributeDefinition(
            name = "Publishers",
            description =
                    "Ed25519 public keys in hexadecimal: model packages of nobody else are run. Empty: those in the"
                            + " node's trust.yaml.",
            required = false,
            cardinality = 64)
    String[] publishers() default {};

    /** {@code engines}. */
    @AttributeDefinition(
            name = "Engines",
            description = "The engine that is to run a model if it can first; those that are not named come last.",
            required = false,
            cardinality = 16)
    String[] engines() default {"tensorrt", "onnxruntime", "tensorflow"};

    /** {@code models.max}. */
    @AttributeDefinition(name = "Models at once", description = "Models loaded at most.", min = "1", max = "256")
    int models_max() default 16;

    /** {@code batch.rows.max}. */
    @AttributeDefinition(
            name = "Rows of a batch",
            description = "Rows of one run, and of one request, at most.",
            min = "1",
            max = "4096")
    int batch_rows_max() default 64;

    /** {@code batch.delay.max.us}. */
    @AttributeDefinition(
            name = "Wait for a batch (µs)",
            description = "Microseconds that a request waits for others to join it, at most.",
            min = "0",
            max = "1000000")
    int batch_delay_max_us() default 2_000;

    /** {@code runs.max}. */
    @AttributeDefinition(
            name = "Runs at once",
            description = "Runs of one model at once, at most.",
            min = "1",
            max = "64")
    int runs_max() default 1;

    /** {@code run.time.max.ms}. */
    @AttributeDefinition(
            name = "Time of a run (ms)",
            description = "Milliseconds that a run may take before its requests are given up.",
            min = "10",
            max = "3600000")
    int run_time_max_ms() default 30_000;

    /** {@code queue.requests.max}. */
    @AttributeDefinition(
            name = "Waiting requests",
            description = "Requests that wait for one model, at most.",
            min = "1",
            max = "65536")
    int queue_requests_max() default 256;

    /** {@code queue.bytes.max}. */
    @AttributeDefinition(
            name = "Waiting bytes",
            description = "Bytes of the requests that wait for one model, at most.",
            min = "1000",
            max = "16000000000")
    long queue_bytes_max() default 64_000_000;

    /** {@code request.bytes.max}. */
    @AttributeDefinition(
            name = "Bytes of a request",
            description = "Input and output bytes of one request, at most.",
            min = "1000",
            max = "2147483647")
    long request_bytes_max() default 16_000_000;

    /** {@code onnxruntime.threads}. */
    @AttributeDefinition(
            name = "ONNX Runtime: threads",
            description =
                    "Threads of an operation; 0 for one fewer than there are processors. A change takes effect when"
                            + " Kura starts anew.",
            min = "0",
            max = "256")
    int onnxruntime_threads() default 0;

    /** {@code onnxruntime.isolated}. */
    @AttributeDefinition(
            name = "ONNX Runtime: isolated",
            description = "Whether each model runs in a process of its own, so that a crash in it does not end Kura.")
    boolean onnxruntime_isolated() default true;

    /** {@code tensorflow.threads.intra}. */
    @AttributeDefinition(
            name = "TensorFlow: threads",
            description =
                    "Threads of an operation; 0 for one fewer than there are processors. A change takes effect when"
                            + " Kura starts anew.",
            min = "0",
            max = "256")
    int tensorflow_threads_intra() default 0;

    /** {@code tensorflow.isolated}. */
    @AttributeDefinition(
            name = "TensorFlow: isolated",
            description = "Whether each model runs in a process of its own, so that a crash in it does not end Kura.")
    boolean tensorflow_isolated() default true;
}
