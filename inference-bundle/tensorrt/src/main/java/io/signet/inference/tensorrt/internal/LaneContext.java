package io.signet.inference.tensorrt.internal;

import io.signet.inference.spi.EngineException;
import java.util.ArrayList;
import java.util.List;
import org.bytedeco.cuda.cudart.CUstream_st;
import org.bytedeco.tensorrt.global.nvinfer;
import org.bytedeco.tensorrt.nvinfer.Dims64;
import org.bytedeco.tensorrt.nvinfer.ICudaEngine;
import org.bytedeco.tensorrt.nvinfer.IExecutionContext;

/**
 * An execution context on a lane's memory. It stays as long as the process, which has no other model: the binding cannot
 * delete it.
 */
final class LaneContext {
    private final IExecutionContext context;
    private final LaneMemory memory;
    private final TensorRtLog log;
    private List<List<Long>> inputShapes = List.of();
    private List<List<Long>> outputShapes = List.of();

    private LaneContext(IExecutionContext context, LaneMemory memory, TensorRtLog log) {
        this.context = context;
        this.memory = memory;
        this.log = log;
    }

    static LaneContext open(ICudaEngine engine, LaneMemory memory, TensorRtLog log) throws EngineException {
        IExecutionContext context =
                engine.createExecutionContext(nvinfer.ExecutionContextAllocationStrategy.kUSER_MANAGED);
        if (context == null || context.isNull()) {
            throw log.failure("TensorRT makes no execution context");
        }
        context.setDeviceMemoryV2(memory.scratch(), memory.scratchBytes());
        List<DeviceTensor> tensors = new ArrayList<>(memory.inputs());
        tensors.addAll(memory.outputs());
        for (DeviceTensor tensor : tensors) {
            if (!context.setTensorAddress(tensor.spec().name(), tensor.onDevice())) {
                throw log.failure("TensorRT does not take memory for " + tensor.spec());
            }
        }
        return new LaneContext(context, memory, log);
    }

    /**
     * Prepares for inputs of {@code shapes}.
     *
     * @return the outputs' shapes
     */
    List<List<Long>> shape(List<List<Long>> shapes) throws EngineException {
        if (shapes.equals(inputShapes)) {
            return outputShapes;
        }
        inputShapes = List.of();
        for (int i = 0; i < shapes.size(); i++) {
            DeviceTensor input = memory.inputs().get(i);
            try (Dims64 dims = Dimensions.of(shapes.get(i))) {
                if (!context.setInputShape(input.spec().name(), dims)) {
                    throw log.failure("TensorRT does not take " + shapes.get(i) + " for " + input.spec());
                }
            }
        }
        List<List<Long>> computed = new ArrayList<>();
        for (DeviceTensor output : memory.outputs()) {
            computed.add(Dimensions.of(context.getTensorShape(output.spec().name())));
        }
        outputShapes = computed;
        inputShapes = List.copyOf(shapes);
        return outputShapes;
    }

    /** Puts what comes after the inputs in a run of the shape on {@code stream}: the model, and the outputs' way back. */
    void enqueue(CUstream_st stream) throws EngineException {
        if (!context.enqueueV3(stream)) {
            throw log.failure("TensorRT failed");
        }
        for (int i = 0; i < outputShapes.size(); i++) {
            memory.outputs().get(i).fetch(outputShapes.get(i), stream);
        }
    }
}
