package io.signet.jetson;

/** The first CUDA device of this machine, with the kernels of this build on it. Thread-safe. */
public interface CudaDevice extends AutoCloseable {
    /**
     * Pinned memory that the device sees too: on a Jetson the same memory, elsewhere across the bus. Allocate once and use
     * again: a closed buffer's memory comes back with the garbage collection, and there are at most 4,096 at a time.
     *
     * @param bytes 1 to 2^31 - 1
     * @throws IllegalArgumentException if {@code bytes} is out of range
     * @throws CudaException if there is no more
     * @throws ReleasedException if this is closed
     */
    NativeBuffer allocate(int bytes);

    /**
     * Computes on the device; pictures and tensors must lie in buffers of {@link #allocate}. Closing this ends it too.
     * {@link Preprocessor#run} throws {@link CudaException} if the device fails.
     */
    Preprocessor preprocessor();

    /**
     * Nothing new starts after it; what runs on the device may still end later. Its memory stays until its buffers are gone.
     * May be called again.
     */
    @Override
    void close();
}
