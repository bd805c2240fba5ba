package io.signet.inference;

import io.signet.inference.model.PictureInput;
import io.signet.inference.spi.TensorSpec;
import io.signet.statement.Digest;
import java.util.List;
import java.util.Optional;

/**
 * A model that is loaded on this node.
 *
 * @param name name that requests give
 * @param version version that its publisher gave it
 * @param packageDigest digest of its package's manifest
 * @param inputs what it takes, sorted by name
 * @param outputs what it gives, after the steps of its package, sorted by name
 * @param picture how a picture becomes a row of one of the inputs, if the package says so and it fits the input
 * @param labels names of its classes, in the order of the output's last dimension; empty if it has none
 * @param rowsMax most rows of one request
 * @param rowsPerSecond what this node computes of it when full batches keep it busy, as measured so far
 */
public record ModelInfo(
        String name,
        String version,
        Digest packageDigest,
        List<TensorSpec> inputs,
        List<TensorSpec> outputs,
        Optional<PictureInput> picture,
        List<String> labels,
        int rowsMax,
        double rowsPerSecond) {
    public ModelInfo {
        inputs = List.copyOf(inputs);
        outputs = List.copyOf(outputs);
        labels = List.copyOf(labels);
    }

    /** A model that takes no pictures. */
    public ModelInfo(
            String name,
            String version,
            Digest packageDigest,
            List<TensorSpec> inputs,
            List<TensorSpec> outputs,
            List<String> labels,
            int rowsMax,
            double rowsPerSecond) {
        this(name, version, packageDigest, inputs, outputs, Optional.empty(), labels, rowsMax, rowsPerSecond);
    }

    /** The same with a newer measurement. */
    public ModelInfo withRowsPerSecond(double measured) {
        return new ModelInfo(name, version, packageDigest, inputs, outputs, picture, labels, rowsMax, measured);
    }
}
