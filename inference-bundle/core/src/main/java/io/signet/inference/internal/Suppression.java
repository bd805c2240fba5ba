package io.signet.inference.internal;

import io.signet.inference.model.OutputStep.BoxForm;
import io.signet.inference.model.OutputStep.Suppress;
import java.nio.FloatBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** Non-maximum suppression of one row's boxes. Used by one thread. */
final class Suppression {
    private static final int NUMBERS = 4;
    private static final double MILLION = 1e6;

    private final Suppress step;
    private final int boxes;
    private final int classes;
    private final float scoreMin;
    private final double overlapMax;
    private final long[] ranks;

    Suppression(Suppress step, int boxes, int classes) {
        this.step = step;
        this.boxes = boxes;
        this.classes = classes;
        this.scoreMin = (float) (step.scoreMillionths() / MILLION);
        this.overlapMax = step.iouMillionths() / MILLION;
        this.ranks = new long[boxes];
    }

    /**
     * A box with its corners.
     *
     * @param a the first of the four numbers that the model gave
     * @param category the class with its highest score
     */
    record Box(
            float a,
            float b,
            float c,
            float d,
            double left,
            double top,
            double right,
            double bottom,
            float score,
            int category) {
        static Box of(BoxForm form, FloatBuffer in, int at, float score, int category) {
            float a = in.get(at);
            float b = in.get(at + 1);
            float c = in.get(at + 2);
            float d = in.get(at + 3);
            return switch (form) {
                case CORNERS ->
                    new Box(
                            a,
                            b,
                            c,
                            d,
                            Math.min(a, c),
                            Math.min(b, d),
                            Math.max(a, c),
                            Math.max(b, d),
                            score,
                            category);
                case CENTRE -> new Box(a, b, c, d, a - c / 2.0, b - d / 2.0, a + c / 2.0, b + d / 2.0, score, category);
            };
        }

        /** The number at {@code place}, 0 to 3, as the model gave it. */
        float number(int place) {
            return switch (place) {
                case 0 -> a;
                case 1 -> b;
                case 2 -> c;
                default -> d;
            };
        }

        private double area() {
            return (right - left) * (bottom - top);
        }

        /** Intersection over union, 0 to 1; 0 of boxes without an area; NaN, which overlaps nothing, of such numbers. */
        double overlap(Box other) {
            double width = Math.max(0, Math.min(right, other.right) - Math.max(left, other.left));
            double height = Math.max(0, Math.min(bottom, other.bottom) - Math.max(top, other.top));
            double common = width * height;
            return common == 0 ? 0 : common / (area() + other.area() - common);
        }
    }

    /** The boxes that stay of row {@code row}, the best first; of equal scores that in front. */
    List<Box> row(FloatBuffer allBoxes, FloatBuffer allScores, int row) {
        int candidates = 0;
        for (int box = 0; box < boxes; box++) {
            int at = (row * boxes + box) * classes;
            float score = allScores.get(at + best(allScores, at));
            if (score >= scoreMin) { // which NaN is not
                ranks[candidates] = Results.rank(score, box);
                candidates++;
            }
        }
        Arrays.sort(ranks, 0, candidates);
        List<Box> kept = new ArrayList<>();
        for (int i = candidates - 1; i >= 0 && kept.size() < step.count(); i--) {
            int place = row * boxes + Results.place(ranks[i]);
            int category = best(allScores, place * classes);
            Box box =
                    Box.of(step.form(), allBoxes, place * NUMBERS, allScores.get(place * classes + category), category);
            if (kept.stream().noneMatch(better -> better.category() == category && box.overlap(better) > overlapMax)) {
                kept.add(box);
            }
        }
        return kept;
    }

    /** The class with the highest of the scores from {@code at} on; of equal ones the first, NaN only if there is no number. */
    private int best(FloatBuffer scores, int at) {
        int best = 0;
        for (int i = 1; i < classes; i++) {
            if (scores.get(at + i) > scores.get(at + best) || Float.isNaN(scores.get(at + best))) {
                best = i;
            }
        }
        return best;
    }
}
