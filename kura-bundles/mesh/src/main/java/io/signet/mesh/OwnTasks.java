package io.signet.mesh;

import io.signet.mesh.spi.TaskOrder;
import io.signet.statement.NodeId;
import java.util.concurrent.CompletionStage;
import org.osgi.annotation.versioning.ProviderType;

/**
 * This node's own service, for programs on the node that ask on behalf of somebody outside the mesh. What they get is what a
 * member gets: attested, witnessed, with the evidence of the node's hardware. Thread-safe.
 */
@ProviderType
public interface OwnTasks {
    /** This node. */
    NodeId node();

    /**
     * Computes {@code order}, or refuses it at once. It has as many places beside those of the mesh as those are.
     *
     * @return never ends exceptionally. What is chained to it runs on the mesh's thread or the engine's, or on the caller's if
     *     the task is refused at once: return quickly, never block
     */
    CompletionStage<OwnAnswer> compute(TaskOrder order);
}
