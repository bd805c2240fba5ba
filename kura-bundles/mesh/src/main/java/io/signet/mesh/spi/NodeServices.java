package io.signet.mesh.spi;

import io.signet.mesh.LogAddress;
import java.util.Optional;

/**
 * What a node does for others.
 *
 * @param tasks computes their tasks
 * @param witnessing witnesses their logs, and has its own witnessed; empty for a node that does neither
 * @param log where its log is shown to everyone, if it is
 */
public record NodeServices(TaskService tasks, Optional<Witnessing> witnessing, Optional<LogAddress> log) {
    /** A node that shows its log to nobody. */
    public NodeServices(TaskService tasks, Optional<Witnessing> witnessing) {
        this(tasks, witnessing, Optional.empty());
    }

    /** A node that computes, and takes no part in witnessing. */
    public static NodeServices of(TaskService tasks) {
        return new NodeServices(tasks, Optional.empty());
    }
}
