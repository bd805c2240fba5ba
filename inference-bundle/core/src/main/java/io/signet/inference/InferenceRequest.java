package io.signet.inference;

import io.signet.runtime.Limits;
import io.signet.runtime.Priority;
import io.signet.statement.Digest;
import io.signet.statement.Tensor;
import java.util.Map;
import java.util.Optional;

/**
 * One request for one model.
 *
 * @param model name of the model, 1 to 64 characters
 * @param modelPackage digest of the package that must answer; empty: the one last loaded under that name
 * @param inputs one tensor for each input of the model; not written to until the outcome is known
 * @param deadlineMonotonicNanos when the requester stops waiting, on the monotonic clock of the host
 * @param priority how urgent it is among the requests that wait for this model
 */
public record InferenceRequest(
        String model,
        Optional<Digest> modelPackage,
        Map<String, Tensor> inputs,
        long deadlineMonotonicNanos,
        Priority priority) {
    public InferenceRequest {
        Limits.requireText("model", model, 64);
        inputs = Map.copyOf(inputs);
    }

    /** A request of {@link Priority#NORMAL}. */
    public InferenceRequest(
            String model, Optional<Digest> modelPackage, Map<String, Tensor> inputs, long deadlineMonotonicNanos) {
        this(model, modelPackage, inputs, deadlineMonotonicNanos, Priority.NORMAL);
    }
}
