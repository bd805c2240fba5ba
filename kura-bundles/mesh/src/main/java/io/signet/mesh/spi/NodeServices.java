package io.signet.mesh.spi;

import java.util.Optional;

/**
 * What a node does for others.
 *
 * @param tasks computes their tasks
 * @param witnessing witnesses their logs, and has its own witnessed; empty for a node that does neither
 */
public record NodeServices(TaskService tasks, Optional<Witnessing> witnessing) {
    /** A node that computes, and takes no part in witnessing. */
    public static NodeServices of(TaskService tasks) {
        return new NodeServices(tasks, Optional.empty());
    }
}
