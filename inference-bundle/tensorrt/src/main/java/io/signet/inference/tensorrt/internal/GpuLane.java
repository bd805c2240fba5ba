package io.signet.inference.tensorrt.internal;

import io.signet.inference.spi.EngineException;
import io.signet.inference.spi.TensorSpec;
import io.signet.statement.Tensor;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.bytedeco.cuda.cudart.CUstream_st;
import org.bytedeco.cuda.global.cudart;
import org.bytedeco.tensorrt.nvinfer.Dims64;
import org.bytedeco.tensorrt.nvinfer.ICudaEngine;
import org.bytedeco.tensorrt.nvinfer.IExecutionContext;

/** What one run at a time needs of the device: an execution context, a stream, and memory for the largest tensors. */
final class GpuLane implements AutoCloseable {
    private final IExecutionContext context;
    private final TensorRtLog log;
    private final CUstream_st stream = new CUstream_st();
    private final List<DeviceTensor> inputs = new ArrayList<>();
    private final List<DeviceTensor> outputs = new ArrayList<>();

    private GpuLane(IExecutionContext context, TensorRtLog log) {
        this.context = context;
        this.log = log;
    }

    static GpuLane open(
            ICudaEngine engine,
            GpuDevice device,
            TensorRtLog log,
            List<TensorSpec> inputs,
            List<TensorSpec> outputs,
            int rowsMax)
            throws EngineException {
        IExecutionContext context = engine.createExecutionContext();
        if (context == null || context.isNull()) {
            throw log.failure("TensorRT makes no execution context");
        }
        GpuLane lane = new GpuLane(context, log);
        boolean complete = false;
        try {
            Cuda.check(
                    "cudaStreamCreateWithFlags",
                    cudart.cudaStreamCreateWithFlags(lane.stream, cudart.cudaStreamNonBlocking));
            for (TensorSpec spec : inputs) {
                lane.inputs.add(lane.placed(DeviceTensor.allocate(spec, rowsMax, device.shared())));
            }
            for (TensorSpec spec : outputs) {
                lane.outputs.add(lane.placed(DeviceTensor.allocate(spec, rowsMax, device.shared())));
            }
            complete = true;
            return lane;
        } finally {
            if (!complete) {
                lane.close();
            }
        }
    }

    private DeviceTensor placed(DeviceTensor tensor) throws EngineException {
        if (!context.setTensorAddress(tensor.spec().name(), tensor.onDevice())) {
            throw log.failure("TensorRT does not take memory for " + tensor.spec());
        }
        return tensor;
    }

    /**
     * Computes {@code given}, which fits the model.
     *
     * @throws EngineException if TensorRT or CUDA can't, with their reasons
     */
    Map<String, Tensor> run(Map<String, Tensor> given) throws EngineException {
        for (DeviceTensor input : inputs) {
            Tensor tensor = Objects.requireNonNull(given.get(input.spec().name()));
            input.put(tensor, stream);
            try (Dims64 dims = Dimensions.of(tensor.shape())) {
                if (!context.setInputShape(input.spec().name(), dims)) {
                    throw log.failure("TensorRT does not take " + tensor + " for " + input.spec());
                }
            }
        }
        if (!context.enqueueV3(stream)) {
            throw log.failure("TensorRT failed");
        }
        Map<String, List<Long>> shapes = new HashMap<>();
        for (DeviceTensor output : outputs) {
            List<Long> shape =
                    Dimensions.of(context.getTensorShape(output.spec().name()));
            shapes.put(output.spec().name(), shape);
            output.fetch(shape, stream);
        }
        Cuda.check("cudaStreamSynchronize", cudart.cudaStreamSynchronize(stream));
        Map<String, Tensor> computed = new HashMap<>();
        for (DeviceTensor output : outputs) {
            String name = output.spec().name();
            computed.put(name, output.copy(Objects.requireNonNull(shapes.get(name))));
        }
        return computed;
    }

    /** Gives the memory back. The context goes with the process: the binding cannot delete it. */
    @Override
    public void close() {
        cudart.cudaStreamSynchronize(stream);
        inputs.forEach(DeviceTensor::close);
        outputs.forEach(DeviceTensor::close);
        cudart.cudaStreamDestroy(stream);
    }
}
