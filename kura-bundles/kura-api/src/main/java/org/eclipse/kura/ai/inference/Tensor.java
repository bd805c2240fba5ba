package org.eclipse.kura.ai.inference;

import java.util.List;
import java.util.Optional;

/** A tensor: what it is, and its elements in a list. */
public class Tensor {
    private final Class<?> type;
    private final TensorDescriptor descriptor;
    private final List<?> data;

    /** A tensor of elements of {@code type}. */
    public <T> Tensor(Class<T> type, TensorDescriptor descriptor, List<T> data) {
        this.type = type;
        this.descriptor = descriptor;
        this.data = List.copyOf(data);
    }

    /** What it is. */
    public TensorDescriptor getDescriptor() {
        return descriptor;
    }

    /** Its elements, if they are of that type. */
    @SuppressWarnings("unchecked") // the constructor saw to it
    public <T> Optional<List<T>> getData(Class<T> wanted) {
        return wanted.isAssignableFrom(type) ? Optional.of((List<T>) data) : Optional.empty();
    }

    /** The type of its elements. */
    public Class<?> getType() {
        return type;
    }
}
