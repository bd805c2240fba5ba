package io.signet.inference.internal;

import org.osgi.service.metatype.annotations.AttributeDefinition;
import org.osgi.service.metatype.annotations.ObjectClassDefinition;

/** Configuration of the inference service; {@link io.signet.inference.HostSettings} has the ranges. */
@ObjectClassDefinition(id = InferenceConfig.PID, name = "Signet inference")
public @interface InferenceConfig {
    /** Identity of the configuration. */
    String PID = "io.signet.inference";

    @AttributeDefinition(name = "Directory of models", description = "Model packages (*.signet) to load.")
    String models_directory();

    @AttributeDefinition(
            name = "Packages to fetch",
            description =
                    "Each the package's SHA-256 and, after blanks, the addresses of web servers that have it, if any: what is"
                            + " not among the models is downloaded from other nodes or these, verified and loaded.")
    String[] models_fetch() default {};

    @AttributeDefinition(name = "Cache directory", description = "Where packages are unpacked to.")
    String cache_directory();

    @AttributeDefinition(
            name = "Accepted publishers",
            description = "Ed25519 public keys in hexadecimal; packages of nobody else are loaded.")
    String[] publishers() default {};

    @AttributeDefinition(
            name = "Engines",
            description = "The engine that is to run a model if it can first; engines that are not named come last.")
    String[] engines() default {"tensorrt", "onnxruntime", "tensorflow"};

    @AttributeDefinition(name = "Models", description = "Most models loaded at once.", min = "1", max = "256")
    int models_max() default 16;

    @AttributeDefinition(
            name = "Rows of a batch",
            description = "Most rows of one run, and of one request.",
            min = "1",
            max = "4096")
    int batch_rows_max() default 64;

    @AttributeDefinition(
            name = "Delay (µs)",
            description = "Longest time that a request waits for others to join it.",
            min = "0",
            max = "1000000")
    int batch_delay_max_us() default 2_000;

    @AttributeDefinition(name = "Runs", description = "Runs of one model at once.", min = "1", max = "64")
    int runs_max() default 1;

    @AttributeDefinition(
            name = "Run time (ms)",
            description = "How long a run may take before it is given up.",
            min = "10",
            max = "3600000")
    int run_time_max_ms() default 30_000;

    @AttributeDefinition(
            name = "Queue (requests)",
            description = "Most requests that wait for one model.",
            min = "1",
            max = "65536")
    int queue_requests_max() default 256;

    @AttributeDefinition(
            name = "Queue (bytes)",
            description = "Most bytes of requests that wait for one model.",
            min = "1000",
            max = "16000000000")
    long queue_bytes_max() default 64_000_000;

    @AttributeDefinition(
            name = "Request (bytes)",
            description = "Most input and output bytes of one request.",
            min = "1000",
            max = "2147483647")
    long request_bytes_max() default 16_000_000;
}
