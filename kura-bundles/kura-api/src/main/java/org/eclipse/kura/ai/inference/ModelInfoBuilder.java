package org.eclipse.kura.ai.inference;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Makes a {@link ModelInfo}. */
public class ModelInfoBuilder {
    private final String name;
    private final List<TensorDescriptor> inputs = new ArrayList<>();
    private final List<TensorDescriptor> outputs = new ArrayList<>();
    private Optional<String> platform = Optional.empty();
    private Optional<String> version = Optional.empty();

    ModelInfoBuilder(String name) {
        this.name = name;
    }

    /** What runs it. */
    public ModelInfoBuilder platform(String what) {
        platform = Optional.of(what);
        return this;
    }

    /** Its version. */
    public ModelInfoBuilder version(String which) {
        version = Optional.of(which);
        return this;
    }

    /** What it takes, too. */
    public ModelInfoBuilder addInputDescriptor(TensorDescriptor input) {
        inputs.add(input);
        return this;
    }

    /** What it gives, too. */
    public ModelInfoBuilder addOutputDescriptor(TensorDescriptor output) {
        outputs.add(output);
        return this;
    }

    /**
     * Makes it.
     *
     * @throws IllegalArgumentException if name, inputs or outputs are empty
     */
    public ModelInfo build() {
        if (name.isEmpty() || inputs.isEmpty() || outputs.isEmpty()) {
            throw new IllegalArgumentException("a model has a name, inputs and outputs");
        }
        return new ModelInfo(name, platform, version, inputs, outputs);
    }
}
