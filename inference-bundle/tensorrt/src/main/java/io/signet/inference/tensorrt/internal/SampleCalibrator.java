package io.signet.inference.tensorrt.internal;

import io.signet.inference.spi.EngineException;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.bytedeco.cuda.global.cudart;
import org.bytedeco.javacpp.BytePointer;
import org.bytedeco.javacpp.LongPointer;
import org.bytedeco.javacpp.Pointer;
import org.bytedeco.javacpp.PointerPointer;
import org.bytedeco.tensorrt.nvinfer.IInt8EntropyCalibrator2;

/**
 * Gives TensorRT samples, in memory of the device, while it builds a plan with 8 bits. It keeps no table of what comes out,
 * because the plan itself is kept.
 */
final class SampleCalibrator extends IInt8EntropyCalibrator2 {
    private final CalibrationBatches batches;
    private final Map<String, Pointer> onDevice = new HashMap<>();
    private Optional<String> failure = Optional.empty();

    SampleCalibrator(CalibrationBatches batches) {
        this.batches = batches;
    }

    /** What went wrong in a call of TensorRT, through which nothing may be thrown. */
    Optional<String> failure() {
        return failure;
    }

    @Override
    @SuppressWarnings("deprecation") // of networks without a batch dimension; whoever asks is told the same
    public int getBatchSize() {
        return batches.batchRows();
    }

    @Override
    @SuppressWarnings("rawtypes") // as the binding has it
    public boolean getBatch(PointerPointer bindings, PointerPointer names, int count) {
        if (failure.isPresent() || !batches.next()) {
            return false;
        }
        try {
            for (int i = 0; i < count; i++) {
                bindings.put(i, sent(names.getString(i)));
            }
            return true;
        } catch (EngineException | IllegalArgumentException e) {
            failure = Optional.of(String.valueOf(e.getMessage()));
            return false;
        }
    }

    /** The batch of input {@code name}, on the device. */
    private Pointer sent(String name) throws EngineException {
        long size = batches.sizeBytes(name);
        Pointer target = onDevice.get(name);
        if (target == null) {
            target = new Pointer();
            Cuda.check("cudaMalloc", cudart.cudaMalloc(target, size));
            onDevice.put(name, target);
        }
        try (BytePointer host = new BytePointer(size)) {
            batches.put(name, host.asByteBuffer());
            Cuda.check("cudaMemcpy", cudart.cudaMemcpy(target, host, size, cudart.cudaMemcpyHostToDevice));
        }
        return target;
    }

    @Override
    @SuppressWarnings("NullAway") // TensorRT's way to be told that there is none
    public Pointer readCalibrationCache(LongPointer length) {
        length.put(0);
        return null;
    }

    @Override
    public void writeCalibrationCache(Pointer cache, long length) {
        // the plan is kept, with the samples' digest in its key
    }

    /** Gives the device's memory back. */
    void free() {
        onDevice.values().forEach(cudart::cudaFree);
        onDevice.clear();
    }
}
