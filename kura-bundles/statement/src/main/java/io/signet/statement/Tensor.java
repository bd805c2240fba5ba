package io.signet.statement;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.FloatBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

/**
 * A dense tensor: row-major, little-endian, without padding.
 *
 * <p>The buffer is shared, not copied: whoever made the tensor must not write to it any more. Direct buffers spare the
 * engines a copy. A tensor is a view; it may be read by several threads at once.
 */
public final class Tensor {
    /** Most dimensions a tensor may have. */
    public static final int RANK_MAX = 8;

    private final DataType type;
    private final List<Long> shape;
    private final ByteBuffer data;

    private Tensor(DataType type, List<Long> shape, ByteBuffer data) {
        this.type = type;
        this.shape = shape;
        this.data = data;
    }

    /**
     * A tensor over the remaining bytes of {@code data}.
     *
     * @param shape at most {@link #RANK_MAX} dimensions, each at least 0; empty for a scalar
     * @throws IllegalArgumentException if the shape is out of range or does not fit the number of bytes
     */
    public static Tensor of(DataType type, List<Long> shape, ByteBuffer data) {
        List<Long> copy = List.copyOf(shape);
        long expected = sizeBytes(type, copy);
        if (data.remaining() != expected) {
            throw new IllegalArgumentException(
                    "a " + type + " tensor of shape " + copy + " has " + expected + " bytes, not " + data.remaining());
        }
        return new Tensor(
                type,
                copy,
                data.isReadOnly() ? data.slice() : data.asReadOnlyBuffer().slice());
    }

    /** A FP32 tensor that holds a copy of {@code values}. */
    public static Tensor ofFloats(List<Long> shape, float... values) {
        ByteBuffer data = ByteBuffer.allocateDirect(values.length * Float.BYTES).order(ByteOrder.LITTLE_ENDIAN);
        data.asFloatBuffer().put(values);
        return of(DataType.FP32, shape, data);
    }

    /**
     * Number of bytes of such a tensor.
     *
     * @throws IllegalArgumentException if the shape is out of range or the size exceeds 2^31-1 bytes
     */
    public static int sizeBytes(DataType type, List<Long> shape) {
        if (shape.size() > RANK_MAX) {
            throw new IllegalArgumentException("a tensor has at most " + RANK_MAX + " dimensions, not " + shape.size());
        }
        long size = type.sizeBytes();
        boolean empty = false;
        for (long dimension : shape) {
            if (dimension < 0 || dimension > Integer.MAX_VALUE) {
                throw new IllegalArgumentException(
                        "dimension " + dimension + " of shape " + shape + " is not 0 to 2^31-1");
            }
            if (dimension == 0) {
                empty = true;
            } else {
                size *= dimension;
                if (size > Integer.MAX_VALUE) {
                    throw new IllegalArgumentException(
                            "a " + type + " tensor of shape " + shape + " exceeds 2^31-1 bytes");
                }
            }
        }
        return empty ? 0 : (int) size;
    }

    /** Element type. */
    public DataType type() {
        return type;
    }

    /** Dimensions, outermost first. */
    public List<Long> shape() {
        return shape;
    }

    /** Number of bytes. */
    public int sizeBytes() {
        return data.capacity();
    }

    /** A read-only, little-endian view of all bytes, with a position of its own. */
    public ByteBuffer data() {
        return data.duplicate().order(ByteOrder.LITTLE_ENDIAN);
    }

    /**
     * The elements as floats.
     *
     * @throws IllegalStateException if this is no {@link DataType#FP32} tensor
     */
    public FloatBuffer floats() {
        if (type != DataType.FP32) {
            throw new IllegalStateException("not a FP32 tensor but " + type);
        }
        return data().asFloatBuffer();
    }

    /**
     * Number of rows: the outermost dimension, along which batches are joined and split.
     *
     * @throws IllegalStateException if this is a scalar
     */
    public long rows() {
        if (shape.isEmpty()) {
            throw new IllegalStateException("a scalar has no rows");
        }
        return shape.get(0);
    }

    /**
     * A view of the rows {@code [from, to)}; no copy.
     *
     * @throws IndexOutOfBoundsException if the range is not within {@link #rows()}
     */
    public Tensor slice(long from, long to) {
        Objects.checkFromToIndex(from, to, rows());
        int rowBytes = rows() == 0 ? 0 : sizeBytes() / (int) rows();
        List<Long> sliced = new ArrayList<>(shape);
        sliced.set(0, to - from);
        return new Tensor(type, List.copyOf(sliced), data.slice((int) from * rowBytes, (int) (to - from) * rowBytes));
    }

    /** The same type, shape and bytes. */
    @Override
    public boolean equals(Object other) {
        return other instanceof Tensor tensor
                && type == tensor.type
                && shape.equals(tensor.shape)
                && data().equals(tensor.data());
    }

    @Override
    public int hashCode() {
        return Objects.hash(type, shape, data());
    }

    /** Type and shape, never the contents. */
    @Override
    public String toString() {
        return type + shape.toString();
    }
}
