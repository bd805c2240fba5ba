package io.signet.meter.training.internal;

import io.signet.meter.MeterModel;
import io.signet.statement.Bytes;
import java.util.Objects;

/** Crops and what they show, to be learnt from together. Filled by one thread, then read by another. */
final class Batch {
    static final int CROP_BYTES = MeterModel.CROP_WIDTH * MeterModel.CROP_HEIGHT;

    private final byte[] crops;
    private final float[] labels;
    private int size;

    Batch(int capacity) {
        crops = new byte[capacity * CROP_BYTES];
        labels = new float[capacity * MeterModel.CLASSES];
    }

    /** Adds a crop of {@link #CROP_BYTES} bytes. */
    void add(Bytes crop, int label) {
        Objects.checkIndex(label, MeterModel.CLASSES);
        crop.asBuffer().get(crops, size * CROP_BYTES, CROP_BYTES);
        labels[size * MeterModel.CLASSES + label] = 1;
        size++;
    }

    int size() {
        return size;
    }

    boolean isFull() {
        return size * CROP_BYTES == crops.length;
    }

    /** All crops behind one another; not to be written to. */
    byte[] crops() {
        return crops;
    }

    /** One row of {@link MeterModel#CLASSES} values a crop, 1 for its class and 0 for the others. */
    float[] labels() {
        return labels;
    }
}
