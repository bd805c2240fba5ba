package io.signet.mesh.internal;

import io.signet.statement.NodeId;
import io.signet.statement.Tensor;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;

/** One task of a job: rows that are answered exactly once, whatever number of attempts it takes. */
final class Slot {
    private final long from;
    private final int rows;
    private final Map<String, Tensor> inputs;
    /** Nodes that failed at it. */
    final Set<NodeId> excluded = new HashSet<>();

    int attempts;
    int openAttempts;
    int failures;
    /** Nodes that said that every honest node would refuse it. */
    int finalRefusals;

    long firstSentMillis;
    boolean answered;
    String lastFailure = "";

    Slot(long from, int rows, Map<String, Tensor> jobInputs) {
        this.from = from;
        this.rows = rows;
        Map<String, Tensor> sliced = new LinkedHashMap<>();
        jobInputs.forEach((name, tensor) -> sliced.put(name, tensor.slice(from, from + rows)));
        this.inputs = Map.copyOf(sliced);
    }

    long from() {
        return from;
    }

    int rows() {
        return rows;
    }

    Map<String, Tensor> inputs() {
        return inputs;
    }

    @Override
    public String toString() {
        return "rows " + from + " to " + (from + rows - 1);
    }
}
