package io.signet.reference;

import java.util.List;
import org.tensorflow.Operand;
import org.tensorflow.ndarray.Shape;
import org.tensorflow.ndarray.buffer.DataBuffers;
import org.tensorflow.op.Ops;
import org.tensorflow.op.nn.FusedBatchNorm;
import org.tensorflow.types.TFloat32;

/** Layers of a TensorFlow graph, whose values are {@code [row, height, width, channel]}, with weights as constants. */
final class TensorFlowLayers implements Layers<Operand<TFloat32>> {
    private static final String SAME = "SAME";

    private final Ops tf;

    TensorFlowLayers(Ops tf) {
        this.tf = tf;
    }

    private Operand<TFloat32> constant(float[] values, long... shape) {
        return tf.constant(Shape.of(shape), DataBuffers.of(values));
    }

    @Override
    public Operand<TFloat32> convolution(
            Operand<TFloat32> values, String name, int kernel, int stride, int channelsIn, int channelsOut) {
        int inputs = kernel * kernel * channelsIn;
        float[] filter = RandomWeights.factors(name, inputs * channelsOut, inputs);
        Operand<TFloat32> sums = tf.nn.conv2d(
                values,
                constant(filter, kernel, kernel, channelsIn, channelsOut),
                List.of(1L, (long) stride, (long) stride, 1L),
                SAME);
        Normalisation statistics = Normalisation.of(name, channelsOut);
        return tf.nn.fusedBatchNorm(
                        sums,
                        constant(statistics.scale(), channelsOut),
                        constant(statistics.shift(), channelsOut),
                        constant(statistics.mean(), channelsOut),
                        constant(statistics.variance(), channelsOut),
                        FusedBatchNorm.isTraining(false),
                        FusedBatchNorm.epsilon(Normalisation.EPSILON))
                .y();
    }

    @Override
    public Operand<TFloat32> relu(Operand<TFloat32> values) {
        return tf.nn.relu(values);
    }

    @Override
    public Operand<TFloat32> add(Operand<TFloat32> one, Operand<TFloat32> other) {
        return tf.math.add(one, other);
    }

    @Override
    public Operand<TFloat32> pool(Operand<TFloat32> values) {
        return tf.nn.maxPool(values, tf.array(1, 3, 3, 1), tf.array(1, 2, 2, 1), SAME);
    }

    @Override
    public Operand<TFloat32> mean(Operand<TFloat32> values) {
        return tf.math.mean(values, tf.array(1, 2));
    }

    @Override
    public Operand<TFloat32> dense(Operand<TFloat32> values, String name, int channelsIn, int channelsOut) {
        float[] matrix = RandomWeights.factors(name, channelsIn * channelsOut, channelsIn);
        float[] offset = RandomWeights.uniform(name + "_offset", channelsOut, -0.1, 0.1);
        return tf.nn.biasAdd(
                tf.linalg.matMul(values, constant(matrix, channelsIn, channelsOut)), constant(offset, channelsOut));
    }
}
