package io.signet.inference.importing.internal;

import io.signet.inference.model.ModelInterface;
import io.signet.inference.spi.TensorSpec;
import io.signet.runtime.Limits;
import java.util.List;

/**
 * What a model takes and gives.
 *
 * @param inputs 1 to {@link ModelInterface#TENSORS_MAX}
 * @param outputs 1 to {@link ModelInterface#TENSORS_MAX}
 */
public record Signature(List<TensorSpec> inputs, List<TensorSpec> outputs) {
    public Signature {
        inputs = List.copyOf(inputs);
        outputs = List.copyOf(outputs);
        Limits.requireInRange("number of inputs", inputs.size(), 1, ModelInterface.TENSORS_MAX);
        Limits.requireInRange("number of outputs", outputs.size(), 1, ModelInterface.TENSORS_MAX);
    }

    /** The same as a signature, if it may be one. */
    static Signature require(List<TensorSpec> inputs, List<TensorSpec> outputs) throws UnreadableModelException {
        try {
            return new Signature(inputs, outputs);
        } catch (IllegalArgumentException e) {
            throw new UnreadableModelException(e.getMessage(), e);
        }
    }
}
