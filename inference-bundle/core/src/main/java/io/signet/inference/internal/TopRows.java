package io.signet.inference.internal;

import io.signet.statement.DataType;
import io.signet.statement.Tensor;
import java.nio.ByteBuffer;
import java.nio.FloatBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * The highest values along the last dimension, the highest first; of equal ones that in front, NaN last.
 *
 * @param values FP32
 * @param places INT32, of the same shape: where they were
 */
record TopRows(Tensor values, Tensor places) {
    /** The {@code count} highest of FP32 {@code scores}, whose last dimension is no smaller. */
    static TopRows of(Tensor scores, int count) {
        List<Long> shape = new ArrayList<>(scores.shape());
        shape.set(shape.size() - 1, (long) count);
        ByteBuffer values = Results.allocate(DataType.FP32, shape);
        ByteBuffer places = Results.allocate(DataType.INT32, shape);
        FloatBuffer in = scores.floats();
        long[] ranks = new long[Results.lastDimension(scores)];
        for (int start = 0; start < in.capacity(); start += ranks.length) {
            for (int i = 0; i < ranks.length; i++) {
                ranks[i] = Results.rank(in.get(start + i), i);
            }
            Arrays.sort(ranks);
            for (int i = 1; i <= count; i++) {
                int place = Results.place(ranks[ranks.length - i]);
                values.putInt(Float.floatToIntBits(in.get(start + place))); // one NaN for all
                places.putInt(place);
            }
        }
        return new TopRows(
                Tensor.of(DataType.FP32, shape, values.flip()), Tensor.of(DataType.INT32, shape, places.flip()));
    }
}
