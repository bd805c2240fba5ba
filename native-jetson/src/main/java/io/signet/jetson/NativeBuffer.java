package io.signet.jetson;

import io.signet.jetson.internal.Ranges;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Optional;

/**
 * Memory outside the heap. After {@link #close} it hands out no more; the memory itself is given back when nobody can
 * reach a buffer of it any more, so that a forgotten one never points to what is somebody else's. Thread-safe.
 */
public final class NativeBuffer implements AutoCloseable {
    /** Ordinary memory starts at a multiple of this: a cache line, and enough for any vector. */
    public static final int ALIGNMENT_BYTES = 64;

    private final boolean pinned;
    private volatile Optional<ByteBuffer> memory;

    private NativeBuffer(ByteBuffer memory, boolean pinned) {
        this.memory = Optional.of(memory);
        this.pinned = pinned;
    }

    /**
     * Ordinary memory, for a machine without a device.
     *
     * @param bytes 1 to 2^31 - 1 - {@value #ALIGNMENT_BYTES}
     * @throws IllegalArgumentException if {@code bytes} is out of range
     * @throws OutOfMemoryError if there is no more, as for any direct buffer
     */
    public static NativeBuffer ordinary(int bytes) {
        Ranges.require("bytes of a buffer", bytes, 1, Integer.MAX_VALUE - ALIGNMENT_BYTES);
        ByteBuffer memory = ByteBuffer.allocateDirect(bytes + ALIGNMENT_BYTES - 1);
        return new NativeBuffer(memory.slice(offset(memory), bytes), false);
    }

    private static int offset(ByteBuffer memory) {
        return (ALIGNMENT_BYTES - memory.alignmentOffset(0, ALIGNMENT_BYTES)) % ALIGNMENT_BYTES;
    }

    /** Takes {@code memory}, which frees itself when it can't be reached any more. Only for a device's implementation. */
    public static NativeBuffer pinned(ByteBuffer memory) {
        return new NativeBuffer(memory, true);
    }

    /**
     * The memory, from its first byte to its last, in the machine's byte order.
     *
     * @throws ReleasedException if this is closed
     */
    public ByteBuffer bytes() {
        return memory.orElseThrow(() -> new ReleasedException("the buffer"))
                .duplicate()
                .order(ByteOrder.nativeOrder());
    }

    /** Whether a device sees it too. */
    public boolean pinned() {
        return pinned;
    }

    @Override
    public void close() {
        memory = Optional.empty();
    }
}
