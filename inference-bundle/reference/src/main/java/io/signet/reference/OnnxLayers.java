package io.signet.reference;

import io.signet.writers.OnnxGraph;
import io.signet.writers.OnnxNode;

/** Layers of an ONNX model, whose values are {@code [row, channel, height, width]}. */
final class OnnxLayers implements Layers<String> {
    private final OnnxGraph graph;
    private int unnamed;

    OnnxLayers(OnnxGraph graph) {
        this.graph = graph;
    }

    private String next(String kind) {
        unnamed++;
        return kind + unnamed;
    }

    @Override
    public String convolution(String values, String name, int kernel, int stride, int channelsIn, int channelsOut) {
        int inputs = kernel * kernel * channelsIn;
        String weights = graph.filter(
                name + "_filter",
                kernel,
                channelsIn,
                channelsOut,
                RandomWeights.factors(name, inputs * channelsOut, inputs));
        String sums = graph.add(
                name,
                OnnxNode.of("Conv", values, weights)
                        .withAll("strides", stride, stride)
                        .with("auto_pad", "SAME_UPPER"));
        Normalisation statistics = Normalisation.of(name, channelsOut);
        long[] shape = {channelsOut};
        return graph.add(
                name + "_normal",
                OnnxNode.of(
                                "BatchNormalization",
                                sums,
                                graph.constant(name + "_scale", shape, statistics.scale()),
                                graph.constant(name + "_shift", shape, statistics.shift()),
                                graph.constant(name + "_mean", shape, statistics.mean()),
                                graph.constant(name + "_variance", shape, statistics.variance()))
                        .with("epsilon", Normalisation.EPSILON));
    }

    @Override
    public String relu(String values) {
        return graph.add(next("relu"), OnnxNode.of("Relu", values));
    }

    @Override
    public String add(String one, String other) {
        return graph.add(next("sum"), OnnxNode.of("Add", one, other));
    }

    @Override
    public String pool(String values) {
        return graph.add(
                next("pool"),
                OnnxNode.of("MaxPool", values)
                        .withAll("kernel_shape", 3, 3)
                        .withAll("strides", 2, 2)
                        .with("auto_pad", "SAME_UPPER"));
    }

    @Override
    public String mean(String values) {
        String mean = graph.add(next("mean"), OnnxNode.of("GlobalAveragePool", values));
        return graph.add(next("flat"), OnnxNode.of("Flatten", mean).with("axis", 1));
    }

    @Override
    public String dense(String values, String name, int channelsIn, int channelsOut) {
        float[] matrix = RandomWeights.factors(name, channelsIn * channelsOut, channelsIn);
        String weights = graph.constant(name + "_matrix", new long[] {channelsIn, channelsOut}, matrix);
        String offset = graph.constant(
                name + "_offset",
                new long[] {channelsOut},
                RandomWeights.uniform(name + "_offset", channelsOut, -0.1, 0.1));
        return graph.add(name, OnnxNode.of("Gemm", values, weights, offset));
    }
}
