package io.signet.cli.bench;

import io.signet.inference.onnxruntime.OnnxRuntimeEngine;
import io.signet.inference.onnxruntime.OnnxRuntimeOptions;
import io.signet.inference.spi.EngineAvailability;
import io.signet.inference.tensorflow.TensorFlowEngine;
import io.signet.inference.tensorflow.TensorFlowOptions;
import io.signet.inference.tensorrt.Precision;
import io.signet.inference.tensorrt.TensorRt;
import io.signet.inference.tensorrt.TensorRtOptions;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Supplier;

/**
 * An engine that this machine may have. Its libraries are loaded when it is asked for and not before.
 *
 * @param name the engine's name
 * @param full whether it computes with 32 bits, so that a model's tolerance is about it
 * @param probe looks for it
 */
public record EngineProbe(String name, boolean full, Supplier<EngineAvailability> probe) {
    /** Where TensorRT keeps what takes it minutes to make. */
    static final Path PLANS = Path.of(System.getProperty("user.home"), ".cache", "signet", "tensorrt");

    /** Those that this program knows, in the order in which a node prefers them; with 32 bits before fewer. */
    public static List<EngineProbe> all() {
        return List.of(
                tensorRt(Precision.FP32),
                tensorRt(Precision.FP16),
                new EngineProbe(
                        "onnxruntime", true, () -> OnnxRuntimeEngine.probe(OnnxRuntimeOptions.forThisMachine())),
                new EngineProbe("tensorflow", true, () -> TensorFlowEngine.probe(TensorFlowOptions.forThisMachine())));
    }

    private static EngineProbe tensorRt(Precision precision) {
        return new EngineProbe(
                TensorRt.NAME, precision == Precision.FP32, () -> TensorRt.probe(TensorRtOptions.in(PLANS, precision)));
    }
}
