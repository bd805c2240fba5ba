package io.signet.inference.tensorrt.internal;

import io.signet.inference.spi.EngineException;
import java.nio.ByteBuffer;
import org.bytedeco.cuda.global.cudart;
import org.bytedeco.javacpp.BytePointer;

/** Pins memory by CUDA. */
final class CudaPinning implements LentMemory.Pinning {
    /** Where {@code direct} begins. */
    static long address(ByteBuffer direct) {
        try (BytePointer pointer = new BytePointer(direct)) {
            return pointer.address() + pointer.position();
        }
    }

    @Override
    public void pin(ByteBuffer memory) throws EngineException {
        try (BytePointer pointer = new BytePointer(memory)) {
            int status = cudart.cudaHostRegister(pointer, memory.capacity(), cudart.cudaHostRegisterDefault);
            if (status != cudart.cudaSuccess) {
                cudart.cudaGetLastError(); // which forgets it: the next call is not to blame
            }
            Cuda.check("cudaHostRegister", status);
        }
    }

    @Override
    public void unpin(ByteBuffer memory) {
        try (BytePointer pointer = new BytePointer(memory)) {
            cudart.cudaHostUnregister(pointer);
        }
    }
}
