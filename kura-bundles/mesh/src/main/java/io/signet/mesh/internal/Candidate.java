package io.signet.mesh.internal;

import io.signet.mesh.Strain;
import io.signet.statement.NodeId;

/**
 * A node that could take a task now.
 *
 * @param rowsPerSecond measured throughput for the model
 * @param pendingRows rows that wait or run there
 * @param latencyMillis smoothed time of an exchange beyond the computing
 * @param strain whether its hardware needs relief
 */
record Candidate(NodeId node, double rowsPerSecond, double pendingRows, double latencyMillis, Strain strain) {
    /** What a node that needs relief is given, as a share of what its speed would earn it. */
    private static final double RELIEF = 0.5;

    /** When {@code rows} more would be answered, from now. */
    double expectedMillis(long rows) {
        return latencyMillis + computeMillis(rows, rowsPerSecond);
    }

    /** The same, were the node only as fast as it should be loaded: what nodes are compared by. */
    double costMillis(long rows) {
        return latencyMillis + computeMillis(rows, offeredRowsPerSecond());
    }

    /** The throughput that it should be loaded for. */
    double offeredRowsPerSecond() {
        return strain == Strain.NONE ? rowsPerSecond : RELIEF * rowsPerSecond;
    }

    private double computeMillis(long rows, double speed) {
        return 1000 * (pendingRows + rows) / speed;
    }
}
