package io.signet.jetson;

import java.nio.ByteBuffer;

/** Makes tensors of pictures. Thread-safe: callers on several threads take turns. Owns threads or device memory. */
public interface Preprocessor extends AutoCloseable {
    /**
     * Computes the tensor; returns when it is there.
     *
     * @param recipe what to do
     * @param picture a direct buffer; the picture starts at its position. Not changed, its position neither
     * @param tensor a direct buffer that may be written and doesn't overlap the picture; the tensor is written from its
     *     position on, which is at a multiple of 4 bytes of memory. Its position is not changed
     * @throws IllegalArgumentException if a buffer is too small, not direct or otherwise not what is asked for
     * @throws ReleasedException if this is closed
     */
    void run(Recipe recipe, ByteBuffer picture, ByteBuffer tensor);

    /** What computes: {@code plain}, {@code avx2}, {@code neon} or {@code cuda}. */
    String path();

    /**
     * Nothing new starts after it; may be called again. On the processor it waits until what runs has ended; what runs on a
     * device may still end later.
     */
    @Override
    void close();
}
