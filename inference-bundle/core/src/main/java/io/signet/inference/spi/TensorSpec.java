package io.signet.inference.spi;

import io.signet.statement.DataType;
import io.signet.statement.Tensor;
import io.signet.statement.Tensors;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.regex.Pattern;

/**
 * A named tensor that a model takes or gives.
 *
 * @param name 1 to 64 characters of printable ASCII, as statements can hold them
 * @param type element type
 * @param shape at most {@link Tensor#RANK_MAX} dimensions, outermost first; {@link #ANY} where the model does not fix
 *     one. A first dimension of {@link #ANY} is the batch: rows that the model computes independently
 */
public record TensorSpec(String name, DataType type, List<Long> shape) {
    /** A dimension that the model does not fix. */
    public static final long ANY = -1;

    /** Longest name of a tensor. */
    public static final int NAME_CHARS_MAX = Tensors.NAME_CHARS_MAX;

    private static final Pattern NAME = Pattern.compile("[ -~]{1," + NAME_CHARS_MAX + "}");

    public TensorSpec {
        if (name.isBlank()
                || !NAME.matcher(name)
                        .matches()) { // which it does not repeat: it may hold what a terminal should not see
            throw new IllegalArgumentException(
                    "tensor name must be 1 to " + NAME_CHARS_MAX + " characters of printable ASCII");
        }
        shape = List.copyOf(shape);
        if (shape.size() > Tensor.RANK_MAX) {
            throw new IllegalArgumentException(
                    "tensor '" + name + "' has " + shape.size() + " dimensions, more than " + Tensor.RANK_MAX);
        }
        for (long dimension : shape) {
            if (dimension < ANY || dimension > Integer.MAX_VALUE) {
                throw new IllegalArgumentException(
                        "dimension " + dimension + " of tensor '" + name + "' is not -1 to 2^31-1");
            }
        }
    }

    /** True if the outermost dimension is free: rows of several requests can be joined in one run. */
    public boolean batchable() {
        return !shape.isEmpty() && shape.get(0) == ANY;
    }

    /** Bytes of one row, empty if this is not {@link #batchable} or a further dimension is free. */
    public OptionalLong rowSizeBytes() {
        if (!batchable()) {
            return OptionalLong.empty();
        }
        return sizeBytes(shape.subList(1, shape.size()));
    }

    /** Bytes of the tensor, empty if a dimension is free. */
    public OptionalLong sizeBytes() {
        return sizeBytes(shape);
    }

    private OptionalLong sizeBytes(List<Long> dimensions) {
        if (dimensions.contains(ANY)) {
            return OptionalLong.empty();
        }
        long size = type.sizeBytes();
        for (long dimension : dimensions) {
            try {
                size = Math.multiplyExact(size, dimension);
            } catch (ArithmeticException e) {
                return OptionalLong.of(Long.MAX_VALUE); // beyond every limit, which is what the caller asks
            }
        }
        return OptionalLong.of(size);
    }

    /** What keeps {@code tensor} from being this one, in words for the requester; empty if it fits. */
    public Optional<String> mismatch(Tensor tensor) {
        if (tensor.type() != type) {
            return Optional.of("tensor '" + name + "' must be " + type + ", not " + tensor.type());
        }
        List<Long> actual = tensor.shape();
        boolean fits = actual.size() == shape.size();
        for (int i = 0; fits && i < shape.size(); i++) {
            fits = shape.get(i) == ANY || shape.get(i).equals(actual.get(i));
        }
        return fits
                ? Optional.empty()
                : Optional.of("tensor '" + name + "' must have shape " + shape + " (-1: any), not " + actual);
    }

    /** Name, type and shape. */
    @Override
    public String toString() {
        return name + ":" + type + shape;
    }
}
