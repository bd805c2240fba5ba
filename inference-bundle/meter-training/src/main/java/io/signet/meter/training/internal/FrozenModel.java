package io.signet.meter.training.internal;

import io.signet.meter.MeterModel;
import io.signet.writers.FrozenGraph;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import java.util.Objects;
import org.tensorflow.Graph;
import org.tensorflow.Operand;
import org.tensorflow.ndarray.buffer.DataBuffers;
import org.tensorflow.op.Ops;
import org.tensorflow.op.core.Placeholder;
import org.tensorflow.types.TFloat32;
import org.tensorflow.types.TUint8;

/** Writes a network as a SavedModel whose weights are constants. */
final class FrozenModel {
    private FrozenModel() {}

    /**
     * Writes {@code saved_model.pb}.
     *
     * @throws IOException if the directory can't be written to
     */
    static void write(Map<String, float[]> weights, Path directory) throws IOException {
        try (Graph graph = new Graph()) {
            Ops tf = Ops.create(graph);
            Placeholder<TUint8> crops = DigitNetwork.crops(tf);
            Operand<TFloat32> logits = DigitNetwork.logits(tf, crops, (name, shape, inputs) -> {
                float[] values = Objects.requireNonNull(weights.get(name), name);
                return tf.withName(name).constant(shape, DataBuffers.of(values));
            });
            Operand<TFloat32> probabilities = tf.withName(MeterModel.OUTPUT).nn.softmax(logits);
            FrozenGraph.write(graph, crops.asOutput(), probabilities.asOutput(), directory);
        }
    }
}
