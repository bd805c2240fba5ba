package io.signet.inference.tensorflow;

import java.io.IOException;
import java.nio.file.Path;
import java.util.function.BiFunction;
import org.tensorflow.Graph;
import org.tensorflow.Operand;
import org.tensorflow.SavedModelBundle;
import org.tensorflow.Session;
import org.tensorflow.SessionFunction;
import org.tensorflow.Signature;
import org.tensorflow.ndarray.Shape;
import org.tensorflow.ndarray.StdArrays;
import org.tensorflow.op.Ops;
import org.tensorflow.op.core.Placeholder;
import org.tensorflow.types.TFloat32;
import org.tensorflow.types.family.TType;

/** Small SavedModels, written by TensorFlow itself. */
final class SavedModels {
    /** What a model computes from its input. */
    interface Body<T extends TType> extends BiFunction<Ops, Operand<T>, Operand<?>> {}

    private SavedModels() {}

    /** {@code y = softmax(x W)} over {@code x:FP32[-1, 3]}, with a 3x2 variable {@code W}. */
    static Path softmax(Path directory) throws IOException {
        return save(directory, Signature.DEFAULT_KEY, TFloat32.class, Shape.of(-1, 3), (tf, x) -> {
            var weights = tf.variable(tf.constant(StdArrays.ndCopyOf(new float[][] {{1, 0}, {0, 1}, {1, -1}})));
            return tf.nn.softmax(tf.linalg.matMul(x, weights));
        });
    }

    /** A model of one input {@code x} and one output {@code y}. */
    static <T extends TType> Path save(Path directory, String signature, Class<T> type, Shape shape, Body<T> body)
            throws IOException {
        try (Graph graph = new Graph();
                Session session = new Session(graph)) {
            Ops tf = Ops.create(graph);
            Placeholder<T> x = tf.placeholder(type, Placeholder.shape(shape));
            Operand<?> y = body.apply(tf, x);
            session.initialize();
            Signature signed = Signature.builder()
                    .key(signature)
                    .input("x", x)
                    .output("y", y)
                    .build();
            SavedModelBundle.exporter(directory.toString())
                    .withFunction(SessionFunction.create(signed, session))
                    .export();
        }
        return directory;
    }
}
