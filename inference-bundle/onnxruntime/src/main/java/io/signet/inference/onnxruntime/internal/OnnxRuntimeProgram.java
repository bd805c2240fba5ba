package io.signet.inference.onnxruntime.internal;

import io.signet.inference.onnxruntime.OnnxRuntimeEngine;
import io.signet.inference.onnxruntime.OnnxRuntimeOptions;
import io.signet.inference.process.EngineProgram;
import io.signet.inference.spi.EngineAvailability;
import java.util.Map;

/** Makes the ONNX Runtime engine in a process that is its own. */
public final class OnnxRuntimeProgram implements EngineProgram {
    /** Setting: {@link OnnxRuntimeOptions#threads}. */
    public static final String THREADS = "threads";

    @Override
    public EngineAvailability probe(Map<String, String> settings) {
        return OnnxRuntimeEngine.probe(new OnnxRuntimeOptions(Integer.parseInt(settings.getOrDefault(THREADS, "1"))));
    }
}
