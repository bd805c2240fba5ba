package io.signet.inference.model;

import io.signet.runtime.Limits;

/**
 * How an output is to be read.
 *
 * @param tensor name of the output
 * @param meaning what its values are
 */
public record OutputHint(String tensor, Meaning meaning) {
    /** What an output's values are. */
    public enum Meaning {
        /** One probability a label, along the last dimension; they add up to 1. */
        PROBABILITIES,
        /** One unnormalised score a label, along the last dimension; softmax makes them probabilities. */
        LOGITS,
        /** Values with a meaning of their own, which the model card tells. */
        VALUES
    }

    public OutputHint {
        Limits.requireText("tensor of an output hint", tensor, 64);
    }
}
