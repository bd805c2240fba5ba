package io.signet.inference.model;

import io.signet.inference.spi.TensorSpec;
import io.signet.runtime.Limits;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * What a model takes and gives, the same for all of its variants.
 *
 * @param inputs 1 to {@link #TENSORS_MAX} tensors
 * @param outputs 1 to {@link #TENSORS_MAX} tensors
 * @param labels names of the classes, at most {@link #LABELS_MAX}, in the order of the output's last dimension
 * @param picture how a picture becomes an input, if the model reads pictures
 * @param outputHints how outputs are to be read, at most one each
 */
public record ModelInterface(
        List<TensorSpec> inputs,
        List<TensorSpec> outputs,
        List<String> labels,
        Optional<PictureInput> picture,
        List<OutputHint> outputHints) {
    /** Most inputs, and most outputs, of a model. */
    public static final int TENSORS_MAX = 16;

    /** Most labels of a model. */
    public static final int LABELS_MAX = 10_000;

    static final int LABEL_CHARS_MAX = 128;

    public ModelInterface {
        inputs = List.copyOf(inputs);
        outputs = List.copyOf(outputs);
        labels = List.copyOf(labels);
        outputHints = List.copyOf(outputHints);
        Set<String> inputNames =
                distinctNames("inputs", inputs.stream().map(TensorSpec::name).toList());
        Set<String> outputNames =
                distinctNames("outputs", outputs.stream().map(TensorSpec::name).toList());
        Limits.requireInRange("number of labels", labels.size(), 0, LABELS_MAX);
        labels.forEach(label -> Limits.requireText("label", label, LABEL_CHARS_MAX));
        picture.ifPresent(p -> requireKnown("picture", p.tensor(), inputNames));
        outputHints.forEach(hint -> requireKnown("output hint", hint.tensor(), outputNames));
        if (outputHints.stream().map(OutputHint::tensor).distinct().count() < outputHints.size()) {
            throw new IllegalArgumentException("an output has two hints");
        }
    }

    private static Set<String> distinctNames(String what, List<String> names) {
        Limits.requireInRange("number of " + what, names.size(), 1, TENSORS_MAX);
        Set<String> distinct = new HashSet<>(names);
        if (distinct.size() < names.size()) {
            throw new IllegalArgumentException("two " + what + " have the same name: " + names);
        }
        return distinct;
    }

    private static void requireKnown(String what, String tensor, Set<String> names) {
        if (!names.contains(tensor)) {
            throw new IllegalArgumentException(what + " names tensor '" + tensor + "', which is not among " + names);
        }
    }
}
