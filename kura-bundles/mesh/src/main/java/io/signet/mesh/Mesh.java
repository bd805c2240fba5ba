package io.signet.mesh;

import io.signet.statement.NodeId;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletionStage;
import org.osgi.annotation.versioning.ProviderType;

/** A mesh of nodes that compute jobs. Thread-safe. */
@ProviderType
public interface Mesh {
    /**
     * Splits {@code request} over the nodes, verifies every answer and merges them in order. The stage always ends by
     * the job's time-out, and never exceptionally; a job over the limits ends at once as {@link JobResult.Failed}.
     */
    CompletionStage<JobResult> submit(JobRequest request, JobListener listener);

    /**
     * Asks a node for fresh evidence of its hardware and firmware, has its TPM, if it has one, open a challenge, and checks
     * both against the trust policy. The stage always ends by the time-out, and never exceptionally.
     *
     * @param timeout 100 ms to 10 minutes: how long to wait for the node, to get to know it too
     */
    CompletionStage<ChallengeResult> challenge(NodeId node, Duration timeout);

    /** The nodes known now, in the order of their ids. */
    List<Peer> peers();

    /** True while connected to a broker. */
    boolean connected();

    /** Counters since the start. */
    MeshStats stats();
}
