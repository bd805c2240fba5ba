package io.signet.inference.tensorrt.internal;

import io.signet.inference.model.CalibrationSamples;
import io.signet.inference.spi.EngineException;
import io.signet.inference.spi.Precision;
import io.signet.inference.spi.TensorSpec;
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
    private final int workspaceMib;
    private final PlanRecipe recipe;
    private final TensorRtLog log;

    PlanBuilder(int workspaceMib, PlanRecipe recipe, TensorRtLog log) {
        this.workspaceMib = workspaceMib;
        this.recipe = recipe;
        this.log = log;
    }

    /**
     * Builds the plan, which takes seconds to minutes.
     *
     * @param model what lies in {@code model.onnx}, in direct memory; files beside it are not read, since a model could name any
     * @throws CalibrationException if the samples don't do
     * @throws EngineException if TensorRT can't read or build it, with its reasons
     */
    ByteBuffer build(ByteBuffer model, String name, int rowsMax) throws EngineException, CalibrationException {
        IBuilder builder = made(nvinfer.createInferBuilder(log), "a builder");
        INetworkDefinition network = made(builder.createNetworkV2(0), "a network");
        IParser parser = made(nvonnxparser.createParser(network, log), "a parser");
        try (BytePointer bytes = new BytePointer(model)) {
            if (!parser.parse(bytes, model.remaining())) {
                throw log.failure("cannot load the ONNX model " + name);
            }
        }
        IBuilderConfig config = made(builder.createBuilderConfig(), "a configuration");
        config.setMemoryPoolLimit(nvinfer.MemoryPoolType.kWORKSPACE, (long) workspaceMib << 20);
        config.clearFlag(nvinfer.BuilderFlag.kTF32);
        if (recipe.precision().allows(Precision.FP16)) {
            config.setFlag(nvinfer.BuilderFlag.kFP16);
        }
        IOptimizationProfile profile = made(builder.createOptimizationProfile(), "a profile");
        if (describe(network, profile, 1, rowsMax)) {
            config.addOptimizationProfile(profile);
        }
        return recipe.samples().isPresent()
                ? calibrated(builder, network, config, recipe.samples().get(), rowsMax, name)
                : copy(made(builder.buildSerializedNetwork(network, config), "a plan of " + name));
    }

    /** TensorRT 10 would rather have models that are quantised already, which publishers then would have to make for it alone. */
    @SuppressWarnings("deprecation")
    private ByteBuffer calibrated(
            IBuilder builder,
            INetworkDefinition network,
            IBuilderConfig config,
            CalibrationSamples samples,
            int rowsMax,
            String name)
            throws EngineException, CalibrationException {
        List<TensorSpec> inputs = inputs(network);
        try {
            samples.requireFitting(inputs);
        } catch (IllegalArgumentException e) {
            throw new CalibrationException(String.valueOf(e.getMessage()));
        }
        boolean batchable = inputs.stream().allMatch(TensorSpec::batchable);
        int rows = batchable ? Math.min(rowsMax, samples.rows()) : (int) fixedRows(inputs);
        SampleCalibrator calibrator = new SampleCalibrator(new CalibrationBatches(samples, rows));
        try {
            config.setFlag(nvinfer.BuilderFlag.kINT8);
            config.setInt8Calibrator(calibrator);
            IOptimizationProfile profile = made(builder.createOptimizationProfile(), "a profile");
            if (describe(network, profile, rows, rows)) {
                config.setCalibrationProfile(profile);
            }
            IHostMemory plan = builder.buildSerializedNetwork(network, config);
            if (calibrator.failure().isPresent()) {
                throw new CalibrationException(calibrator.failure().get());
            }
            return copy(made(plan, "a plan of " + name));
        } finally {
            calibrator.free(); // which TensorRT held by its address alone
        }
    }

    private static List<TensorSpec> inputs(INetworkDefinition network) throws EngineException {
        List<TensorSpec> inputs = new ArrayList<>();
        for (int i = 0; i < network.getNbInputs(); i++) {
            ITensor input = network.getInput(i);
            inputs.add(new TensorSpec(
                    input.getName(),
                    ElementTypes.of(input.getName(), input.getType()),
                    Dimensions.of(input.getDimensions())));
        }
        return inputs;
    }

    /** Of models that fix all dimensions. */
    private static long fixedRows(List<TensorSpec> inputs) throws CalibrationException {
        List<Long> rows = inputs.stream()
                .map(input -> input.shape().isEmpty() ? 0 : input.shape().get(0))
                .distinct()
                .toList();
        if (rows.size() != 1 || rows.get(0) < 1) {
            throw new CalibrationException("the model's inputs have no common number of rows: " + inputs);
        }
        return rows.get(0);
    }

    private <T extends Pointer> T made(T pointer, String what) throws EngineException {
        if (pointer == null || pointer.isNull()) {
            throw log.failure("TensorRT makes no " + what.replaceFirst("^a ", ""));
        }
        return pointer;
    }

    /** Says how many rows there will be; false if the model leaves no dimension free. */
    private static boolean describe(INetworkDefinition network, IOptimizationProfile profile, int rowsMin, int rowsMax)
            throws EngineException {
        boolean free = false;
        for (int i = 0; i < network.getNbInputs(); i++) {
            ITensor input = network.getInput(i);
            List<Long> shape = Dimensions.of(input.getDimensions());
            if (shape.contains(TensorSpec.ANY)) {
                free = true;
                bound(profile, input.getName(), shape, nvinfer.OptProfileSelector.kMIN, rowsMin);
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
