package io.signet.inference.tensorrt.internal;

import io.signet.inference.spi.EngineException;
import org.bytedeco.cuda.global.cudart;
import org.bytedeco.javacpp.BytePointer;

/** What every call of CUDA's runtime needs. */
final class Cuda {
    private Cuda() {}

    /**
     * Does nothing if the call was a success.
     *
     * @throws EngineException with CUDA's own words if it was not
     */
    static void check(String call, int status) throws EngineException {
        if (status != cudart.cudaSuccess) {
            BytePointer words = cudart.cudaGetErrorString(status);
            throw new EngineException(call + " failed: " + words.getString() + " (" + status + ")");
        }
    }
}
