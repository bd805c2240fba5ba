package io.signet.inference.tensorrt.internal;

import io.signet.inference.spi.EngineException;
import io.signet.inference.spi.TensorSpec;
import java.util.ArrayList;
import java.util.List;
import org.bytedeco.cuda.global.cudart;
import org.bytedeco.javacpp.Pointer;
import org.bytedeco.tensorrt.nvinfer.ICudaEngine;

/** Memory for one run at a time: the largest inputs and outputs, and what TensorRT computes in between. */
final class LaneMemory implements AutoCloseable {
    private final List<DeviceTensor> inputs = new ArrayList<>();
    private final List<DeviceTensor> outputs = new ArrayList<>();
    private final Pointer scratch = new Pointer();
    private final long scratchBytes;

    private LaneMemory(long scratchBytes) {
        this.scratchBytes = scratchBytes;
    }

    /** @throws EngineException if the device has not so much */
    static LaneMemory allocate(
            ICudaEngine engine, GpuDevice device, List<TensorSpec> inputs, List<TensorSpec> outputs, int rowsMax)
            throws EngineException {
        LaneMemory memory = new LaneMemory(engine.getDeviceMemorySizeV2());
        boolean complete = false;
        try {
            Cuda.check("cudaMalloc", cudart.cudaMalloc(memory.scratch, Math.max(1, memory.scratchBytes)));
            for (TensorSpec spec : inputs) {
                memory.inputs.add(DeviceTensor.allocate(spec, rowsMax, device.shared()));
            }
            for (TensorSpec spec : outputs) {
                memory.outputs.add(DeviceTensor.allocate(spec, rowsMax, device.shared()));
            }
            complete = true;
            return memory;
        } finally {
            if (!complete) {
                memory.close();
            }
        }
    }

    /** In the order of the model. */
    List<DeviceTensor> inputs() {
        return inputs;
    }

    /** In the order of the model. */
    List<DeviceTensor> outputs() {
        return outputs;
    }

    Pointer scratch() {
        return scratch;
    }

    long scratchBytes() {
        return scratchBytes;
    }

    @Override
    public void close() {
        inputs.forEach(DeviceTensor::close);
        outputs.forEach(DeviceTensor::close);
        cudart.cudaFree(scratch); // which may be none
    }
}
