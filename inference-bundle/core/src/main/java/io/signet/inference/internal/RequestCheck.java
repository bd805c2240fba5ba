package io.signet.inference.internal;

import io.signet.inference.InferenceOutcome.Refused;
import io.signet.inference.Refusal;
import io.signet.inference.spi.TensorSpec;
import io.signet.statement.Tensor;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * What a model takes, and how much of it.
 *
 * @param inputs the model's inputs
 * @param outputs the model's outputs
 * @param rowsMax most rows of one request; 1 if rows cannot be joined
 * @param bytesMax most input and output bytes of one request
 */
record RequestCheck(List<TensorSpec> inputs, List<TensorSpec> outputs, int rowsMax, long bytesMax) {
    /** What a request weighs. */
    sealed interface Weighed {}

    /**
     * It fits.
     *
     * @param key requests with equal keys may be joined
     */
    record Fits(int rows, long bytes, Object key) implements Weighed {}

    /** It does not. */
    record Unfit(Refused refused) implements Weighed {}

    /** True if rows of several requests may run together. */
    boolean batchable() {
        return batchable(inputs) && batchable(outputs);
    }

    private static boolean batchable(List<TensorSpec> specs) {
        for (TensorSpec spec : specs) {
            if (!spec.batchable()) {
                return false;
            }
        }
        return true;
    }

    Weighed weigh(Map<String, Tensor> given) {
        if (given.size() != inputs.size()) {
            return unfit(Refusal.BAD_INPUT, "the model takes " + inputs + ", not " + given.keySet());
        }
        boolean batchable = batchable();
        long rows = 1;
        long bytes = 0;
        List<List<Long>> rowShapes = new ArrayList<>();
        for (TensorSpec spec : inputs) {
            Tensor tensor = given.get(spec.name());
            if (tensor == null) {
                return unfit(Refusal.BAD_INPUT, "input " + spec + " is missing; given are " + given.keySet());
            }
            Optional<String> mismatch = spec.mismatch(tensor);
            if (mismatch.isPresent()) {
                return unfit(Refusal.BAD_INPUT, mismatch.get());
            }
            if (batchable) {
                if (!rowShapes.isEmpty() && tensor.rows() != rows) {
                    return unfit(
                            Refusal.BAD_INPUT,
                            "input '" + spec.name() + "' has " + tensor.rows() + " rows, another has " + rows);
                }
                rows = tensor.rows();
                rowShapes.add(tensor.shape().subList(1, tensor.shape().size()));
            }
            bytes += tensor.sizeBytes();
        }
        return weigh(rows, bytes, batchable ? List.copyOf(rowShapes) : new Object());
    }

    private Weighed weigh(long rows, long inputBytes, Object key) {
        if (rows < 1) {
            return unfit(Refusal.BAD_INPUT, "the request has no rows");
        }
        if (rows > rowsMax) {
            return unfit(Refusal.TOO_LARGE, "the request has " + rows + " rows, more than " + rowsMax + "; split it");
        }
        long bytes = inputBytes + outputBytes(rows);
        if (bytes > bytesMax) {
            return unfit(
                    Refusal.TOO_LARGE,
                    "the request needs " + bytes + " bytes for inputs and outputs, more than " + bytesMax
                            + "; split it");
        }
        return new Fits((int) rows, bytes, key);
    }

    /** Bytes of the outputs that {@code rows} rows give, as far as their shape is known beforehand. */
    private long outputBytes(long rows) {
        long bytes = 0;
        for (TensorSpec spec : outputs) {
            OptionalLong row = spec.rowSizeBytes();
            long size = row.isPresent()
                    ? saturatedProduct(rows, row.getAsLong())
                    : spec.sizeBytes().orElse(0);
            bytes = size > Long.MAX_VALUE / 4 ? Long.MAX_VALUE / 4 : bytes + size;
        }
        return bytes;
    }

    private static long saturatedProduct(long a, long b) {
        return b != 0 && a > Long.MAX_VALUE / b ? Long.MAX_VALUE : a * b;
    }

    private static Weighed unfit(Refusal refusal, String reason) {
        return new Unfit(new Refused(refusal, reason));
    }
}
