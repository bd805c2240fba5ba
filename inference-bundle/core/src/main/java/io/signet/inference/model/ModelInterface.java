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
 * @param outputHints how the model's own outputs are to be read, at most one each
 * @param steps what is done with the outputs, in this order, at most {@link #STEPS_MAX}
 */
public record ModelInterface(
        List<TensorSpec> inputs,
        List<TensorSpec> outputs,
        List<String> labels,
        Optional<PictureInput> picture,
        List<OutputHint> outputHints,
        List<OutputStep> steps) {
    /** Most inputs, and most outputs, of a model. */
    public static final int TENSORS_MAX = 16;

    /** Most labels of a model. */
    public static final int LABELS_MAX = 10_000;

    /** Most steps after a model. */
    public static final int STEPS_MAX = 16;

    static final int LABEL_CHARS_MAX = 128;

    public ModelInterface {
        inputs = List.copyOf(inputs);
        outputs = List.copyOf(outputs);
        labels = List.copyOf(labels);
        outputHints = List.copyOf(outputHints);
        steps = List.copyOf(steps);
        Set<String> inputNames =
                distinctNames("inputs", inputs.stream().map(TensorSpec::name).toList());
        Set<String> outputNames =
                distinctNames("outputs", outputs.stream().map(TensorSpec::name).toList());
        Limits.requireInRange("number of labels", labels.size(), 0, LABELS_MAX);
        labels.forEach(label -> Limits.requireText("label", label, LABEL_CHARS_MAX));
        picture.ifPresent(p -> requireKnown("picture", p.tensor(), inputNames));
        if (picture.isPresent() && !picture.get().isPlainGrey()) { // which packages had before anyone looked
            objection(picture.get(), inputs).ifPresent(objection -> {
                throw new IllegalArgumentException(objection);
            });
        }
        outputHints.forEach(hint -> requireKnown("output hint", hint.tensor(), outputNames));
        if (outputHints.stream().map(OutputHint::tensor).distinct().count() < outputHints.size()) {
            throw new IllegalArgumentException("an output has two hints");
        }
        Limits.requireInRange("number of steps", steps.size(), 0, STEPS_MAX);
        results(outputs, steps); // which refuses what does not fit
    }

    /** Without steps: everyone gets what the model gives. */
    public ModelInterface(
            List<TensorSpec> inputs,
            List<TensorSpec> outputs,
            List<String> labels,
            Optional<PictureInput> picture,
            List<OutputHint> outputHints) {
        this(inputs, outputs, labels, picture, outputHints, List.of());
    }

    private static Optional<String> objection(PictureInput picture, List<TensorSpec> inputs) {
        return inputs.stream()
                .filter(input -> input.name().equals(picture.tensor()))
                .findFirst()
                .flatMap(picture::objection);
    }

    private static List<TensorSpec> results(List<TensorSpec> outputs, List<OutputStep> steps) {
        List<TensorSpec> results = outputs;
        for (OutputStep step : steps) {
            results = step.results(results);
        }
        return results;
    }

    /** What requesters get: the outputs, after the steps. */
    public List<TensorSpec> results() {
        return results(outputs, steps);
    }

    /** The input that a picture becomes, with how; empty if there is none, or it does not fit the model. */
    public Optional<PictureInput> fittingPicture() {
        return picture.filter(p -> objection(p, inputs).isEmpty());
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
