package io.signet.inference.tensorrt.internal;

import io.signet.inference.spi.EngineException;
import io.signet.inference.spi.TensorSpec;
import io.signet.statement.Tensor;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.bytedeco.cuda.cudart.CUstream_st;
import org.bytedeco.cuda.global.cudart;
import org.bytedeco.tensorrt.nvinfer.ICudaEngine;

/** What one run at a time needs of the device: a stream, memory, an execution context, and graphs of common sizes. */
final class GpuLane implements AutoCloseable {
    private final CUstream_st stream;
    private final LaneMemory memory;
    private final LaneContext context;
    private final FixedRuns fixed;
    private final LentMemory lent;

    private GpuLane(CUstream_st stream, LaneMemory memory, LaneContext context, FixedRuns fixed, LentMemory lent) {
        this.stream = stream;
        this.memory = memory;
        this.context = context;
        this.fixed = fixed;
        this.lent = lent;
    }

    static GpuLane open(
            ICudaEngine engine,
            GpuDevice device,
            TensorRtLog log,
            FixedRunSwitch graphs,
            LentMemory lent,
            List<TensorSpec> inputs,
            List<TensorSpec> outputs,
            int rowsMax)
            throws EngineException {
        LaneMemory memory = LaneMemory.allocate(engine, device, inputs, outputs, rowsMax);
        boolean complete = false;
        try {
            LaneContext context = LaneContext.open(engine, memory, log);
            CUstream_st stream = new CUstream_st();
            Cuda.check(
                    "cudaStreamCreateWithFlags",
                    cudart.cudaStreamCreateWithFlags(stream, cudart.cudaStreamNonBlocking));
            complete = true;
            FixedRuns fixed = new FixedRuns(
                    shapes -> RunGraph.capture(LaneContext.open(engine, memory, log), shapes, stream), graphs);
            return new GpuLane(stream, memory, context, fixed, lent);
        } finally {
            if (!complete) {
                memory.close();
            }
        }
    }

    /**
     * Computes {@code given}, which fits the model.
     *
     * @throws EngineException if TensorRT or CUDA can't, with their reasons
     */
    Map<String, Tensor> run(Map<String, Tensor> given) throws EngineException {
        boolean complete = false;
        try {
            Map<String, Tensor> computed = compute(given);
            complete = true;
            return computed;
        } finally {
            if (!complete) {
                cudart.cudaStreamSynchronize(stream); // what was begun may still read the caller's memory
            }
        }
    }

    private Map<String, Tensor> compute(Map<String, Tensor> given) throws EngineException {
        List<List<Long>> shapes = new ArrayList<>();
        for (DeviceTensor input : memory.inputs()) {
            Tensor tensor = Objects.requireNonNull(given.get(input.spec().name()));
            input.put(tensor, lent, stream);
            shapes.add(tensor.shape());
        }
        List<List<Long>> outputShapes = start(shapes);
        Cuda.check("cudaStreamSynchronize", cudart.cudaStreamSynchronize(stream));
        Map<String, Tensor> computed = new HashMap<>();
        for (int i = 0; i < outputShapes.size(); i++) {
            DeviceTensor output = memory.outputs().get(i);
            computed.put(output.spec().name(), output.copy(outputShapes.get(i)));
        }
        return computed;
    }

    private List<List<Long>> start(List<List<Long>> shapes) throws EngineException {
        Optional<FixedRun> graph = fixed.of(shapes);
        if (graph.isPresent()) {
            return graph.get().start();
        }
        List<List<Long>> outputShapes = context.shape(shapes);
        context.enqueue(stream);
        return outputShapes;
    }

    /** Gives the memory back. Contexts go with the process. */
    @Override
    public void close() {
        cudart.cudaStreamSynchronize(stream);
        fixed.close();
        memory.close();
        cudart.cudaStreamDestroy(stream);
    }
}
