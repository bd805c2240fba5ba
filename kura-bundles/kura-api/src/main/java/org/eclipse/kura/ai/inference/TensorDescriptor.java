package org.eclipse.kura.ai.inference;

import java.util.List;
import java.util.Map;
import java.util.Optional;

/** A tensor's name, type and shape. */
public class TensorDescriptor {
    private final String name;
    private final String type;
    private final Optional<String> format;
    private final List<Long> shape;
    private final Map<String, Object> parameters;

    /** A descriptor. */
    public TensorDescriptor(
            String name, String type, Optional<String> format, List<Long> shape, Map<String, Object> parameters) {
        this.name = name;
        this.type = type;
        this.format = format;
        this.shape = List.copyOf(shape);
        this.parameters = Map.copyOf(parameters);
    }

    /** Its name. */
    public String getName() {
        return name;
    }

    /** Its type, in the engine's words. */
    public String getType() {
        return type;
    }

    /** How its bytes are to be read. */
    public Optional<String> getFormat() {
        return format;
    }

    /** Its dimensions. */
    public List<Long> getShape() {
        return shape;
    }

    /** Anything else. */
    public Map<String, Object> getParameters() {
        return parameters;
    }
}
