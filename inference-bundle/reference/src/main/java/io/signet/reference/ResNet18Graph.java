package io.signet.reference;

import io.signet.writers.FrozenGraph;
import java.io.IOException;
import java.nio.file.Path;
import org.tensorflow.Graph;
import org.tensorflow.Operand;
import org.tensorflow.ndarray.Shape;
import org.tensorflow.op.Ops;
import org.tensorflow.op.core.Placeholder;
import org.tensorflow.types.TFloat32;

/** {@link ResNet18} as TensorFlow's graph, apart from the rest because that needs no TensorFlow. */
final class ResNet18Graph {
    private ResNet18Graph() {}

    static void write(Path directory) throws IOException {
        try (Graph graph = new Graph()) {
            Ops tf = Ops.create(graph);
            Placeholder<TFloat32> pictures = tf.withName(ResNet18.INPUT)
                    .placeholder(
                            TFloat32.class,
                            Placeholder.shape(Shape.of(-1, ResNet18.SIZE, ResNet18.SIZE, ResNet18.COLOURS)));
            Operand<TFloat32> scores =
                    tf.withName(ResNet18.OUTPUT).identity(ResNet18.build(new TensorFlowLayers(tf), pictures));
            FrozenGraph.write(graph, pictures.asOutput(), scores.asOutput(), directory);
        }
    }
}
