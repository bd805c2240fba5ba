package io.signet.inference.tensorrt.internal;

import io.signet.inference.spi.EngineException;
import io.signet.inference.spi.GuardedSession;
import io.signet.inference.spi.SessionOptions;
import io.signet.inference.spi.TensorSpec;
import io.signet.statement.Tensor;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import org.bytedeco.tensorrt.global.nvinfer;
import org.bytedeco.tensorrt.nvinfer.ICudaEngine;

/** One plan, with an execution context and a stream for each run at once. */
final class PlanSession extends GuardedSession {
    private final String version;
    private final List<GpuLane> lanes;
    private final LentMemory lent;
    private final BlockingQueue<GpuLane> free;

    private PlanSession(
            String version, List<TensorSpec> inputs, List<TensorSpec> outputs, List<GpuLane> lanes, LentMemory lent) {
        super(inputs, outputs);
        this.version = version;
        this.lanes = lanes;
        this.lent = lent;
        this.free = new LinkedBlockingQueue<>(lanes);
    }

    /**
     * Prepares {@code engine} for runs.
     *
     * @param version of TensorRT, with the precision
     * @param graphs whether sizes of runs that come often become CUDA graphs
     * @throws EngineException if it exchanges what can't be exchanged, or the device has no memory for it
     */
    static PlanSession open(
            ICudaEngine engine,
            String version,
            GpuDevice device,
            TensorRtLog log,
            boolean graphs,
            SessionOptions options)
            throws EngineException {
        List<TensorSpec> inputs = specs(engine, nvinfer.TensorIOMode.kINPUT);
        List<TensorSpec> outputs = specs(engine, nvinfer.TensorIOMode.kOUTPUT);
        FixedRunSwitch fixed = new FixedRunSwitch(graphs, System.err::println);
        LentMemory lent =
                new LentMemory(!device.shared(), new CudaPinning(), CudaPinning::address, System.err::println);
        List<GpuLane> lanes = new ArrayList<>();
        boolean complete = false;
        try {
            for (int i = 0; i < options.runsMax(); i++) {
                lanes.add(GpuLane.open(engine, device, log, fixed, lent, inputs, outputs, options.rowsMax()));
            }
            complete = true;
            return new PlanSession(version, inputs, outputs, lanes, lent);
        } finally {
            if (!complete) {
                lanes.forEach(GpuLane::close);
            }
        }
    }

    private static List<TensorSpec> specs(ICudaEngine engine, nvinfer.TensorIOMode mode) throws EngineException {
        List<TensorSpec> specs = new ArrayList<>();
        for (int i = 0; i < engine.getNbIOTensors(); i++) {
            String name = engine.getIOTensorName(i);
            if (engine.getTensorIOMode(name).intern() == mode) {
                try {
                    specs.add(new TensorSpec(
                            name,
                            ElementTypes.of(name, engine.getTensorDataType(name)),
                            Dimensions.of(engine.getTensorShape(name))));
                } catch (IllegalArgumentException e) {
                    throw new EngineException("the model's interface is out of bounds: " + e.getMessage(), e);
                }
            }
        }
        return specs;
    }

    @Override
    public void lend(ByteBuffer memory) {
        lent.add(memory);
    }

    @Override
    public void takeBack(ByteBuffer memory) {
        lent.remove(memory);
    }

    @Override
    public Optional<String> engineVersion() {
        return Optional.of(version);
    }

    @Override
    protected Map<String, Tensor> compute(Map<String, Tensor> given) throws EngineException {
        boolean empty = given.values().stream().anyMatch(tensor -> tensor.sizeBytes() == 0);
        if (empty && outputs().stream().allMatch(TensorSpec::batchable)) {
            return nothing();
        }
        GpuLane lane;
        try {
            lane = free.take();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new EngineException("interrupted while all execution contexts are in use", e);
        }
        try {
            return lane.run(given);
        } finally {
            free.add(lane);
        }
    }

    /** Outputs without rows, which TensorRT does not compute. */
    private Map<String, Tensor> nothing() {
        Map<String, Tensor> none = new HashMap<>();
        for (TensorSpec spec : outputs()) {
            List<Long> shape = new ArrayList<>(spec.shape());
            shape.set(0, 0L);
            none.put(spec.name(), Tensor.of(spec.type(), shape, ByteBuffer.allocateDirect(0)));
        }
        return none;
    }

    @Override
    protected void free() {
        lanes.forEach(GpuLane::close);
        lent.close();
    }
}
