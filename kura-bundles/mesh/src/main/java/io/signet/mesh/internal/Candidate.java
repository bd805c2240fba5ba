package io.signet.mesh.internal;

import io.signet.statement.NodeId;

/**
 * A node that could take a task now.
 *
 * @param rowsPerSecond measured throughput for the model
 * @param pendingRows rows that wait or run there
 * @param latencyMillis smoothed time of an exchange beyond the computing
 */
record Candidate(NodeId node, double rowsPerSecond, double pendingRows, double latencyMillis) {
    /** When {@code rows} more would be answered, from now. */
    double expectedMillis(long rows) {
        return 1000 * (pendingRows + rows) / rowsPerSecond + latencyMillis;
    }
}
