package io.signet.inference.onnxruntime;

import io.signet.inference.onnxruntime.internal.OnnxRuntimeProgram;
import io.signet.inference.process.EngineProcessSettings;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/** ONNX Runtime in processes of its own, one a model, for owners who do not want foreign native code in the node's. */
public final class OnnxRuntimeProcess {
    private static final Duration LOAD_TIME_MAX = Duration.ofMinutes(2);

    private OnnxRuntimeProcess() {}

    /**
     * What its processes are made of.
     *
     * @param options how each process uses the machine
     * @param classPath this room's classes and what they need
     */
    public static EngineProcessSettings settings(OnnxRuntimeOptions options, List<Path> classPath) {
        return new EngineProcessSettings(
                OnnxRuntimeEngine.NAME,
                List.of(OnnxRuntimeEngine.FORMAT),
                OnnxRuntimeProgram.class.getName(),
                Map.of(OnnxRuntimeProgram.THREADS, String.valueOf(options.threads())),
                classPath,
                EngineProcessSettings.inheritedOptions(),
                LOAD_TIME_MAX);
    }
}
