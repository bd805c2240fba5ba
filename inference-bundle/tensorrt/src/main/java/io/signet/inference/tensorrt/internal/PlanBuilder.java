package io.signet.inference.tensorrt.internal;

import io.signet.inference.spi.EngineException;
import io.signet.inference.spi.TensorSpec;
import io.signet.inference.tensorrt.Precision;
import io.signet.inference.tensorrt.TensorRtOptions;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import org.bytedeco.javacpp.BytePointer;
import org.bytedeco.javacpp.Pointer;
import org.bytedeco.tensorrt.global.nvinfer;
import org.bytedeco.tensorrt.global.nvonnxparser;
import org.bytedeco.tensorrt.nvinfer.Dims64;
import org.bytedeco.tensorrt.nvinfer.IBuilder;
import org.bytedeco.tensorrt.nvinfer.IBuilderConfig;
import org.bytedeco.tensorrt.nvinfer.IHostMemory;
import org.bytedeco.tensorrt.nvinfer.INetworkDefinition;
import org.bytedeco.tensorrt.nvinfer.IOptimizationProfile;
import org.bytedeco.tensorrt.nvinfer.ITensor;
import org.bytedeco.tensorrt.nvonnxparser.IParser;

/**
 * Makes a plan of an ONNX model for the device of this machine. TensorRT's objects live as long as the process, which has
 * no other model: the binding cannot delete them.
 */
final class PlanBuilder {
    private final TensorRtOptions options;
    private final TensorRtLog log;

    PlanBuilder(TensorRtOptions options, TensorRtLog log) {
        this.options = options;
        this.log = log;
    }

    /**
     * Builds the plan, which takes seconds to minutes.
     *
     * @param model what lies in {@code model.onnx}, in direct memory; files beside it are not read, since a model could name any
     * @throws EngineException if TensorRT can't read or build it, with its reasons
     */
    ByteBuffer build(ByteBuffer model, String name, int rowsMax) throws EngineException {
        IBuilder builder = made(nvinfer.createInferBuilder(log), "a builder");
        INetworkDefinition network = made(builder.createNetworkV2(0), "a network");
        IParser parser = made(nvonnxparser.createParser(network, log), "a parser");
        try (BytePointer bytes = new BytePointer(model)) {
            if (!parser.parse(bytes, model.remaining())) {
                throw log.failure("cannot load the ONNX model " + name);
            }
        }
        IBuilderConfig config = made(builder.createBuilderConfig(), "a configuration");
        config.setMemoryPoolLimit(nvinfer.MemoryPoolType.kWORKSPACE, (long) options.workspaceMib() << 20);
        config.clearFlag(nvinfer.BuilderFlag.kTF32);
        if (options.precision() == Precision.FP16) {
            config.setFlag(nvinfer.BuilderFlag.kFP16);
        }
        IOptimizationProfile profile = made(builder.createOptimizationProfile(), "a profile");
        if (describe(network, profile, rowsMax)) {
            config.addOptimizationProfile(profile);
        }
        IHostMemory plan = made(builder.buildSerializedNetwork(network, config), "a plan of " + name);
        return copy(plan);
    }

    private <T extends Pointer> T made(T pointer, String what) throws EngineException {
        if (pointer == null || pointer.isNull()) {
            throw log.failure("TensorRT makes no " + what.replaceFirst("^a ", ""));
        }
        return pointer;
    }

    /** Says how many rows there will be; false if the model leaves no dimension free. */
    private boolean describe(INetworkDefinition network, IOptimizationProfile profile, int rowsMax)
            throws EngineException {
        boolean free = false;
        for (int i = 0; i < network.getNbInputs(); i++) {
            ITensor input = network.getInput(i);
            List<Long> shape = Dimensions.of(input.getDimensions());
            if (shape.contains(TensorSpec.ANY)) {
                free = true;
                bound(profile, input.getName(), shape, nvinfer.OptProfileSelector.kMIN, 1);
                bound(profile, input.getName(), shape, nvinfer.OptProfileSelector.kOPT, rowsMax);
                bound(profile, input.getName(), shape, nvinfer.OptProfileSelector.kMAX, rowsMax);
            }
        }
        return free;
    }

    private static void bound(
            IOptimizationProfile profile, String name, List<Long> shape, nvinfer.OptProfileSelector which, long rows)
            throws EngineException {
        List<Long> bounded = new ArrayList<>(shape);
        bounded.set(0, rows);
        if (bounded.contains(TensorSpec.ANY)) {
            throw new EngineException("input '" + name + "' has shape " + shape
                    + ": this engine takes models that fix all dimensions but the first");
        }
        try (Dims64 dims = Dimensions.of(bounded)) {
            if (!profile.setDimensions(name, which, dims)) {
                throw new EngineException("TensorRT does not take shape " + bounded + " for input '" + name + "'");
            }
        }
    }

    private static ByteBuffer copy(IHostMemory plan) throws EngineException {
        if (plan.size() > Integer.MAX_VALUE) {
            throw new EngineException("the plan has " + plan.size() + " bytes, more than 2^31-1");
        }
        ByteBuffer bytes = new BytePointer(plan.data()).capacity(plan.size()).asBuffer();
        return ByteBuffer.allocateDirect(bytes.remaining()).put(bytes).flip();
    }
}
