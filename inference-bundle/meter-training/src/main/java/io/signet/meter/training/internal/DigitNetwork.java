package io.signet.meter.training.internal;

import io.signet.meter.MeterModel;
import java.util.List;
import org.tensorflow.Operand;
import org.tensorflow.ndarray.Shape;
import org.tensorflow.op.Ops;
import org.tensorflow.op.core.Placeholder;
import org.tensorflow.op.math.Mean;
import org.tensorflow.types.TFloat32;
import org.tensorflow.types.TUint8;

/**
 * The network: four convolutions of 3 x 3 with three halvings in between, then two dense layers, over three views of a
 * crop that it makes itself.
 */
final class DigitNetwork {
    static final long[] CHANNELS = {3, 16, 24, 32, 48};
    static final long HIDDEN = 64;
    static final long GREY = 1;

    /** Spread below which a crop's structure is taken for noise rather than enlarged, in grey levels. */
    static final float NOISE = 4;

    /** Brightness below which everything counts as equally dark, in grey levels. */
    static final float DARK = 16;

    private static final long FLAT = CHANNELS[4] * (MeterModel.CROP_HEIGHT / 8) * (MeterModel.CROP_WIDTH / 8);

    /** Where the network's weights come from. */
    @FunctionalInterface
    interface Weights {
        /**
         * The weight of that name.
         *
         * @param inputs how many values flow into each value of the layer; 0 for an offset
         */
        Operand<TFloat32> get(String name, Shape shape, long inputs);
    }

    private DigitNetwork() {}

    /** The network's input. */
    static Placeholder<TUint8> crops(Ops tf) {
        return tf.withName(MeterModel.INPUT)
                .placeholder(
                        TUint8.class,
                        Placeholder.shape(Shape.of(-1, MeterModel.CROP_HEIGHT, MeterModel.CROP_WIDTH, GREY)));
    }

    /** Scores of the classes, {@code [n, 11]}. */
    static Operand<TFloat32> logits(Ops tf, Operand<TUint8> crops, Weights weights) {
        Operand<TFloat32> values = views(tf, crops);
        for (int layer = 1; layer < CHANNELS.length; layer++) {
            Shape shape = Shape.of(3, 3, CHANNELS[layer - 1], CHANNELS[layer]);
            Operand<TFloat32> filter = weights.get("conv" + layer, shape, 9 * CHANNELS[layer - 1]);
            Operand<TFloat32> offset = weights.get("conv" + layer + "_offset", Shape.of(CHANNELS[layer]), 0);
            values = tf.nn.relu(tf.nn.biasAdd(tf.nn.conv2d(values, filter, List.of(1L, 1L, 1L, 1L), "SAME"), offset));
            if (layer > 1) {
                values = tf.nn.maxPool(values, tf.array(1, 2, 2, 1), tf.array(1, 2, 2, 1), "VALID");
            }
        }
        Operand<TFloat32> flat = tf.reshape(values, tf.array(-1L, FLAT));
        Operand<TFloat32> hidden = tf.nn.relu(dense(tf, flat, "hidden", FLAT, HIDDEN, weights));
        return dense(tf, hidden, "classes", HIDDEN, MeterModel.CLASSES, weights);
    }

    private static Operand<TFloat32> dense(
            Ops tf, Operand<TFloat32> values, String name, long inputs, long outputs, Weights weights) {
        Operand<TFloat32> matrix = weights.get(name, Shape.of(inputs, outputs), inputs);
        Operand<TFloat32> offset = weights.get(name + "_offset", Shape.of(outputs), 0);
        return tf.nn.biasAdd(tf.linalg.matMul(values, matrix), offset);
    }

    /**
     * Three views of a crop, {@code [n, 32, 24, 3]}: its structure whatever the contrast, its contrast whatever the light
     * (the ghost of unlit segments differs from lit ones by nothing else), and its light.
     */
    private static Operand<TFloat32> views(Ops tf, Operand<TUint8> crops) {
        Operand<TFloat32> brightness = tf.dtypes.cast(crops, TFloat32.class);
        Operand<TFloat32> mean = tf.math.mean(brightness, tf.array(1, 2, 3), Mean.keepDims(true));
        Operand<TFloat32> centred = tf.math.sub(brightness, mean);
        Operand<TFloat32> variance = tf.math.mean(tf.math.square(centred), tf.array(1, 2, 3), Mean.keepDims(true));
        Operand<TFloat32> structure =
                tf.math.mul(centred, tf.math.rsqrt(tf.math.add(variance, tf.constant(NOISE * NOISE))));
        Operand<TFloat32> contrast = tf.math.div(centred, tf.math.add(mean, tf.constant(DARK)));
        Operand<TFloat32> light = tf.math.sub(tf.math.div(brightness, tf.constant(128f)), tf.constant(1f));
        return tf.concat(List.of(structure, contrast, light), tf.constant(3));
    }
}
