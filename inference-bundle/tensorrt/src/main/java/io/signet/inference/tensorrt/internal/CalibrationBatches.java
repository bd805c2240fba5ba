package io.signet.inference.tensorrt.internal;

import io.signet.inference.model.CalibrationSamples;
import io.signet.statement.Tensor;
import java.nio.ByteBuffer;
import java.util.Map;
import java.util.Objects;

/**
 * Samples in batches of one size, as a calibration wants them. Rows from the beginning fill up the last one, because made-up
 * rows would widen the ranges.
 */
final class CalibrationBatches {
    private final Map<String, Tensor> tensors;
    private final int rows;
    private final int batchRows;
    private int begun;

    /** @param batchRows rows of each batch, at least 1 */
    CalibrationBatches(CalibrationSamples samples, int batchRows) {
        this.tensors = samples.tensors();
        this.rows = samples.rows();
        this.batchRows = batchRows;
    }

    int batchRows() {
        return batchRows;
    }

    /** Goes to the first batch or the next one; false if all rows were in one. */
    boolean next() {
        if ((long) begun * batchRows >= rows) {
            return false;
        }
        begun++;
        return true;
    }

    /** Bytes that a batch of input {@code name} has. */
    long sizeBytes(String name) {
        return (long) tensor(name).sizeBytes() / rows * batchRows;
    }

    /**
     * Writes the batch of input {@code name} into {@code target}.
     *
     * @throws IllegalArgumentException if there are no samples of it
     */
    void put(String name, ByteBuffer target) {
        Tensor tensor = tensor(name);
        int row = (begun - 1) * batchRows;
        int missing = batchRows;
        while (missing > 0) {
            int from = row % rows;
            int count = Math.min(missing, rows - from);
            target.put(tensor.slice(from, from + count).data());
            row = from + count;
            missing -= count;
        }
    }

    private Tensor tensor(String name) {
        if (!tensors.containsKey(name)) {
            throw new IllegalArgumentException("there are no samples of input '" + name + "'");
        }
        return Objects.requireNonNull(tensors.get(name));
    }
}
