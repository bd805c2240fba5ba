package io.signet.mesh;

import java.util.List;
import org.osgi.annotation.versioning.ProviderType;

/** The jobs that a peer placed, for people who look on. Without contents, and without a bearing on how jobs are done. Thread-safe. */
@ProviderType
public interface JobBoard {
    /** Most jobs that are told. */
    int JOBS_MAX = 200;

    /** Those whose revision is greater than {@code revision}, the last to begin first; 0 for all that are kept. */
    List<PlacedJob> jobsSince(long revision);

    /** How many there were since the start. */
    Totals totals();

    /**
     * Numbers of jobs.
     *
     * @param running under way
     * @param completed since the start
     * @param failed since the start
     */
    record Totals(int running, long completed, long failed) {}
}
