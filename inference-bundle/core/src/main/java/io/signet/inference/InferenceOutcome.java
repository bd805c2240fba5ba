package io.signet.inference;

import io.signet.statement.Tensor;
import java.util.Map;

/** What became of a request. */
public sealed interface InferenceOutcome {
    /**
     * It was computed.
     *
     * @param outputs one tensor for each output of the model; values as computed, NaN included
     * @param model the model that answered
     * @param engine name and version of the engine: {@code tensorflow/2.18.0}
     * @param device what computed: {@code cpu/x86_64}
     * @param computeNanos time of the run that computed it, which it may have shared with other requests
     */
    record Completed(Map<String, Tensor> outputs, ModelInfo model, String engine, String device, long computeNanos)
            implements InferenceOutcome {
        public Completed {
            outputs = Map.copyOf(outputs);
        }
    }

    /**
     * It was not.
     *
     * @param refusal why, for programs
     * @param reason why, for people: what was wrong and what to do
     */
    record Refused(Refusal refusal, String reason) implements InferenceOutcome {}
}
