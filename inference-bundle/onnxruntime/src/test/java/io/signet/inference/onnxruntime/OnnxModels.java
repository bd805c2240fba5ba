package io.signet.inference.onnxruntime;

import io.signet.statement.DataType;
import io.signet.writers.OnnxGraph;
import io.signet.writers.OnnxNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Small ONNX models. */
final class OnnxModels {
    private OnnxModels() {}

    /** {@code y = softmax(x W)} over {@code x:FP32[-1, 3]}, with a 3x2 constant {@code W}. */
    static Path softmax(Path directory) throws IOException {
        OnnxGraph graph = new OnnxGraph("softmax");
        graph.input("x", DataType.FP32, OnnxGraph.ANY, 3);
        graph.constant("w", new long[] {3, 2}, 1, 0, 0, 1, 1, -1);
        graph.add("logits", OnnxNode.of("MatMul", "x", "w"));
        graph.add("y", OnnxNode.of("Softmax", "logits").with("axis", 1));
        graph.output("y", DataType.FP32, OnnxGraph.ANY, 2);
        return write(graph, directory);
    }

    /** A model of one operation on the input {@code x}; its output {@code y} is of the same type and shape. */
    static Path unary(Path directory, OnnxNode node, DataType type, long... shape) throws IOException {
        OnnxGraph graph = new OnnxGraph("unary");
        graph.input("x", type, shape);
        graph.add("y", node);
        graph.output("y", type, shape);
        return write(graph, directory);
    }

    /** Writes {@code graph} as a variant's directory. */
    static Path write(OnnxGraph graph, Path directory) throws IOException {
        graph.write(Files.createDirectories(directory).resolve(OnnxGraph.FILE_NAME));
        return directory;
    }
}
