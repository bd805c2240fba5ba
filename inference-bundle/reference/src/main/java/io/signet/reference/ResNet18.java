package io.signet.reference;

import io.signet.inference.model.Manifest;
import io.signet.inference.model.ModelIdentity;
import io.signet.inference.model.ModelInterface;
import io.signet.inference.model.ModelPackageWriter;
import io.signet.inference.model.OutputHint;
import io.signet.inference.model.Publisher;
import io.signet.inference.spi.TensorSpec;
import io.signet.statement.Bytes;
import io.signet.statement.DataType;
import io.signet.statement.Digest;
import io.signet.statement.cose.SigningException;
import io.signet.writers.OnnxGraph;
import io.signet.writers.OnnxNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * A network of the shape of ResNet-18 (He et al., 2016, table 1) with random weights: 11.7 million of them, 45 MB, and 0.15
 * billion multiplications for a picture of 64 x 64. It recognises nothing; what engines do with it costs what a real one
 * costs. Its weights are the same everywhere.
 */
public final class ResNet18 {
    /** The model's name. */
    public static final String NAME = "resnet18-random";

    /** The input: FP32 {@code [row, 64, 64, 3]}, red, green and blue, 0 to 1. */
    public static final String INPUT = "pictures";

    /** The output: FP32 {@code [row, 1000]}, a score for each class. */
    public static final String OUTPUT = "scores";

    /** The format of its ONNX model. */
    public static final String ONNX = "onnx";

    /** The format of its SavedModel. */
    public static final String SAVED_MODEL = "tensorflow-savedmodel";

    /** Width and height of a picture. */
    public static final int SIZE = 64;

    /** How many scores there are. */
    public static final int CLASSES = 1_000;

    /** ONNX Runtime and TensorFlow have differed by 0.000004; another engine may add up in another order still. */
    private static final String TOLERANCE = "0.001";

    static final int COLOURS = 3;
    private static final int[] CHANNELS = {64, 64, 128, 256, 512};
    private static final int BLOCKS = 2;

    private ResNet18() {}

    /**
     * Writes the model as a package with a variant of each of {@code formats}.
     *
     * @param work an empty directory for what the package is made of; it is the caller's to delete
     * @param formats of {@value #ONNX} and {@value #SAVED_MODEL}, which alone needs TensorFlow's library
     * @return the package's digest
     * @throws IOException if a file can't be written
     * @throws SigningException if the publisher's key can't sign
     */
    public static Digest writePackage(Path target, Path work, Publisher publisher, Set<String> formats)
            throws IOException, SigningException {
        ModelPackageWriter writer = new ModelPackageWriter(
                        new ModelIdentity(
                                NAME, "1.0.0", "The shape of ResNet-18 with random weights.", LocalDate.of(2026, 1, 1)),
                        contract())
                .card(Bytes.utf8(
                        "# resnet18-random\n\nRandom weights: it recognises nothing. For comparing engines.\n"))
                .licence("Apache-2.0", Bytes.utf8("Apache License 2.0\n"))
                .property(Manifest.TOLERANCE, TOLERANCE);
        for (String format : formats) {
            Path directory = Files.createDirectory(work.resolve(format));
            switch (format) {
                case ONNX -> writeOnnx(directory);
                case SAVED_MODEL -> writeSavedModel(directory);
                default -> throw new IllegalArgumentException("there is no format " + format + " of this model");
            }
            writer.variant(format, directory);
        }
        return writer.write(target, publisher);
    }

    private static ModelInterface contract() {
        return new ModelInterface(
                List.of(new TensorSpec(
                        INPUT, DataType.FP32, List.of(TensorSpec.ANY, (long) SIZE, (long) SIZE, (long) COLOURS))),
                List.of(new TensorSpec(OUTPUT, DataType.FP32, List.of(TensorSpec.ANY, (long) CLASSES))),
                List.of(),
                Optional.empty(),
                List.of(new OutputHint(OUTPUT, OutputHint.Meaning.LOGITS)));
    }

    /**
     * Writes the SavedModel. TensorFlow's library must be on {@code java.library.path}.
     *
     * @throws IOException if the directory can't be written to
     */
    public static void writeSavedModel(Path directory) throws IOException {
        ResNet18Graph.write(directory);
    }

    /**
     * Writes the ONNX model.
     *
     * @throws IOException if the directory can't be written to
     */
    public static void writeOnnx(Path directory) throws IOException {
        OnnxGraph graph = new OnnxGraph(NAME);
        String pictures = graph.input(INPUT, DataType.FP32, OnnxGraph.ANY, SIZE, SIZE, COLOURS);
        String channelsFirst =
                graph.add("channels_first", OnnxNode.of("Transpose", pictures).withAll("perm", 0, 3, 1, 2));
        graph.add(OUTPUT, OnnxNode.of("Identity", build(new OnnxLayers(graph), channelsFirst)));
        graph.output(OUTPUT, DataType.FP32, OnnxGraph.ANY, CLASSES);
        graph.write(directory.resolve(OnnxGraph.FILE_NAME));
    }

    static <T> T build(Layers<T> layers, T pictures) {
        T values = layers.relu(layers.convolution(pictures, "stem", 7, 2, COLOURS, CHANNELS[0]));
        values = layers.pool(values);
        for (int stage = 1; stage < CHANNELS.length; stage++) {
            for (int block = 1; block <= BLOCKS; block++) {
                boolean first = block == 1;
                values = block(
                        layers,
                        values,
                        "stage" + stage + "_block" + block,
                        first && stage > 1 ? 2 : 1,
                        first ? CHANNELS[stage - 1] : CHANNELS[stage],
                        CHANNELS[stage]);
            }
        }
        return layers.dense(layers.mean(values), "classes", CHANNELS[CHANNELS.length - 1], CLASSES);
    }

    /** Two convolutions, and a way around them. */
    private static <T> T block(Layers<T> layers, T values, String name, int stride, int channelsIn, int channelsOut) {
        T inner = layers.relu(layers.convolution(values, name + "_a", 3, stride, channelsIn, channelsOut));
        T sum = layers.convolution(inner, name + "_b", 3, 1, channelsOut, channelsOut);
        T around = stride == 1 && channelsIn == channelsOut
                ? values
                : layers.convolution(values, name + "_around", 1, stride, channelsIn, channelsOut);
        return layers.relu(layers.add(sum, around));
    }
}
