package io.signet.inference.model;

import io.signet.inference.spi.TensorSpec;
import io.signet.statement.DataType;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** What the steps have in common. */
final class OutputSteps {
    private OutputSteps() {}

    static TensorSpec find(String step, String tensor, List<TensorSpec> outputs) {
        return outputs.stream()
                .filter(spec -> spec.name().equals(tensor))
                .findFirst()
                .orElseThrow(() ->
                        new IllegalArgumentException(step + " takes '" + tensor + "', which is not among " + outputs));
    }

    /** A last dimension that is no batch, of floats. */
    static void requireScores(String step, TensorSpec spec) {
        if (spec.type() != DataType.FP32 || spec.shape().size() < (spec.batchable() ? 2 : 1)) {
            throw new IllegalArgumentException(
                    step + " works along the last dimension of a row's FP32 values, which " + spec + " has not");
        }
    }

    static List<TensorSpec> replace(List<TensorSpec> outputs, Set<String> gone, List<TensorSpec> come) {
        List<TensorSpec> results = new ArrayList<>(outputs);
        results.removeIf(spec -> gone.contains(spec.name()));
        results.addAll(come);
        Set<String> names = new HashSet<>();
        for (TensorSpec spec : results) {
            if (!names.add(spec.name())) {
                throw new IllegalArgumentException("two results have the name '" + spec.name() + "'");
            }
        }
        if (results.size() > ModelInterface.TENSORS_MAX) {
            throw new IllegalArgumentException(
                    "there are " + results.size() + " results, more than " + ModelInterface.TENSORS_MAX);
        }
        return List.copyOf(results);
    }
}
