package io.signet.meter.training;

import io.signet.runtime.Limits;

/**
 * How a model is trained. The same options give an equivalent model on any machine, and the same bytes on one machine.
 *
 * @param seed decides about every picture and every initial weight
 * @param steps how many batches are learnt from, 1 to 1,000,000
 * @param batch crops a batch, 8 to 1,024
 * @param validationPictures pictures that accuracy is measured on at the end, 1 to 10,000; none is trained on
 */
public record TrainingOptions(long seed, int steps, int batch, int validationPictures) {
    /** What the package in this repository was trained with. */
    public static final TrainingOptions DEFAULT = new TrainingOptions(42, 2_000, 64, 200);

    public TrainingOptions {
        Limits.requireInRange("steps", steps, 1, 1_000_000);
        Limits.requireInRange("batch", batch, 8, 1_024);
        Limits.requireInRange("validationPictures", validationPictures, 1, 10_000);
    }
}
