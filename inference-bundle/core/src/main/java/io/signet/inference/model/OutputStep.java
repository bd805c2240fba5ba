package io.signet.inference.model;

import io.signet.inference.spi.TensorSpec;
import io.signet.runtime.Limits;
import io.signet.statement.DataType;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/**
 * What is done with a model's outputs before anyone gets them, on each node alike. Steps work on each row by itself, so that
 * rows can be joined and split; docs/model-packages.md has the arithmetic.
 */
public sealed interface OutputStep {
    /** Ends the name of a result that numbers classes. */
    String CLASS_SUFFIX = ".class";

    /** Ends the name of a result that says how many of a row's places are taken. */
    String COUNT_SUFFIX = ".count";

    /**
     * Makes probabilities of scores, along the last dimension; the result takes the output's name.
     *
     * @param tensor name of the output, FP32
     */
    record Softmax(String tensor) implements OutputStep {
        public Softmax {
            Limits.requireText("tensor of softmax", tensor, TensorSpec.NAME_CHARS_MAX);
        }

        @Override
        public List<TensorSpec> results(List<TensorSpec> outputs) {
            OutputSteps.requireScores("softmax", OutputSteps.find("softmax", tensor, outputs));
            return outputs;
        }

        @Override
        public String toString() {
            return "softmax(" + tensor + ")";
        }
    }

    /**
     * Keeps the highest values along the last dimension, the highest first: they take the output's name, and their places,
     * INT32, that name with {@value #CLASS_SUFFIX}.
     *
     * @param tensor name of the output, FP32
     * @param count how many, 1 to {@link #COUNT_MAX}
     */
    record Top(String tensor, int count) implements OutputStep {
        /** Most values that are kept. */
        public static final int COUNT_MAX = 1_000;

        public Top {
            Limits.requireText("tensor of top", tensor, TensorSpec.NAME_CHARS_MAX);
            Limits.requireInRange("k of top", count, 1, COUNT_MAX);
        }

        @Override
        public List<TensorSpec> results(List<TensorSpec> outputs) {
            TensorSpec scores = OutputSteps.find("top", tensor, outputs);
            OutputSteps.requireScores("top", scores);
            List<Long> shape = new ArrayList<>(scores.shape());
            long classes = shape.set(shape.size() - 1, (long) count);
            if (classes < count) { // also where the model does not tell
                throw new IllegalArgumentException("top keeps " + count + " values of " + scores
                        + ", whose last dimension must be known and no smaller");
            }
            return OutputSteps.replace(
                    outputs,
                    Set.of(tensor),
                    List.of(
                            new TensorSpec(tensor, DataType.FP32, shape),
                            new TensorSpec(tensor + CLASS_SUFFIX, DataType.INT32, shape)));
        }

        @Override
        public String toString() {
            return "top(" + tensor + ",k=" + count + ")";
        }
    }

    /**
     * Keeps of boxes that overlap the one with the highest score (non-maximum suppression). Each box is of the class with its
     * highest score. Results have room for {@code count} boxes a row, the best first, and zeros where there are fewer: boxes
     * and scores under their names, classes as {@code SCORES.class}, INT32, and how many there are as {@code BOXES.count}.
     *
     * @param boxes name of the output {@code [row, box, 4]}, FP32
     * @param scores name of the output {@code [row, box, class]}, FP32
     * @param form what a box's four numbers are
     * @param iouMillionths a box goes that overlaps a better one of its class by more: intersection over union, 0 to 1,000,000
     * @param scoreMillionths the least score of a box that stays, 0 to 1,000,000
     * @param count how many boxes stay at most, 1 to {@link #COUNT_MAX}
     */
    record Suppress(String boxes, String scores, BoxForm form, int iouMillionths, int scoreMillionths, int count)
            implements OutputStep {
        /** Most boxes that are kept of a row. */
        public static final int COUNT_MAX = 1_000;

        /** Most boxes that a model may give for a row. */
        public static final int BOXES_MAX = 65_536;

        private static final int RANK = 3;
        private static final int CORNERS = 4;

        public Suppress {
            Limits.requireText("boxes of nms", boxes, TensorSpec.NAME_CHARS_MAX);
            Limits.requireText("scores of nms", scores, TensorSpec.NAME_CHARS_MAX);
            Limits.requireInRange("iou of nms in millionths", iouMillionths, 0, 1_000_000);
            Limits.requireInRange("score of nms in millionths", scoreMillionths, 0, 1_000_000);
            Limits.requireInRange("max of nms", count, 1, COUNT_MAX);
            if (boxes.equals(scores)) {
                throw new IllegalArgumentException("nms takes boxes and scores, which are two outputs");
            }
        }

        @Override
        public List<TensorSpec> results(List<TensorSpec> outputs) {
            TensorSpec box = OutputSteps.find("nms", boxes, outputs);
            TensorSpec score = OutputSteps.find("nms", scores, outputs);
            OutputSteps.requireScores("nms", box);
            OutputSteps.requireScores("nms", score);
            if (box.shape().size() != RANK
                    || score.shape().size() != RANK
                    || box.shape().get(2) != CORNERS
                    || score.shape().get(2) == 0
                    || !box.shape().subList(0, 2).equals(score.shape().subList(0, 2))
                    || box.shape().get(1) > BOXES_MAX) {
                throw new IllegalArgumentException(
                        "nms takes boxes [row, box, 4] and scores [row, box, class], at most " + BOXES_MAX
                                + " boxes a row, not " + box + " and " + score);
            }
            long rows = box.shape().get(0);
            List<Long> kept = List.of(rows, (long) count);
            return OutputSteps.replace(
                    outputs,
                    Set.of(boxes, scores),
                    List.of(
                            new TensorSpec(boxes, DataType.FP32, List.of(rows, (long) count, (long) CORNERS)),
                            new TensorSpec(boxes + COUNT_SUFFIX, DataType.INT32, List.of(rows)),
                            new TensorSpec(scores, DataType.FP32, kept),
                            new TensorSpec(scores + CLASS_SUFFIX, DataType.INT32, kept)));
        }

        @Override
        public String toString() {
            return "nms(" + boxes + "," + scores + "," + OutputStepText.lower(form) + ",iou="
                    + LevelScale.decimal(iouMillionths) + ",score=" + LevelScale.decimal(scoreMillionths) + ",max="
                    + count + ")";
        }
    }

    /** What a box's four numbers are. */
    enum BoxForm {
        /** Two corners that are opposite each other. */
        CORNERS,
        /** The centre, then width and height, in the same order of the axes. */
        CENTRE
    }

    /**
     * What there is after this step.
     *
     * @param outputs what there is before it
     * @throws IllegalArgumentException if they are not what it takes, with what it does
     */
    List<TensorSpec> results(List<TensorSpec> outputs);

    /**
     * Reads what {@link Object#toString} of a step writes: {@code softmax(y)}, {@code top(y,k=5)},
     * {@code nms(boxes,scores,corners,iou=0.5,score=0.25,max=100)}.
     *
     * @throws IllegalArgumentException if {@code text} is anything else; the message says what is missing or wrong
     */
    static OutputStep parse(String text) {
        return OutputStepText.parse(text);
    }
}
