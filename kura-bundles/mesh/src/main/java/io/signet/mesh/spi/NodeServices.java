package io.signet.mesh.spi;

import io.signet.mesh.GatewayAddress;
import io.signet.mesh.LogAddress;
import java.util.Optional;

/**
 * What a node does for others. Begin with {@link #of}.
 *
 * @param tasks computes their tasks
 * @param witnessing witnesses their logs, and has its own witnessed; empty for a node that does neither
 * @param log where its log is shown to everyone, if it is
 * @param gateway where other members reach its gateway, if it has one and says so
 * @param evidence shows its hardware; empty for a node that does not
 */
public record NodeServices(
        TaskService tasks,
        Optional<Witnessing> witnessing,
        Optional<LogAddress> log,
        Optional<GatewayAddress> gateway,
        Optional<EvidenceSource> evidence) {
    /** A node that computes, and does nothing else. */
    public static NodeServices of(TaskService tasks) {
        return new NodeServices(tasks, Optional.empty(), Optional.empty(), Optional.empty(), Optional.empty());
    }

    /** The same, and it takes part in witnessing, if {@code part} is there. */
    public NodeServices withWitnessing(Optional<Witnessing> part) {
        return new NodeServices(tasks, part, log, gateway, evidence);
    }

    /** The same, and it shows its log at {@code address}, if that is there. */
    public NodeServices withLog(Optional<LogAddress> address) {
        return new NodeServices(tasks, witnessing, address, gateway, evidence);
    }

    /** The same, and others reach its gateway at {@code address}, if that is there. */
    public NodeServices withGateway(Optional<GatewayAddress> address) {
        return new NodeServices(tasks, witnessing, log, address, evidence);
    }

    /** The same, and it shows its hardware. */
    public NodeServices withEvidence(EvidenceSource source) {
        return new NodeServices(tasks, witnessing, log, gateway, Optional.of(source));
    }
}
