package org.eclipse.kura.ai.inference;

import java.util.List;
import java.util.Optional;

/** What a model takes and gives. */
public class ModelInfo {
    private final String name;
    private final Optional<String> platform;
    private final Optional<String> version;
    private final List<TensorDescriptor> inputs;
    private final List<TensorDescriptor> outputs;

    ModelInfo(
            String name,
            Optional<String> platform,
            Optional<String> version,
            List<TensorDescriptor> inputs,
            List<TensorDescriptor> outputs) {
        this.name = name;
        this.platform = platform;
        this.version = version;
        this.inputs = List.copyOf(inputs);
        this.outputs = List.copyOf(outputs);
    }

    /** Begins one. */
    public static ModelInfoBuilder builder(String name) {
        return new ModelInfoBuilder(name);
    }

    /** Its name. */
    public String getName() {
        return name;
    }

    /** What runs it. */
    public Optional<String> getPlatform() {
        return platform;
    }

    /** Its version. */
    public Optional<String> getVersion() {
        return version;
    }

    /** What it takes. */
    public List<TensorDescriptor> getInputs() {
        return inputs;
    }

    /** What it gives. */
    public List<TensorDescriptor> getOutputs() {
        return outputs;
    }
}
