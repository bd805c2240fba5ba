package io.signet.mesh.spi;

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
 */
public record TaskOrder(
        NodeId requester,
        Nonce nonce,
        String model,
        Optional<Digest> modelPackage,
        Map<String, Tensor> inputs,
        long deadlineMonotonicNanos) {
    public TaskOrder {
        inputs = Map.copyOf(inputs);
    }
}
