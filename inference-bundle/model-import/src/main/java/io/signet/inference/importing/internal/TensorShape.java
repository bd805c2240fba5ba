package io.signet.inference.importing.internal;

import io.signet.inference.spi.TensorSpec;
import io.signet.statement.DataType;
import io.signet.statement.Tensor;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** What is read of one input or output. */
final class TensorShape {
    private String name = "";
    private Optional<DataType> type = Optional.empty();
    private boolean known;
    private final List<Long> shape = new ArrayList<>();

    void name(String name) {
        this.name = name;
    }

    /** Its elements are of type {@code number} in {@code types}. */
    void type(Map<Integer, DataType> types, long number) throws UnreadableModelException {
        type = Optional.ofNullable(types.get((int) Math.max(-1, Math.min(Integer.MAX_VALUE, number))));
        if (type.isEmpty()) {
            throw new UnreadableModelException(
                    "has a tensor" + of() + " of element type " + number + ", which nodes don't take");
        }
    }

    /** It has a shape, if only that of a single number. */
    void known() {
        known = true;
    }

    void dimension(long size) throws UnreadableModelException {
        shape.add(size);
        if (shape.size() > Tensor.RANK_MAX) {
            throw new UnreadableModelException(
                    "has a tensor" + of() + " of more than " + Tensor.RANK_MAX + " dimensions");
        }
    }

    private String of() {
        return name.isEmpty() ? "" : " '" + name + "'";
    }

    TensorSpec toSpec() throws UnreadableModelException {
        if (!known || type.isEmpty()) {
            throw new UnreadableModelException("does not tell the " + (known ? "element type" : "shape")
                    + " of tensor '" + name + "'; export it with the shapes of all inputs and outputs");
        }
        try {
            return new TensorSpec(name, type.get(), shape);
        } catch (IllegalArgumentException e) {
            throw new UnreadableModelException(e.getMessage(), e);
        }
    }
}
