package io.signet.inference.tensorrt.internal;

import io.signet.inference.process.EngineProgram;
import io.signet.inference.spi.EngineAvailability;
import io.signet.inference.spi.EngineAvailability.NotAvailable;
import io.signet.inference.spi.EngineException;
import io.signet.inference.tensorrt.TensorRt;
import io.signet.inference.tensorrt.TensorRtOptions;
import java.util.Map;
import org.bytedeco.cuda.global.cudart;
import org.bytedeco.javacpp.Loader;
import org.bytedeco.tensorrt.global.nvinfer;
import org.bytedeco.tensorrt.global.nvonnxparser;

/** Makes the TensorRT engine in a process that is its own. */
public final class TensorRtProgram implements EngineProgram {
    /** TensorRT 10.1, in the library's own numbers: older ones have other functions for the memory of contexts. */
    private static final int VERSION_MIN = 100_100;

    private static final String REMEDY =
            "install TensorRT 10.1 or a later 10 for CUDA 12 with its ONNX parser, and CUDA's runtime; JetPack 6.1 has them";

    @Override
    public EngineAvailability probe(Map<String, String> settings) {
        TensorRtOptions options = TensorRtOptions.of(settings);
        try {
            Loader.load(cudart.class);
            Loader.load(nvinfer.class);
            Loader.load(nvonnxparser.class);
            int version = nvinfer.getInferLibVersion();
            if (version < VERSION_MIN) {
                return new NotAvailable(TensorRt.NAME, "TensorRT " + version + " is too old; " + REMEDY);
            }
            return new EngineAvailability.Available(new PlanEngine(options, GpuDevice.first()));
        } catch (LinkageError e) { // a library that is missing, or of another version
            return NotAvailable.of(TensorRt.NAME, e, REMEDY);
        } catch (EngineException e) {
            return new NotAvailable(TensorRt.NAME, String.valueOf(e.getMessage()));
        }
    }
}
