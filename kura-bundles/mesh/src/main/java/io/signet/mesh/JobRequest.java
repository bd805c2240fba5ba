package io.signet.mesh;

import io.signet.statement.Digest;
import io.signet.statement.Tensor;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;

/**
 * Work for the mesh: rows of tensors for one model. The mesh splits them along the outermost dimension, which is the
 * same for every input.
 *
 * @param model the model's name
 * @param modelPackage the one package that is accepted; any of that name if empty
 * @param inputs by the model's input names; each {@code [rows, ...]}
 * @param timeout the job fails when it is not complete by then; at most {@link #TIMEOUT_MAX}
 */
public record JobRequest(String model, Optional<Digest> modelPackage, Map<String, Tensor> inputs, Duration timeout) {
    /** Longest time a job may take. */
    public static final Duration TIMEOUT_MAX = Duration.ofHours(1);

    public JobRequest {
        inputs = Map.copyOf(inputs);
        if (inputs.isEmpty()) {
            throw new IllegalArgumentException("a job needs at least one input");
        }
        long rows = inputs.values().iterator().next().rows();
        if (rows < 1 || inputs.values().stream().anyMatch(t -> t.rows() != rows)) {
            throw new IllegalArgumentException("all inputs of a job have the same number of rows, at least one");
        }
        if (timeout.isNegative() || timeout.isZero() || timeout.compareTo(TIMEOUT_MAX) > 0) {
            throw new IllegalArgumentException("a job's timeout is more than 0 and at most " + TIMEOUT_MAX);
        }
    }

    /** Number of rows. */
    public long rows() {
        return inputs.values().iterator().next().rows();
    }
}
