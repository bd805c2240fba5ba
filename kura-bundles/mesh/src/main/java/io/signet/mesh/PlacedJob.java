package io.signet.mesh;

import io.signet.statement.NodeId;
import java.util.List;
import java.util.OptionalLong;

/**
 * A job that this peer placed, as it stands.
 *
 * @param id tells it from the others of this process
 * @param revision greater than that of any job of this peer which changed before
 * @param model the model's name
 * @param rows rows of the job
 * @param rowsDone rows that were answered and verified
 * @param state how it goes
 * @param startedMillis when the mesh began with it, in milliseconds since 1970
 * @param endedMillis when it ended, if it did
 * @param reason why it failed; empty if it did not
 * @param retries how often a task of it went to another node
 * @param parts the last tasks of it, in the order in which they were sent; {@value #PARTS_MAX} at most
 */
public record PlacedJob(
        String id,
        long revision,
        String model,
        long rows,
        long rowsDone,
        State state,
        long startedMillis,
        OptionalLong endedMillis,
        String reason,
        int retries,
        List<Part> parts) {
    /** Most tasks that are told of one job. */
    public static final int PARTS_MAX = 200;

    public PlacedJob {
        parts = List.copyOf(parts);
    }

    /** How a job goes. */
    public enum State {
        /** Nodes work at it, or are looked for. */
        RUNNING,
        /** Every row was answered. */
        COMPLETED,
        /** Some were not. */
        FAILED
    }

    /**
     * A task, as it was sent to one node.
     *
     * @param from its first row
     * @param rows rows of it
     * @param millis from its sending to its end, or until now
     */
    public record Part(NodeId node, long from, int rows, long millis, PartState state) {}

    /** What became of a task. */
    public enum PartState {
        /** The node has it. */
        RUNNING,
        /** Its answer is the one that counts. */
        ANSWERED,
        /** It went to another node, or the job ended without it. */
        RETRIED
    }
}
