package io.signet.meter;

import java.util.ArrayList;
import java.util.List;

/** What a reader and the model {@code meter-digits} agree on. The model normalises its input itself. */
public final class MeterModel {
    /** The model's name. */
    public static final String NAME = "meter-digits";
    /** Name of the input: {@code UINT8 [n, 32, 24, 1]}, brightness, row-major, one digit a row of the batch. */
    public static final String INPUT = "crops";
    /** Name of the output: {@code FP32 [n, 11]}, probabilities of the classes in the order of {@link #labels()}. */
    public static final String OUTPUT = "probabilities";
    /** Height of a crop in pixels. */
    public static final int CROP_HEIGHT = 32;
    /** Width of a crop in pixels. */
    public static final int CROP_WIDTH = 24;
    /** Digits of a reading. */
    public static final int DIGITS = 6;
    /** Number of classes: ten digits and {@link #UNREADABLE}. */
    public static final int CLASSES = 11;
    /** The class of everything that is no digit. */
    public static final int UNREADABLE = 10;

    private static final List<String> LABELS = makeLabels();

    private MeterModel() {}

    /** The classes' names: {@code 0} to {@code 9}, then {@code unreadable}. */
    public static List<String> labels() {
        return LABELS;
    }

    private static List<String> makeLabels() {
        List<String> labels = new ArrayList<>();
        for (int digit = 0; digit < UNREADABLE; digit++) {
            labels.add(Integer.toString(digit));
        }
        labels.add("unreadable");
        return List.copyOf(labels);
    }
}
