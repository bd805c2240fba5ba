package io.signet.mesh;

/** Follows a job while it runs. Called on the mesh's thread: return quickly, never block. */
@FunctionalInterface
public interface JobListener {
    /** Ignores everything. */
    JobListener NONE = answer -> {};

    /** A part of the job was answered and verified; called once for every row range. */
    void answered(TaskAnswer answer);
}
