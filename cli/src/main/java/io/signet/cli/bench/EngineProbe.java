package io.signet.cli.bench;

import io.signet.inference.onnxruntime.OnnxRuntimeEngine;
import io.signet.inference.onnxruntime.OnnxRuntimeOptions;
import io.signet.inference.spi.EngineAvailability;
import io.signet.inference.tensorflow.TensorFlowEngine;
import io.signet.inference.tensorflow.TensorFlowOptions;
import io.signet.inference.tensorrt.TensorRt;
import io.signet.inference.tensorrt.TensorRtOptions;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Supplier;

/**
 * An engine that this machine may have. Its libraries are loaded when it is asked for and not before.
 *
 * @param name the engine's name
 * @param probe looks for it
 */
public record EngineProbe(String name, Supplier<EngineAvailability> probe) {
    /** Where TensorRT keeps what takes it minutes to make. */
    private static final Path PLANS = Path.of(System.getProperty("user.home"), ".cache", "signet", "tensorrt");

    /** Those that this program knows, in the order in which a node prefers them. */
    public static List<EngineProbe> all() {
        return List.of(
                new EngineProbe(TensorRt.NAME, () -> TensorRt.probe(TensorRtOptions.in(PLANS))),
                new EngineProbe("onnxruntime", () -> OnnxRuntimeEngine.probe(OnnxRuntimeOptions.forThisMachine())),
                new EngineProbe("tensorflow", () -> TensorFlowEngine.probe(TensorFlowOptions.forThisMachine())));
    }
}
