package io.signet.cli;

import io.signet.inference.importing.ModelFile;
import io.signet.inference.importing.ModelFileException;
import io.signet.inference.importing.NumpyFile;
import io.signet.inference.model.CalibrationSamples;
import io.signet.inference.model.Manifest;
import io.signet.inference.model.ModelPackageWriter;
import io.signet.inference.spi.Precision;
import io.signet.inference.spi.TensorSpec;
import io.signet.statement.Tensor;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import picocli.CommandLine.Option;

/** With how few bits nodes may compute a model, and what they learn its ranges from. */
final class PrecisionOptions {
    @Option(
            names = "--precision",
            paramLabel = "BITS",
            description = {
                "Allow nodes to compute the model with fewer than 32 bits where that is faster: fp16 or int8. May be"
                        + " repeated. int8 needs --calibration. Statements say what a node computed with."
            })
    private List<String> precisions = new ArrayList<>();

    @Option(
            names = "--calibration",
            paramLabel = "TENSOR=FILE",
            description = {
                "Typical inputs, from which int8 learns the ranges of values: an array that NumPy saved (*.npy), of some"
                        + " hundred rows, 1,024 at most. Once for each input of the model."
            })
    private Map<String, Path> calibration = new LinkedHashMap<>();

    /**
     * Writes them into a package.
     *
     * @param variants that are in it
     * @throws IllegalArgumentException if they don't go with each other, or with the model
     */
    void set(ModelPackageWriter writer, List<ModelFile> variants) throws ModelFileException, IOException {
        Set<Precision> lower = EnumSet.noneOf(Precision.class);
        precisions.stream().map(Precision::of).filter(Precision.LOWER::contains).forEach(lower::add);
        if (lower.contains(Precision.INT8) == calibration.isEmpty()) {
            throw new IllegalArgumentException("--precision int8 and --calibration go together");
        }
        if (!lower.isEmpty()) {
            writer.property(
                    Manifest.PRECISIONS, lower.stream().map(Precision::text).collect(Collectors.joining(" ")));
        }
        if (!calibration.isEmpty()) {
            if (variants.stream().noneMatch(v -> v.format().equals(ModelFile.ONNX))) {
                throw new IllegalArgumentException("--calibration is for ONNX files, and none is among the variants");
            }
            writer.file(
                    ModelFile.ONNX,
                    CalibrationSamples.FILE_NAME,
                    samples(variants.get(0).inputs()).encode());
        }
    }

    private CalibrationSamples samples(List<TensorSpec> inputs) throws ModelFileException, IOException {
        Map<String, Tensor> tensors = new LinkedHashMap<>();
        for (Map.Entry<String, Path> entry : calibration.entrySet()) {
            tensors.put(entry.getKey(), NumpyFile.read(entry.getValue(), CalibrationSamples.SIZE_BYTES_MAX));
        }
        CalibrationSamples samples = new CalibrationSamples(tensors);
        samples.requireFitting(inputs);
        return samples;
    }
}
