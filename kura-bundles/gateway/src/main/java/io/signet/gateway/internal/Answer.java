package io.signet.gateway.internal;

import io.signet.statement.Proof;
import io.signet.statement.Tensor;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** What became of a request. */
sealed interface Answer {
    /**
     * It was computed.
     *
     * @param outputs all of the model's
     * @param parts by whom, in the order of the rows
     * @param version of the model, if this node knows it
     */
    record Computed(Map<String, Tensor> outputs, List<Part> parts, Optional<String> version) implements Answer {
        public Computed {
            parts = List.copyOf(parts);
        }
    }

    /** It was not. */
    record Failed(Failure failure) implements Answer {}

    /**
     * What one node computed.
     *
     * @param rows how many rows of each output; 0 if it is all of them
     * @param proof without tensors
     */
    record Part(long rows, Proof proof) {}
}
