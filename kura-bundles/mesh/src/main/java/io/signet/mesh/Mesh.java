package io.signet.mesh;

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

    /** The nodes known now, in the order of their ids. */
    List<Peer> peers();

    /** True while connected to a broker. */
    boolean connected();

    /** Counters since the start. */
    MeshStats stats();
}
