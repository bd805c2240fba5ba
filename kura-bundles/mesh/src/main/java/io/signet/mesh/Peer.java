package io.signet.mesh;

import io.signet.statement.Assurance;
import io.signet.statement.NodeId;
import java.util.List;
import java.util.Optional;

/**
 * A node as its last capacity report shows it.
 *
 * @param node its id
 * @param owner its owner's name, from its certificate
 * @param assurance what protects its key, from its certificate
 * @param online false after a last will, or when the last report is too old
 * @param accepting false while the node drains before it stops
 * @param models what it serves
 * @param queuedRows rows that wait or run there
 * @param runningTasks tasks it holds
 * @param tasksMax tasks it takes at most
 * @param freeMemoryMib free memory in MiB
 * @param strain whether its hardware needs relief, as it says
 * @param latencyMillis smoothed time between request and answer that was not computing; 0 before the first answer
 * @param reportAgeMillis age of the report
 * @param log where its log is shown to everyone, if it says so
 * @param gateway where other members reach its gateway, if it says so
 */
public record Peer(
        NodeId node,
        String owner,
        Assurance assurance,
        boolean online,
        boolean accepting,
        List<ServedModel> models,
        int queuedRows,
        int runningTasks,
        int tasksMax,
        long freeMemoryMib,
        Strain strain,
        double latencyMillis,
        long reportAgeMillis,
        Optional<LogAddress> log,
        Optional<GatewayAddress> gateway) {
    public Peer {
        models = List.copyOf(models);
    }
}
