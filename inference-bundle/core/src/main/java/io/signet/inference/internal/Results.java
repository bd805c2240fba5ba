package io.signet.inference.internal;

import io.signet.statement.DataType;
import io.signet.statement.Tensor;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.List;

/** What the steps after a model have in common. */
final class Results {
    private static final long INDEX_MASK = 0x7fff_ffffL;
    private static final int NAN_RANK = Integer.MIN_VALUE;

    private Results() {}

    /** Zeros, little-endian, on the heap: the collector sees what these small tensors take. */
    static ByteBuffer allocate(DataType type, List<Long> shape) {
        return ByteBuffer.allocate(Tensor.sizeBytes(type, shape)).order(ByteOrder.LITTLE_ENDIAN);
    }

    static int lastDimension(Tensor tensor) {
        return tensor.shape().get(tensor.shape().size() - 1).intValue();
    }

    /** Orders values with their places: the higher value is greater, of equal ones that in front; NaN is least. */
    static long rank(float value, int place) {
        int bits = Float.floatToIntBits(value + 0f); // -0 is 0
        int order = Float.isNaN(value) ? NAN_RANK : bits < 0 ? bits ^ Integer.MAX_VALUE : bits;
        return ((long) order << Integer.SIZE) | (INDEX_MASK - place);
    }

    /** The place in what {@link #rank} gave. */
    static int place(long rank) {
        return (int) (INDEX_MASK - (rank & INDEX_MASK));
    }
}
