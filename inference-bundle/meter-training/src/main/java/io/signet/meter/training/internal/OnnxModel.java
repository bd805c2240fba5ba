package io.signet.meter.training.internal;

import io.signet.meter.MeterModel;
import io.signet.statement.DataType;
import io.signet.writers.OnnxGraph;
import io.signet.writers.OnnxNode;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import java.util.Objects;

/**
 * Writes a network as an ONNX model: {@link DigitNetwork} over again, with channels before height and width, as ONNX wants
 * them. The same bytes for the same weights.
 */
final class OnnxModel {
    private static final int KERNEL = 3;

    private final OnnxGraph graph = new OnnxGraph(MeterModel.NAME);
    private final Map<String, float[]> weights;

    private OnnxModel(Map<String, float[]> weights) {
        this.weights = weights;
    }

    /**
     * Writes {@code model.onnx}.
     *
     * @throws IOException if the directory can't be written to
     */
    static void write(Map<String, float[]> weights, Path directory) throws IOException {
        OnnxModel model = new OnnxModel(weights);
        model.build();
        model.graph.write(directory.resolve(OnnxGraph.FILE_NAME));
    }

    private void build() {
        graph.input(
                MeterModel.INPUT,
                DataType.UINT8,
                OnnxGraph.ANY,
                MeterModel.CROP_HEIGHT,
                MeterModel.CROP_WIDTH,
                DigitNetwork.GREY);
        String values = views(MeterModel.INPUT);
        for (int layer = 1; layer < DigitNetwork.CHANNELS.length; layer++) {
            values = convolution(values, layer);
            if (layer > 1) {
                values = graph.add(
                        "pool" + layer,
                        OnnxNode.of("MaxPool", values)
                                .withAll("kernel_shape", 2, 2)
                                .withAll("strides", 2, 2));
            }
        }
        String flat = graph.add("flat", OnnxNode.of("Flatten", values).with("axis", 1));
        String hidden = dense(flat, "hidden", DigitNetwork.HIDDEN, channelsFirst(weight("hidden")));
        String scores = dense(
                graph.add("hidden_relu", OnnxNode.of("Relu", hidden)),
                "classes",
                MeterModel.CLASSES,
                weight("classes"));
        graph.add(MeterModel.OUTPUT, OnnxNode.of("Softmax", scores).with("axis", 1));
        graph.output(MeterModel.OUTPUT, DataType.FP32, OnnxGraph.ANY, MeterModel.CLASSES);
    }

    private float[] weight(String name) {
        return Objects.requireNonNull(weights.get(name), name);
    }

    private String scalar(String name, float value) {
        return graph.constant(name, new long[0], value);
    }

    private String mean(String name, String of) {
        return graph.add(name, OnnxNode.of("ReduceMean", of).withAll("axes", 1, 2, 3));
    }

    private String views(String crops) {
        String levels = graph.add("levels", OnnxNode.of("Cast", crops).with("to", 1)); // FLOAT
        String brightness =
                graph.add("brightness", OnnxNode.of("Transpose", levels).withAll("perm", 0, 3, 1, 2));
        String mean = mean("mean", brightness);
        String centred = graph.add("centred", OnnxNode.of("Sub", brightness, mean));
        String variance = mean("variance", graph.add("squares", OnnxNode.of("Mul", centred, centred)));
        String noisy = graph.add(
                "noisy", OnnxNode.of("Add", variance, scalar("noise", DigitNetwork.NOISE * DigitNetwork.NOISE)));
        String structure =
                graph.add("structure", OnnxNode.of("Div", centred, graph.add("spread", OnnxNode.of("Sqrt", noisy))));
        String level = graph.add("level", OnnxNode.of("Add", mean, scalar("dark", DigitNetwork.DARK)));
        String contrast = graph.add("contrast", OnnxNode.of("Div", centred, level));
        String scaled = graph.add("scaled", OnnxNode.of("Div", brightness, scalar("half", 128)));
        String light = graph.add("light", OnnxNode.of("Sub", scaled, scalar("one", 1)));
        return graph.add(
                "views", OnnxNode.of("Concat", structure, contrast, light).with("axis", 1));
    }

    private String convolution(String values, int layer) {
        String name = "conv" + layer;
        int inputs = (int) DigitNetwork.CHANNELS[layer - 1];
        int outputs = (int) DigitNetwork.CHANNELS[layer];
        String filter = graph.filter(name, KERNEL, inputs, outputs, weight(name));
        String offset = graph.constant(name + "_offset", new long[] {outputs}, weight(name + "_offset"));
        String sums = graph.add(
                name + "_sums", OnnxNode.of("Conv", values, filter, offset).withAll("pads", 1, 1, 1, 1));
        return graph.add(name + "_relu", OnnxNode.of("Relu", sums));
    }

    private String dense(String values, String name, long outputs, float[] matrix) {
        String factors = graph.constant(name, new long[] {matrix.length / outputs, outputs}, matrix);
        String offset = graph.constant(name + "_offset", new long[] {outputs}, weight(name + "_offset"));
        return graph.add(name + "_sums", OnnxNode.of("Gemm", values, factors, offset));
    }

    /** The rows of a matrix after the last convolution, from {@code [height, width, channel]} to {@code [channel, height, width]}. */
    private static float[] channelsFirst(float[] matrix) {
        int channels = (int) DigitNetwork.CHANNELS[DigitNetwork.CHANNELS.length - 1];
        int columns = (int) DigitNetwork.HIDDEN;
        int places = matrix.length / columns / channels;
        float[] turned = new float[matrix.length];
        for (int place = 0; place < places; place++) {
            for (int channel = 0; channel < channels; channel++) {
                System.arraycopy(
                        matrix,
                        (place * channels + channel) * columns,
                        turned,
                        (channel * places + place) * columns,
                        columns);
            }
        }
        return turned;
    }
}
