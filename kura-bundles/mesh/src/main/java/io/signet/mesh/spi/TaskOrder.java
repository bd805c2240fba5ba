package io.signet.mesh.spi;

import io.signet.runtime.Priority;
import io.signet.statement.Digest;
import io.signet.statement.NodeId;
import io.signet.statement.Nonce;
import io.signet.statement.Tensor;
import java.util.Map;
import java.util.Optional;

/**
 * A task that an authenticated requester asks this node to compute.
 *
 * @param requester who asks
 * @param nonce the requester's, to be repeated in the statement
 * @param model the model's name
 * @param modelPackage the one package that is accepted; any of that name if empty
 * @param inputs by the model's input names
 * @param deadlineMonotonicNanos on this node's {@link io.signet.runtime.Clock#monotonicNanos()}
 * @param priority how urgent it is among the tasks of this node
 */
public record TaskOrder(
        NodeId requester,
        Nonce nonce,
        String model,
        Optional<Digest> modelPackage,
        Map<String, Tensor> inputs,
        long deadlineMonotonicNanos,
        Priority priority) {
    public TaskOrder {
        inputs = Map.copyOf(inputs);
    }

    /** A task of {@link Priority#NORMAL}, as all are that other nodes ask for. */
    public TaskOrder(
            NodeId requester,
            Nonce nonce,
            String model,
            Optional<Digest> modelPackage,
            Map<String, Tensor> inputs,
            long deadlineMonotonicNanos) {
        this(requester, nonce, model, modelPackage, inputs, deadlineMonotonicNanos, Priority.NORMAL);
    }
}
