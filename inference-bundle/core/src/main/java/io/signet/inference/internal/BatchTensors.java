package io.signet.inference.internal;

import io.signet.statement.Tensor;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Joins the rows of several requests, in memory that is used again from run to run: direct buffers left to the collector
 * would exhaust direct memory before it runs. Used by one run at a time.
 */
final class BatchTensors {
    private final Map<String, ByteBuffer> buffers = new HashMap<>();

    /** The rows of all {@code requests}, one after another. What is returned is valid until the next call. */
    Map<String, Tensor> join(List<Map<String, Tensor>> requests) {
        if (requests.size() == 1) {
            return requests.get(0);
        }
        Map<String, Tensor> joined = new LinkedHashMap<>();
        for (String name : requests.get(0).keySet()) {
            joined.put(name, join(name, requests));
        }
        return joined;
    }

    private Tensor join(String name, List<Map<String, Tensor>> requests) {
        long bytes = 0;
        long rows = 0;
        for (Map<String, Tensor> request : requests) {
            Tensor tensor = request.get(name);
            bytes += tensor.sizeBytes();
            rows += tensor.rows();
        }
        ByteBuffer buffer = buffer(name, Math.toIntExact(bytes));
        for (Map<String, Tensor> request : requests) {
            buffer.put(request.get(name).data());
        }
        Tensor first = requests.get(0).get(name);
        List<Long> shape = new ArrayList<>(first.shape());
        shape.set(0, rows);
        return Tensor.of(first.type(), shape, buffer.flip());
    }

    private ByteBuffer buffer(String name, int bytes) {
        ByteBuffer buffer = buffers.get(name);
        if (buffer == null || buffer.capacity() < bytes) {
            buffer = ByteBuffer.allocateDirect(bytes);
            buffers.put(name, buffer);
        }
        return buffer.clear();
    }

    /** The rows {@code [from, to)} of every tensor; no copy. */
    static Map<String, Tensor> rows(Map<String, Tensor> tensors, long from, long to) {
        Map<String, Tensor> slices = new LinkedHashMap<>();
        tensors.forEach((name, tensor) -> slices.put(name, tensor.slice(from, to)));
        return slices;
    }
}
