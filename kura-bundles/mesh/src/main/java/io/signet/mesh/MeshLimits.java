package io.signet.mesh;

import io.signet.runtime.Limits;
import java.time.Duration;

/**
 * The bounds of a peer. {@link #DEFAULT} suits a site of some hundred nodes.
 *
 * @param jobsMax jobs under way
 * @param jobBytesMax bytes of one job's inputs
 * @param taskRowsMax rows of one task
 * @param taskBytesMax bytes of one task's inputs, and of its outputs
 * @param tasksPerNodeMax tasks of this requester that one node may hold
 * @param attemptsMax attempts at one task that nodes may fail at; a lost or late answer or a lack of room is no failure
 * @param peersMax nodes remembered
 * @param reportEvery time between two capacity reports
 * @param reportAgeMax a node without a younger report is offline
 * @param clockSkewMax how far a message's time may be from now
 * @param distrust how long a node whose answer was not believed gets no work
 * @param modelPatience how long a job waits for a first node that serves its model
 */
public record MeshLimits(
        int jobsMax,
        long jobBytesMax,
        int taskRowsMax,
        int taskBytesMax,
        int tasksPerNodeMax,
        int attemptsMax,
        int peersMax,
        Duration reportEvery,
        Duration reportAgeMax,
        Duration clockSkewMax,
        Duration distrust,
        Duration modelPatience) {
    /** What a node or a client uses unless it is told otherwise. */
    public static final MeshLimits DEFAULT = new MeshLimits(
            64,
            256L << 20,
            64,
            2 << 20,
            8,
            6,
            100_000,
            Duration.ofSeconds(2),
            Duration.ofSeconds(10),
            Duration.ofSeconds(60),
            Duration.ofMinutes(10),
            Duration.ofSeconds(5));

    public MeshLimits {
        Limits.requireInRange("jobs.max", jobsMax, 1, 10_000);
        Limits.requireInRange("job.bytes.max", jobBytesMax, 1, 4L << 30);
        Limits.requireInRange("task.rows.max", taskRowsMax, 1, 65_536);
        Limits.requireInRange("task.bytes.max", taskBytesMax, 1024, 64 << 20);
        Limits.requireInRange("tasks.per.node.max", tasksPerNodeMax, 1, 1024);
        Limits.requireInRange("attempts.max", attemptsMax, 1, 100);
        Limits.requireInRange("peers.max", peersMax, 1, 1_000_000);
        requireInRange("report.every", reportEvery, Duration.ofMillis(100), Duration.ofMinutes(10));
        requireInRange("report.age.max", reportAgeMax, reportEvery, Duration.ofHours(1));
        requireInRange("clock.skew.max", clockSkewMax, Duration.ofSeconds(1), Duration.ofHours(1));
        requireInRange("distrust", distrust, Duration.ZERO, Duration.ofDays(30));
        requireInRange("model.patience", modelPatience, Duration.ZERO, Duration.ofMinutes(10));
    }

    /** The same with other times between reports: rarer ones let a requester follow more nodes. */
    public MeshLimits withReports(Duration every, Duration ageMax) {
        return new MeshLimits(
                jobsMax,
                jobBytesMax,
                taskRowsMax,
                taskBytesMax,
                tasksPerNodeMax,
                attemptsMax,
                peersMax,
                every,
                ageMax,
                clockSkewMax,
                distrust,
                modelPatience);
    }

    private static void requireInRange(String key, Duration value, Duration min, Duration max) {
        Limits.requireInRange(key + " (ms)", value.toMillis(), min.toMillis(), max.toMillis());
    }
}
