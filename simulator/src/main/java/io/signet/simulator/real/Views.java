package io.signet.simulator.real;

import io.signet.mesh.Peer;
import io.signet.mesh.ServedModel;
import io.signet.simulator.run.Invariant;
import io.signet.simulator.run.RunRecorder;
import io.signet.simulator.scenario.NodeGroup;
import io.signet.statement.NodeId;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/** Compares what requesters know of the nodes with how the nodes are. Used by one thread. */
final class Views {
    private final Map<NodeId, FleetNode> ids;
    private final List<JobDriver> requesters;
    private final RunRecorder recorder;
    private Optional<Duration> rightSince = Optional.empty();

    Views(Map<NodeId, FleetNode> ids, List<JobDriver> requesters, RunRecorder recorder) {
        this.ids = Map.copyOf(ids);
        this.requesters = List.copyOf(requesters);
        this.recorder = recorder;
    }

    /** Looks at all views once. */
    void look(Duration now, Condition condition) {
        Set<NodeId> expected = ids.entrySet().stream()
                .filter(e -> isOnline(e.getValue(), condition))
                .map(Map.Entry::getKey)
                .collect(Collectors.toSet());
        boolean right = true;
        for (JobDriver requester : requesters) {
            List<Peer> peers = requester.member().mesh().peers();
            requireBounded(now, peers);
            if (condition.reachesBroker(0, requester.region())) {
                right &= online(peers).equals(expected);
            }
        }
        if (!right) {
            rightSince = Optional.empty();
        } else if (rightSince.isEmpty()) {
            rightSince = Optional.of(now);
        }
    }

    private static boolean isOnline(FleetNode node, Condition condition) {
        Condition.OfNode state = condition.node(node.number());
        return state.runs()
                && !state.paused()
                && condition.reachesBroker(node.number(), node.group().region());
    }

    private Set<NodeId> online(List<Peer> peers) {
        Set<NodeId> online = new HashSet<>();
        for (Peer peer : peers) {
            FleetNode node = ids.get(peer.node());
            if (peer.online() && (node == null || serves(peer, node.group()))) {
                online.add(peer.node());
            }
        }
        return online;
    }

    private static boolean serves(Peer peer, NodeGroup group) {
        return peer.models().stream()
                .map(ServedModel::name)
                .collect(Collectors.toSet())
                .containsAll(group.models());
    }

    private void requireBounded(Duration now, List<Peer> peers) {
        for (Peer peer : peers) {
            if (peer.runningTasks() > peer.tasksMax()) {
                recorder.violated(
                        now,
                        Invariant.BOUNDED,
                        "node " + peer.node() + " holds " + peer.runningTasks() + " tasks, more than "
                                + peer.tasksMax());
            }
        }
    }

    /** Since when all views have been right without a break; empty if they are not. */
    Optional<Duration> rightSince() {
        return rightSince;
    }

    /** How many nodes every requester sees; all if there is no requester. */
    int seen() {
        return requesters.stream()
                .mapToInt(r -> online(r.member().mesh().peers()).size())
                .min()
                .orElse(ids.size());
    }

    /** How many nodes each requester sees, for whoever waits in vain. */
    String describe() {
        return requesters.stream()
                .map(r ->
                        r.group() + " sees " + online(r.member().mesh().peers()).size())
                .collect(Collectors.joining(", ", "of " + ids.size() + " nodes, ", ""));
    }
}
