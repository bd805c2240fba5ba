package io.signet.inference.internal;

import io.signet.inference.model.OutputStep.Suppress;
import io.signet.inference.spi.EngineException;
import io.signet.statement.DataType;
import io.signet.statement.Tensor;
import java.nio.ByteBuffer;
import java.util.List;

/**
 * What non-maximum suppression leaves of boxes, the best first, then zeros.
 *
 * @param boxes FP32 {@code [rows, count, 4]}
 * @param counts INT32 {@code [rows]}: how many are boxes
 * @param scores FP32 {@code [rows, count]}
 * @param classes INT32 {@code [rows, count]}
 */
record KeptBoxes(Tensor boxes, Tensor counts, Tensor scores, Tensor classes) {
    private static final int NUMBERS = 4;

    /**
     * Does {@code step}.
     *
     * @param boxes FP32 {@code [rows, n, 4]}
     * @param scores FP32 {@code [rows, n, classes]}
     * @throws EngineException if they have not the same rows and number of boxes, or more than {@link Suppress#BOXES_MAX}
     */
    static KeptBoxes of(Suppress step, Tensor boxes, Tensor scores) throws EngineException {
        List<Long> shape = boxes.shape();
        if (!shape.subList(0, 2).equals(scores.shape().subList(0, 2))
                || shape.get(1) > Suppress.BOXES_MAX
                || Results.lastDimension(scores) == 0) {
            throw new EngineException("non-maximum suppression takes at most " + Suppress.BOXES_MAX
                    + " boxes a row with a score each, not " + boxes + " and " + scores);
        }
        long rows = boxes.rows();
        List<Long> kept = List.of(rows, (long) step.count());
        List<Long> keptBoxes = List.of(rows, (long) step.count(), (long) NUMBERS);
        ByteBuffer outBoxes = Results.allocate(DataType.FP32, keptBoxes);
        ByteBuffer outCounts = Results.allocate(DataType.INT32, List.of(rows));
        ByteBuffer outScores = Results.allocate(DataType.FP32, kept);
        ByteBuffer outClasses = Results.allocate(DataType.INT32, kept);
        Suppression suppression = new Suppression(step, shape.get(1).intValue(), Results.lastDimension(scores));
        for (int row = 0; row < rows; row++) {
            List<Suppression.Box> best = suppression.row(boxes.floats(), scores.floats(), row);
            outCounts.putInt(best.size());
            int place = row * step.count() * Float.BYTES;
            for (Suppression.Box box : best) {
                for (int i = 0; i < NUMBERS; i++) {
                    outBoxes.putInt(place * NUMBERS + i * Float.BYTES, Float.floatToIntBits(box.number(i)));
                }
                outScores.putFloat(place, box.score());
                outClasses.putInt(place, box.category());
                place += Float.BYTES;
            }
        }
        return new KeptBoxes(
                Tensor.of(DataType.FP32, keptBoxes, outBoxes),
                Tensor.of(DataType.INT32, List.of(rows), outCounts.flip()),
                Tensor.of(DataType.FP32, kept, outScores),
                Tensor.of(DataType.INT32, kept, outClasses));
    }
}
