package io.signet.inference.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.signet.inference.model.OutputStep.BoxForm;
import io.signet.inference.model.OutputStep.Suppress;
import io.signet.inference.spi.EngineException;
import io.signet.statement.Tensor;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.random.RandomGenerator;
import java.util.stream.IntStream;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;

/** The steps after a model against straightforward ones, and by what they promise. */
final class OutputStepProperties {
    /** Scores of which some are equal, so that order is put to the test. */
    private static Tensor scores(long seed, int rows, int width) {
        RandomGenerator random = new SplittableRandom(seed);
        float[] values = new float[rows * width];
        for (int i = 0; i < values.length; i++) {
            values[i] = random.nextInt(-40, 40) / 4f;
        }
        return Tensor.ofFloats(List.of((long) rows, (long) width), values);
    }

    private static float[] floats(Tensor tensor) {
        float[] values = new float[tensor.sizeBytes() / Float.BYTES];
        tensor.floats().get(values);
        return values;
    }

    private static int[] ints(Tensor tensor) {
        int[] values = new int[tensor.sizeBytes() / Integer.BYTES];
        tensor.data().asIntBuffer().get(values);
        return values;
    }

    @Property(tries = 200)
    void softmax_addsUpToOneAndKeepsTheOrder(
            @ForAll long seed,
            @ForAll @IntRange(min = 1, max = 4) int rows,
            @ForAll @IntRange(min = 1, max = 40) int k) {
        float[] in = floats(scores(seed, rows, k));
        float[] out = floats(SoftmaxRows.of(scores(seed, rows, k)));
        for (int row = 0; row < rows; row++) {
            double sum = 0;
            for (int i = row * k; i < (row + 1) * k; i++) {
                sum += out[i];
                for (int j = row * k; j < (row + 1) * k; j++) {
                    if (in[i] >= in[j]) {
                        assertThat(out[i]).isGreaterThanOrEqualTo(out[j]);
                    }
                }
            }
            assertThat(sum).isCloseTo(1, within(1e-5));
        }
    }

    /** The bits are those of StrictMath's exponential, of which a processor's own may differ. */
    @Example
    void softmax_hasTheseBits() {
        float[] out = floats(SoftmaxRows.of(Tensor.ofFloats(List.of(1L, 3L), 1, 2, 3)));
        assertThat(IntStream.range(0, 3).map(i -> Float.floatToRawIntBits(out[i])))
                .containsExactly(0x3db861f3, 0x3e7a9a1a, 0x3f2a4d3b);
    }

    @Example
    void softmax_ofWhatIsNoNumber_isTheOneNan() {
        float[] none = floats(SoftmaxRows.of(Tensor.ofFloats(List.of(1L, 2L), Float.intBitsToFloat(0xffc00001), 1)));
        float[] infinite = floats(SoftmaxRows.of(Tensor.ofFloats(List.of(1L, 2L), Float.POSITIVE_INFINITY, 1)));
        float[] least = floats(
                SoftmaxRows.of(Tensor.ofFloats(List.of(1L, 2L), Float.NEGATIVE_INFINITY, Float.NEGATIVE_INFINITY)));
        for (float[] row : List.of(none, infinite, least)) {
            assertThat(Float.floatToRawIntBits(row[0])).isEqualTo(0x7fc00000);
            assertThat(Float.floatToRawIntBits(row[1])).isEqualTo(0x7fc00000);
        }
        assertThat(floats(SoftmaxRows.of(Tensor.ofFloats(List.of(1L, 2L), Float.NEGATIVE_INFINITY, 1000))))
                .containsExactly(0, 1);
    }

    @Property(tries = 200)
    void top_isTheHeadOfAStableSort(
            @ForAll long seed,
            @ForAll @IntRange(min = 1, max = 3) int rows,
            @ForAll @IntRange(min = 1, max = 20) int k,
            @ForAll @IntRange(max = 20) int more) {
        int width = k + more;
        Tensor scores = scores(seed, rows, width);
        TopRows top = TopRows.of(scores, k);
        assertThat(top.values().shape()).containsExactly((long) rows, (long) k);
        float[] in = floats(scores);
        for (int row = 0; row < rows; row++) {
            int start = row * width;
            List<Integer> sorted = IntStream.range(0, width)
                    .boxed()
                    .sorted(Comparator.comparing((Integer i) -> in[start + i]).reversed()) // which is stable
                    .toList();
            for (int i = 0; i < k; i++) {
                assertThat(ints(top.places())[row * k + i]).isEqualTo(sorted.get(i));
                assertThat(floats(top.values())[row * k + i]).isEqualTo(in[start + sorted.get(i)]);
            }
        }
    }

    @Example
    void top_nanIsLast_andBothZerosAreEqual() {
        TopRows top = TopRows.of(
                Tensor.ofFloats(List.of(5L), Float.NaN, -0f, Float.NEGATIVE_INFINITY, 0f, Float.POSITIVE_INFINITY), 5);
        assertThat(ints(top.places())).containsExactly(4, 1, 3, 2, 0);
    }

    private record Detections(Tensor boxes, Tensor scores) {
        /** Boxes on a coarse grid, of which many overlap, and with many equal scores. */
        static Detections of(long seed, int rows, int boxes, int classes) {
            RandomGenerator random = new SplittableRandom(seed);
            float[] corners = new float[rows * boxes * 4];
            for (int i = 0; i < corners.length; i++) {
                corners[i] = random.nextInt(8);
            }
            float[] scores = new float[rows * boxes * classes];
            for (int i = 0; i < scores.length; i++) {
                scores[i] = random.nextInt(20) == 0 ? Float.NaN : random.nextInt(10) / 10f;
            }
            return new Detections(
                    Tensor.ofFloats(List.of((long) rows, (long) boxes, 4L), corners),
                    Tensor.ofFloats(List.of((long) rows, (long) boxes, (long) classes), scores));
        }

        Detections row(int row) {
            return new Detections(boxes.slice(row, row + 1), scores.slice(row, row + 1));
        }
    }

    /** Marks every box that a better one of its class takes away, by the definition. */
    private static List<Integer> reference(Suppress step, float[] boxes, float[] scores, int count, int classes) {
        Set<Integer> left = new HashSet<>(IntStream.range(0, count).boxed().toList());
        List<Integer> kept = new ArrayList<>();
        while (kept.size() < step.count()) {
            int best = -1;
            for (int box = 0; box < count; box++) {
                if (left.contains(box)
                        && score(scores, box, classes) >= step.scoreMillionths() / 1e6f
                        && (best < 0 || score(scores, box, classes) > score(scores, best, classes))) {
                    best = box;
                }
            }
            if (best < 0) {
                break;
            }
            kept.add(best);
            left.remove(best);
            for (int box = 0; box < count; box++) {
                if (category(scores, box, classes) == category(scores, best, classes)
                        && overlap(step.form(), boxes, box, best) > step.iouMillionths() / 1e6) {
                    left.remove(box);
                }
            }
        }
        return kept;
    }

    private static int category(float[] scores, int box, int classes) {
        return IntStream.range(0, classes)
                .boxed()
                .filter(c -> !Float.isNaN(scores[box * classes + c]))
                .max(Comparator.comparing((Integer c) -> scores[box * classes + c])
                        .thenComparing(Comparator.reverseOrder()))
                .orElse(0);
    }

    private static float score(float[] scores, int box, int classes) {
        return scores[box * classes + category(scores, box, classes)];
    }

    private static double overlap(BoxForm form, float[] boxes, int one, int other) {
        double[] a = corners(form, boxes, one);
        double[] b = corners(form, boxes, other);
        double common = Math.max(0, Math.min(a[2], b[2]) - Math.max(a[0], b[0]))
                * Math.max(0, Math.min(a[3], b[3]) - Math.max(a[1], b[1]));
        double areas = (a[2] - a[0]) * (a[3] - a[1]) + (b[2] - b[0]) * (b[3] - b[1]);
        return common == 0 ? 0 : common / (areas - common);
    }

    private static double[] corners(BoxForm form, float[] boxes, int box) {
        float a = boxes[4 * box];
        float b = boxes[4 * box + 1];
        float c = boxes[4 * box + 2];
        float d = boxes[4 * box + 3];
        return form == BoxForm.CORNERS
                ? new double[] {Math.min(a, c), Math.min(b, d), Math.max(a, c), Math.max(b, d)}
                : new double[] {a - c / 2, b - d / 2, a + c / 2, b + d / 2};
    }

    @Property(tries = 300)
    void suppression_isThatOfTheDefinition_rowByRow(
            @ForAll long seed,
            @ForAll BoxForm form,
            @ForAll @IntRange(max = 1_000_000) int iou,
            @ForAll @IntRange(max = 1_000_000) int score,
            @ForAll @IntRange(min = 1, max = 12) int count)
            throws Exception {
        int boxes = 30;
        int classes = 3;
        Detections all = Detections.of(seed, 2, boxes, classes);
        Suppress step = new Suppress("b", "s", form, iou, score, count);
        KeptBoxes joined = KeptBoxes.of(step, all.boxes(), all.scores());
        for (int row = 0; row < 2; row++) {
            Detections one = all.row(row);
            float[] corners = floats(one.boxes());
            float[] scores = floats(one.scores());
            List<Integer> expected = reference(step, corners, scores, boxes, classes);
            KeptBoxes alone = KeptBoxes.of(step, one.boxes(), one.scores());
            assertThat(joined.boxes().slice(row, row + 1)).isEqualTo(alone.boxes());
            assertThat(joined.classes().slice(row, row + 1)).isEqualTo(alone.classes());
            assertThat(ints(alone.counts())).containsExactly(expected.size());
            for (int i = 0; i < count; i++) {
                boolean taken = i < expected.size();
                int box = taken ? expected.get(i) : 0;
                assertThat(floats(alone.scores())[i]).isEqualTo(taken ? score(scores, box, classes) : 0);
                assertThat(ints(alone.classes())[i]).isEqualTo(taken ? category(scores, box, classes) : 0);
                for (int n = 0; n < 4; n++) {
                    assertThat(floats(alone.boxes())[4 * i + n]).isEqualTo(taken ? corners[4 * box + n] : 0);
                }
            }
        }
    }

    @Example
    void suppression_ofBoxesWithoutAScoreEach_isTheEnginesFault() {
        Suppress step = new Suppress("b", "s", BoxForm.CORNERS, 500_000, 500_000, 4);
        Tensor boxes = Tensor.ofFloats(List.of(1L, 2L, 4L), new float[8]);
        assertThatThrownBy(() -> KeptBoxes.of(step, boxes, Tensor.ofFloats(List.of(1L, 3L, 1L), 1, 1, 1)))
                .isInstanceOf(EngineException.class)
                .hasMessageContaining("a score each");
    }
}
