package io.signet.meter.training;

/** Told how a training goes on, in the thread that trains. */
@FunctionalInterface
public interface TrainingProgress {
    /**
     * A batch was learnt from.
     *
     * @param step 1 to {@code steps}
     * @param loss mean cross entropy of this batch before it was learnt from, in nats
     * @param accuracy share of this batch's crops that were told right, 0 to 1
     */
    void learnt(int step, int steps, double loss, double accuracy);
}
