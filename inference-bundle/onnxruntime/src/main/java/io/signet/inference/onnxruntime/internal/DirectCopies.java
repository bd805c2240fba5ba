package io.signet.inference.onnxruntime.internal;

import java.nio.ByteBuffer;
import java.util.ArrayDeque;
import java.util.Deque;

/**
 * Direct memory for inputs that lie where native code can't read them, used again and again: the collector frees such
 * memory long after it was needed. Thread-safe.
 */
final class DirectCopies {
    private final int keptMax;
    private final Deque<ByteBuffer> kept = new ArrayDeque<>();

    /** Keeps at most {@code keptMax} buffers while they are not used. */
    DirectCopies(int keptMax) {
        this.keptMax = keptMax;
    }

    /** A copy of the remaining bytes of {@code source}, to be given back. */
    ByteBuffer copy(ByteBuffer source) {
        int size = source.remaining();
        ByteBuffer buffer = take(size);
        return buffer.clear().limit(size).put(source).flip();
    }

    private synchronized ByteBuffer take(int size) {
        ByteBuffer last = kept.pollLast();
        return last != null && last.capacity() >= size ? last : ByteBuffer.allocateDirect(size);
    }

    /** Takes back what {@link #copy} gave. */
    synchronized void giveBack(ByteBuffer copy) {
        if (kept.size() < keptMax) {
            kept.addLast(copy);
        }
    }
}
