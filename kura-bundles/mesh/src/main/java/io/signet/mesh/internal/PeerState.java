package io.signet.mesh.internal;

import io.signet.mesh.Peer;
import io.signet.mesh.ServedModel;
import io.signet.statement.Digest;
import io.signet.statement.NodeId;
import java.util.Optional;

/** What is known of one node, and what this peer has placed there. Touched by the mesh's agent only. */
final class PeerState {
    /** Weight of the newest latency in the smoothed one: about the last ten count. */
    private static final double LATENCY_WEIGHT = 0.2;

    private final NodeId node;
    private CapacityReport report;
    private long reportedAtMillis;
    private boolean online;
    private double latencyMillis;
    private int tasksPlaced;
    private long rowsPlaced;
    private long restUntilMillis = Long.MIN_VALUE;
    private long distrustedUntilMillis = Long.MIN_VALUE;

    PeerState(NodeId node, CapacityReport report, long nowMillis) {
        this.node = node;
        this.report = report;
        this.reportedAtMillis = nowMillis;
        this.online = true;
    }

    NodeId node() {
        return node;
    }

    CapacityReport report() {
        return report;
    }

    boolean online() {
        return online;
    }

    void reported(CapacityReport newer, long nowMillis) {
        report = newer;
        reportedAtMillis = nowMillis;
        online = true;
    }

    void wentOffline() {
        online = false;
    }

    long reportAgeMillis(long nowMillis) {
        return nowMillis - reportedAtMillis;
    }

    void placed(int rows) {
        tasksPlaced++;
        rowsPlaced += rows;
    }

    void unplaced(int rows) {
        tasksPlaced--;
        rowsPlaced -= rows;
    }

    /** True if nothing is placed there. */
    boolean isIdle() {
        return tasksPlaced == 0;
    }

    /** Learns from an answer that took {@code elapsedMillis} where {@code expectedComputeMillis} were for computing. */
    void answered(double elapsedMillis, double expectedComputeMillis) {
        double beyond = Math.max(0, elapsedMillis - expectedComputeMillis);
        latencyMillis = latencyMillis == 0 ? beyond : latencyMillis + LATENCY_WEIGHT * (beyond - latencyMillis);
    }

    /** No task goes there before {@code untilMillis}: it said that it is full. */
    void rest(long untilMillis) {
        restUntilMillis = Math.max(restUntilMillis, untilMillis);
    }

    /** No task goes there before {@code untilMillis}: its answer was not believed. */
    void distrust(long untilMillis) {
        distrustedUntilMillis = Math.max(distrustedUntilMillis, untilMillis);
    }

    boolean trusted(long nowMillis) {
        return nowMillis >= distrustedUntilMillis;
    }

    /** True if the node is there, accepts work and serves that model. */
    boolean serves(String model, Optional<Digest> modelPackage, long nowMillis) {
        return online
                && report.accepting()
                && trusted(nowMillis)
                && find(model, modelPackage).isPresent();
    }

    /** True if the node can be given one more task now. */
    boolean hasRoom(int tasksPerNodeMax, long nowMillis) {
        return nowMillis >= restUntilMillis && tasksPlaced < Math.min(tasksPerNodeMax, report.tasksMax());
    }

    Optional<ServedModel> find(String model, Optional<Digest> modelPackage) {
        for (ServedModel served : report.models()) {
            if (served.name().equals(model) && (modelPackage.isEmpty() || served.isPackage(modelPackage.get()))) {
                return Optional.of(served);
            }
        }
        return Optional.empty();
    }

    Candidate candidate(ServedModel model) {
        double pending = Math.max(report.queuedRows(), rowsPlaced);
        return new Candidate(node, model.rowsPerSecond(), pending, latencyMillis, report.strain());
    }

    Peer toPeer(IdentityRegistry.Known identity, long nowMillis) {
        return new Peer(
                node,
                identity.owner(),
                identity.assurance(),
                online,
                report.accepting(),
                report.models(),
                report.queuedRows(),
                report.runningTasks(),
                report.tasksMax(),
                report.freeMemoryMib(),
                report.strain(),
                latencyMillis,
                reportAgeMillis(nowMillis),
                report.log(),
                report.gateway());
    }
}
