package io.signet.inference.process.internal;

import io.signet.inference.process.internal.Message.Placed;
import io.signet.statement.Tensor;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Where tensors lie in shared memory: one behind the other, each at an address that vector units like. */
final class TensorPlaces {
    private static final int ALIGNMENT = 64;

    private TensorPlaces() {}

    /** Bytes that {@code tensors} need. */
    static long sizeBytes(Map<String, Tensor> tensors) {
        return tensors.values().stream().mapToLong(t -> aligned(t.sizeBytes())).sum();
    }

    private static long aligned(long size) {
        return (size + ALIGNMENT - 1) / ALIGNMENT * ALIGNMENT;
    }

    /** Copies {@code tensors} into {@code memory}, which has room for them. */
    static List<Placed> put(Map<String, Tensor> tensors, ByteBuffer memory) {
        List<Placed> placed = new ArrayList<>(tensors.size());
        int offset = 0;
        for (Map.Entry<String, Tensor> entry : tensors.entrySet()) {
            Tensor tensor = entry.getValue();
            memory.slice(offset, tensor.sizeBytes()).put(tensor.data());
            placed.add(new Placed(entry.getKey(), tensor.type(), tensor.shape(), offset));
            offset = Math.toIntExact(offset + aligned(tensor.sizeBytes()));
        }
        return placed;
    }

    /**
     * The tensor at {@code placed} in {@code memory}, where it lies.
     *
     * @throws IOException if it can't lie there
     */
    static Tensor at(Placed placed, ByteBuffer memory) throws IOException {
        try {
            int size = Tensor.sizeBytes(placed.type(), placed.shape());
            return Tensor.of(placed.type(), placed.shape(), memory.slice(placed.offset(), size));
        } catch (IllegalArgumentException | IndexOutOfBoundsException e) {
            throw new IOException("a tensor lies outside of the shared memory: " + e.getMessage(), e);
        }
    }

    /** A copy of {@code tensor} in memory that nobody else has. */
    static Tensor copy(Tensor tensor) {
        ByteBuffer own = ByteBuffer.allocateDirect(tensor.sizeBytes());
        return Tensor.of(tensor.type(), tensor.shape(), own.put(tensor.data()).flip());
    }
}
