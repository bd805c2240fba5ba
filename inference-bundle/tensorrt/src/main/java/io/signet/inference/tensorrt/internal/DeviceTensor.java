package io.signet.inference.tensorrt.internal;

import io.signet.inference.spi.EngineException;
import io.signet.inference.spi.TensorSpec;
import io.signet.statement.Tensor;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.OptionalLong;
import org.bytedeco.cuda.cudart.CUstream_st;
import org.bytedeco.cuda.global.cudart;
import org.bytedeco.javacpp.BytePointer;
import org.bytedeco.javacpp.Pointer;

/**
 * Memory for one tensor of a run: pinned, so that the device copies it while others compute. A device that shares the
 * system's memory computes on it where it lies; any other has memory of its own beside it.
 *
 * @param spec the tensor
 * @param host what Java reads and writes
 * @param onDevice what the device reads and writes
 * @param shared whether both are the same memory
 */
record DeviceTensor(TensorSpec spec, BytePointer host, Pointer onDevice, boolean shared) implements AutoCloseable {
    static DeviceTensor allocate(TensorSpec spec, int rowsMax, boolean shared) throws EngineException {
        OptionalLong known = spec.batchable() ? spec.rowSizeBytes() : spec.sizeBytes();
        long rows = spec.batchable() ? rowsMax : 1;
        if (known.isEmpty() || known.getAsLong() > Integer.MAX_VALUE / rows) {
            throw new EngineException(
                    "tensor " + spec + " has no size that is known before it is computed, or more than 2^31-1 bytes");
        }
        long size = Math.max(1, known.getAsLong() * rows);
        BytePointer host = new BytePointer();
        Cuda.check("cudaHostAlloc", cudart.cudaHostAlloc(host, size, shared ? cudart.cudaHostAllocMapped : 0));
        host.capacity(size);
        Pointer device = new Pointer();
        int status = shared ? cudart.cudaHostGetDevicePointer(device, host, 0) : cudart.cudaMalloc(device, size);
        if (status != cudart.cudaSuccess) {
            cudart.cudaFreeHost(host);
        }
        Cuda.check(shared ? "cudaHostGetDevicePointer" : "cudaMalloc", status);
        return new DeviceTensor(spec, host, device, shared);
    }

    private ByteBuffer bytes() {
        return host.asByteBuffer();
    }

    /**
     * Brings {@code tensor} to the device, before what follows on {@code stream}; the caller keeps it until that is done.
     *
     * @param lent memory that the device reads where it lies
     */
    void put(Tensor tensor, LentMemory lent, CUstream_st stream) throws EngineException {
        ByteBuffer data = tensor.data();
        BytePointer from = host;
        if (!shared && lent.holds(data)) {
            from = new BytePointer(data);
        } else {
            bytes().put(data);
        }
        if (!shared) {
            Cuda.check(
                    "cudaMemcpyAsync",
                    cudart.cudaMemcpyAsync(onDevice, from, tensor.sizeBytes(), cudart.cudaMemcpyHostToDevice, stream));
        }
    }

    /** Brings what has {@code shape} back, after what is on {@code stream}. */
    void fetch(List<Long> shape, CUstream_st stream) throws EngineException {
        if (!shared) {
            Cuda.check(
                    "cudaMemcpyAsync",
                    cudart.cudaMemcpyAsync(host, onDevice, sizeBytes(shape), cudart.cudaMemcpyDeviceToHost, stream));
        }
    }

    /** A copy of what was brought back. */
    Tensor copy(List<Long> shape) throws EngineException {
        int size = sizeBytes(shape);
        ByteBuffer own = ByteBuffer.allocateDirect(size);
        return Tensor.of(spec.type(), shape, own.put(bytes().limit(size)).flip());
    }

    private int sizeBytes(List<Long> shape) throws EngineException {
        try {
            int size = Tensor.sizeBytes(spec.type(), shape);
            if (size <= host.capacity()) {
                return size;
            }
        } catch (IllegalArgumentException e) {
            throw new EngineException("TensorRT computed no tensor " + spec + ": " + e.getMessage(), e);
        }
        throw new EngineException("TensorRT computed " + shape + ", more than " + spec + " may have");
    }

    @Override
    public void close() {
        if (!shared) {
            cudart.cudaFree(onDevice);
        }
        cudart.cudaFreeHost(host);
    }
}
