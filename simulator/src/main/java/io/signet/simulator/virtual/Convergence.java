package io.signet.simulator.virtual;

import io.signet.mesh.Peer;
import io.signet.simulator.run.Invariant;
import io.signet.simulator.run.RunRecorder;
import io.signet.simulator.scenario.Scenario;
import io.signet.statement.NodeId;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Looks whether every requester sees the nodes as they are, some time after the last fault. */
final class Convergence {
    /**
     * Within this time after the last fault, and three reports more, views must be right: the broker finds a dead connection
     * after 22.5 s, its member after 30 s, which then tries again every 10 s; connecting takes a second.
     */
    private static final Duration LIMIT = Duration.ofSeconds(50);

    private static final int REPORTS = 3;

    private final RunRecorder recorder;
    private final Registrars registrars;
    private final Duration lastFault;
    private final Duration limit;
    private Optional<Duration> reached = Optional.empty();
    private String wrong = "no requester was looked at";
    private boolean strangerSeen;

    Convergence(Scenario scenario, Fleet fleet, Registrars registrars) {
        this.registrars = registrars;
        this.recorder = fleet.recorder();
        this.limit = LIMIT.plus(fleet.limits().reportEvery().multipliedBy(REPORTS));
        this.lastFault = scenario.faults().stream()
                .map(fault -> fault.until().orElse(fault.at()))
                .max(Duration::compareTo)
                .orElse(Duration.ZERO);
    }

    /** Time from the last fault's end until all views were right. */
    Optional<Duration> reached() {
        return reached;
    }

    void look(Duration now, List<VirtualNode> nodes, List<VirtualNode> strangers, List<VirtualRequester> requesters) {
        if (!strangerSeen && !strangers.isEmpty()) {
            requireNoStranger(now, strangers, requesters);
        }
        if (reached.isPresent() || now.compareTo(lastFault) < 0) {
            return;
        }
        if (nodes.stream().anyMatch(VirtualNode::isBooting)) {
            wrong = "nodes are still starting";
            return;
        }
        Set<NodeId> there = new HashSet<>();
        nodes.stream()
                .filter(VirtualNode::isConnected)
                .filter(node -> !registrars.isRevoked(node))
                .forEach(node -> there.add(node.id()));
        boolean right = true;
        for (VirtualRequester requester : requesters) {
            if (requester.isConnected() && !sees(requester, there)) {
                right = false;
                break;
            }
        }
        if (right) {
            reached = Optional.of(now.minus(lastFault));
        }
    }

    private boolean sees(VirtualRequester requester, Set<NodeId> there) {
        int online = 0;
        for (Peer peer : requester.peers()) {
            if (peer.online()) {
                online++;
                if (!there.contains(peer.node())) {
                    wrong = "node " + peer.node() + " is seen, and is not there";
                    return false;
                }
            }
        }
        wrong = online + " of " + there.size() + " nodes are seen";
        return online == there.size();
    }

    private void requireNoStranger(Duration now, List<VirtualNode> strangers, List<VirtualRequester> requesters) {
        Set<NodeId> ids = new HashSet<>();
        strangers.forEach(stranger -> ids.add(stranger.id()));
        for (VirtualRequester requester : requesters) {
            if (requester.peers().stream().anyMatch(peer -> ids.contains(peer.node()))) {
                strangerSeen = true;
                recorder.violated(now, Invariant.VIEWS_CONVERGE, "a node of an owner whom nobody trusts is seen");
            }
        }
    }

    /** The run ends. */
    void close(Duration now) {
        if (reached.isEmpty() && now.minus(lastFault).compareTo(limit) > 0) {
            recorder.violated(
                    now, Invariant.VIEWS_CONVERGE, wrong + ", " + limit.toSeconds() + " s after the last fault");
        }
    }
}
