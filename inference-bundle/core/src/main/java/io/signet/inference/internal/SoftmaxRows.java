package io.signet.inference.internal;

import io.signet.statement.DataType;
import io.signet.statement.Tensor;
import java.nio.ByteBuffer;
import java.nio.FloatBuffer;
import java.nio.IntBuffer;

/** Probabilities of scores, along the last dimension. */
final class SoftmaxRows {
    private SoftmaxRows() {}

    /** Of FP32 {@code scores}. A row with NaN or +infinity, or of nothing but -infinity, becomes NaN. */
    static Tensor of(Tensor scores) {
        ByteBuffer data = Results.allocate(DataType.FP32, scores.shape());
        FloatBuffer in = scores.floats();
        IntBuffer out = data.asIntBuffer();
        int width = Results.lastDimension(scores);
        double[] powers = new double[width];
        while (in.hasRemaining()) {
            row(in, powers, out);
        }
        return Tensor.of(DataType.FP32, scores.shape(), data);
    }

    private static void row(FloatBuffer in, double[] powers, IntBuffer out) {
        int start = in.position();
        float highest = Float.NEGATIVE_INFINITY;
        for (int i = 0; i < powers.length; i++) {
            highest = Math.max(highest, in.get(start + i));
        }
        double sum = 0;
        for (int i = 0; i < powers.length; i++) {
            powers[i] = StrictMath.exp((double) in.get() - highest);
            sum += powers[i];
        }
        for (double power : powers) {
            out.put(Float.floatToIntBits((float) (power / sum))); // one NaN for all processors
        }
    }
}
