package io.signet.cli.bench;

import io.signet.inference.onnxruntime.OnnxRuntimeEngine;
import io.signet.inference.onnxruntime.OnnxRuntimeOptions;
import io.signet.inference.spi.EngineAvailability;
import io.signet.inference.tensorflow.TensorFlowEngine;
import io.signet.inference.tensorflow.TensorFlowOptions;
import java.util.List;
import java.util.function.Supplier;

/**
 * An engine that this machine may have. Its libraries are loaded when it is asked for and not before.
 *
 * @param name the engine's name
 * @param probe looks for it
 */
public record EngineProbe(String name, Supplier<EngineAvailability> probe) {
    /** Those that this program knows, in the order in which a node prefers them. */
    public static List<EngineProbe> all() {
        return List.of(
                new EngineProbe("onnxruntime", () -> OnnxRuntimeEngine.probe(OnnxRuntimeOptions.forThisMachine())),
                new EngineProbe("tensorflow", () -> TensorFlowEngine.probe(TensorFlowOptions.forThisMachine())));
    }
}
