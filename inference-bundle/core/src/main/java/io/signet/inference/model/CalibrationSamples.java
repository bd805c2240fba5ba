package io.signet.inference.model;

import io.signet.inference.spi.TensorSpec;
import io.signet.runtime.Limits;
import io.signet.statement.Bytes;
import io.signet.statement.MalformedException;
import io.signet.statement.Tensor;
import io.signet.statement.Tensors;
import io.signet.statement.cbor.CborReader;
import io.signet.statement.cbor.CborWriter;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Inputs that a model typically gets, from which engines learn the ranges of values in it. They lie in the directory of a
 * variant as {@value #FILE_NAME}, in the encoding of tensors that travel (docs/protocol.md).
 *
 * @param tensors by the names of the model's inputs; all have as many rows
 */
public record CalibrationSamples(Map<String, Tensor> tensors) {
    /** The file in a variant's directory. */
    public static final String FILE_NAME = "calibration.cbor";

    /** Most rows: ranges do not get better of more. */
    public static final int ROWS_MAX = 1_024;

    /** Most bytes of the file. */
    public static final int SIZE_BYTES_MAX = 64 << 20;

    /** @throws IllegalArgumentException if there are no tensors, or they have not all 1 to {@link #ROWS_MAX} rows */
    public CalibrationSamples {
        tensors = Map.copyOf(tensors);
        Limits.requireInRange("number of sampled inputs", tensors.size(), 1, Tensors.COUNT_MAX);
        Set<Long> rows = new HashSet<>();
        tensors.forEach((name, tensor) -> {
            if (tensor.shape().isEmpty()) {
                throw new IllegalArgumentException("samples of '" + name + "' have no rows");
            }
            Limits.requireInRange("rows of '" + name + "'", tensor.rows(), 1, ROWS_MAX);
            rows.add(tensor.rows());
        });
        if (rows.size() > 1) {
            throw new IllegalArgumentException(
                    "samples of one input have other numbers of rows than those of another: " + rows);
        }
        Limits.requireInRange("size of all samples", Tensors.encodedSizeBytes(tensors), 1, SIZE_BYTES_MAX);
    }

    /** How many rows there are of each input. */
    public int rows() {
        return (int) tensors.values().iterator().next().rows();
    }

    /**
     * Does nothing if they are of a model that takes {@code inputs}.
     *
     * @throws IllegalArgumentException saying what differs
     */
    public void requireFitting(List<TensorSpec> inputs) {
        for (TensorSpec input : inputs) {
            Tensor tensor = tensors.get(input.name());
            if (tensor == null) {
                throw new IllegalArgumentException("there are no samples of input '" + input.name() + "'");
            }
            List<Long> rest = input.shape().isEmpty()
                    ? List.of()
                    : input.shape().subList(1, input.shape().size());
            if (tensor.type() != input.type()
                    || !tensor.shape().subList(1, tensor.shape().size()).equals(rest)) {
                throw new IllegalArgumentException("samples " + tensor + " are no rows of input " + input);
            }
        }
        if (tensors.size() != inputs.size()) {
            throw new IllegalArgumentException(
                    "there are samples of " + tensors.keySet() + ", which are not all inputs");
        }
    }

    /** As they lie in the file. */
    public Bytes encode() {
        CborWriter writer = new CborWriter(Tensors.encodedSizeBytes(tensors));
        Tensors.write(writer, tensors);
        return writer.toBytes();
    }

    /**
     * What {@link #encode} made.
     *
     * @throws MalformedException if it is anything else
     */
    public static CalibrationSamples decode(Bytes encoded) throws MalformedException {
        CborReader reader = new CborReader(encoded);
        try {
            CalibrationSamples samples = new CalibrationSamples(Tensors.read(reader));
            reader.expectEnd();
            return samples;
        } catch (IllegalArgumentException e) {
            throw new MalformedException(String.valueOf(e.getMessage()), reader.offset());
        }
    }

    /**
     * Reads those of the variant in {@code directory}.
     *
     * @throws IOException if there are none, or they can't be read; with the reason
     */
    public static CalibrationSamples read(Path directory) throws IOException {
        Path file = directory.resolve(FILE_NAME);
        if (!Files.isRegularFile(file)) {
            throw new IOException("the package has no samples for calibration (" + FILE_NAME + ")");
        }
        if (Files.size(file) > SIZE_BYTES_MAX) {
            throw new IOException(FILE_NAME + " has more than " + SIZE_BYTES_MAX + " bytes");
        }
        try {
            return decode(Bytes.copyOf(Files.readAllBytes(file)));
        } catch (MalformedException e) {
            throw new IOException(FILE_NAME + " is malformed: " + e.getMessage(), e);
        }
    }
}
