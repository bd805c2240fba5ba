package io.signet.cli.bench;

import io.signet.inference.model.CalibrationSamples;
import io.signet.inference.model.Manifest;
import io.signet.inference.onnxruntime.OnnxRuntimeEngine;
import io.signet.inference.onnxruntime.OnnxRuntimeOptions;
import io.signet.inference.spi.EngineAvailability;
import io.signet.inference.spi.Precision;
import io.signet.inference.tensorflow.TensorFlowEngine;
import io.signet.inference.tensorflow.TensorFlowOptions;
import io.signet.inference.tensorrt.TensorRt;
import io.signet.inference.tensorrt.TensorRtOptions;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.function.Supplier;

/**
 * An engine that this machine may have. Its libraries are loaded when it is asked for and not before.
 *
 * @param name the engine's name
 * @param lower precisions of fewer than 32 bits that it may compute with, whatever the publisher says
 * @param probe looks for it
 */
public record EngineProbe(String name, Set<Precision> lower, Supplier<EngineAvailability> probe) {
    /** Where TensorRT keeps what takes it minutes to make. */
    static final Path PLANS = Path.of(System.getProperty("user.home"), ".cache", "signet", "tensorrt");

    /**
     * Those that this program knows for a model, in the order in which a node prefers them; with 32 bits before fewer, and
     * with 8 only if the package has samples for calibration.
     */
    public static List<EngineProbe> all(Manifest manifest) {
        List<EngineProbe> probes = new ArrayList<>();
        probes.add(tensorRt(Set.of()));
        probes.add(tensorRt(Set.of(Precision.FP16)));
        if (manifest.files().stream().anyMatch(file -> file.path().endsWith("/" + CalibrationSamples.FILE_NAME))) {
            probes.add(tensorRt(Set.of(Precision.FP16, Precision.INT8)));
        }
        probes.add(new EngineProbe(
                "onnxruntime", Set.of(), () -> OnnxRuntimeEngine.probe(OnnxRuntimeOptions.forThisMachine())));
        probes.add(new EngineProbe(
                "tensorflow", Set.of(), () -> TensorFlowEngine.probe(TensorFlowOptions.forThisMachine())));
        return probes;
    }

    private static EngineProbe tensorRt(Set<Precision> lower) {
        return new EngineProbe(TensorRt.NAME, lower, () -> TensorRt.probe(TensorRtOptions.in(PLANS)));
    }
}
