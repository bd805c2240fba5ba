package io.signet.mesh.internal;

import io.signet.statement.Tensor;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Joins tensors along their outermost dimension. */
final class RowMerge {
    private RowMerge() {}

    /** True if {@code part} has the names, types and inner dimensions of {@code other}. */
    static boolean fits(Map<String, Tensor> part, Map<String, Tensor> other) {
        if (!part.keySet().equals(other.keySet())) {
            return false;
        }
        for (Map.Entry<String, Tensor> entry : part.entrySet()) {
            if (!fits(entry.getValue(), other.get(entry.getKey()))) {
                return false;
            }
        }
        return true;
    }

    private static boolean fits(Tensor a, Tensor b) {
        return a.type() == b.type()
                && a.shape()
                        .subList(1, a.shape().size())
                        .equals(b.shape().subList(1, b.shape().size()));
    }

    /** True if every tensor of {@code part} has {@code rows} rows. */
    static boolean hasRows(Map<String, Tensor> part, long rows) {
        for (Tensor tensor : part.values()) {
            if (tensor.shape().isEmpty() || tensor.rows() != rows) {
                return false;
            }
        }
        return true;
    }

    /** The rows of all {@code parts}, in their order; all fit each other. */
    static Map<String, Tensor> join(List<Map<String, Tensor>> parts) {
        if (parts.size() == 1) {
            return parts.get(0);
        }
        Map<String, Tensor> joined = new LinkedHashMap<>();
        for (String name : parts.get(0).keySet()) {
            joined.put(name, joinOne(parts.stream().map(p -> p.get(name)).toList()));
        }
        return joined;
    }

    private static Tensor joinOne(List<Tensor> parts) {
        long rows = parts.stream().mapToLong(Tensor::rows).sum();
        List<Long> shape = new ArrayList<>(parts.get(0).shape());
        shape.set(0, rows);
        ByteBuffer data = ByteBuffer.allocate(Tensor.sizeBytes(parts.get(0).type(), shape));
        parts.forEach(p -> data.put(p.data()));
        return Tensor.of(parts.get(0).type(), shape, data.flip());
    }
}
