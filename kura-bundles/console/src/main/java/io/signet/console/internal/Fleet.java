package io.signet.console.internal;

import io.signet.mesh.ChallengeResult;
import io.signet.mesh.Mesh;
import io.signet.mesh.Peer;
import io.signet.node.EventFeed;
import io.signet.openinference.json.JsonWriter;
import io.signet.statement.NodeId;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** What the console remembers of the mesh's nodes: how they were, and what happened to them. Thread-safe. */
final class Fleet {
    /** Nodes of which anything is remembered. */
    private static final int NODES_MAX = 2_000;

    private static final int EVENTS_MAX = 100;

    private final NodeParts parts;
    private final Map<NodeId, Known> known = new LinkedHashMap<>();
    private List<Peer> peers = List.of();
    private long eventsHeard;

    /** What a node showed when it was asked. */
    record Checked(long atMillis, ChallengeResult result) {}

    /**
     * What is remembered of one node.
     *
     * @param events newest first
     */
    record Memory(List<NodeEvent> events, Optional<Checked> checked) {}

    private static final class Known {
        private final NodeHistory history = new NodeHistory();
        private final Deque<NodeEvent> events = new ArrayDeque<>();
        private Optional<Checked> checked = Optional.empty();
    }

    Fleet(NodeParts parts) {
        this.parts = parts;
    }

    /** Looks at the mesh, and returns its nodes in the order of their ids. */
    synchronized List<Peer> refresh() {
        peers = parts.mesh().get().map(Mesh::peers).orElse(List.of());
        List<EventFeed.Heard> heard =
                parts.events().get().map(feed -> feed.since(eventsHeard)).orElse(List.of());
        for (EventFeed.Heard one : heard) {
            eventsHeard = one.number();
            NodeEvent.of(one.atMillis(), one.event()).ifPresent(this::remember);
        }
        if (parts.events().get().isEmpty()) {
            eventsHeard = 0; // a new one counts anew
        }
        return peers;
    }

    private void remember(NodeEvent event) {
        find(event.node()).ifPresent(node -> {
            node.events.addFirst(event);
            if (node.events.size() > EVENTS_MAX) {
                node.events.removeLast();
            }
        });
    }

    /** What is remembered of a node; empty if there is no room for it. */
    private Optional<Known> find(NodeId node) {
        Known found = known.get(node);
        if (found == null && known.size() < NODES_MAX) {
            found = new Known();
            known.put(node, found);
        }
        return Optional.ofNullable(found);
    }

    /** Remembers how all nodes are at this moment, and forgets those that left long ago. */
    synchronized void record() {
        if (known.size() >= NODES_MAX) {
            known.keySet().retainAll(peers.stream().map(Peer::node).toList());
        }
        peers.forEach(peer -> find(peer.node()).ifPresent(node -> node.history.add(peer)));
    }

    /** Remembers what a node showed. */
    synchronized void checked(NodeId node, Checked checked) {
        find(node).ifPresent(one -> one.checked = Optional.of(checked));
    }

    /** The nodes as they were when somebody looked last. */
    synchronized List<Peer> peers() {
        return peers;
    }

    /** What is remembered of {@code node}. */
    synchronized Memory memory(NodeId node) {
        Known one = known.get(node);
        return one == null ? new Memory(List.of(), Optional.empty()) : new Memory(List.copyOf(one.events), one.checked);
    }

    /** Writes how {@code node} was, as members of an object. */
    synchronized void history(NodeId node, JsonWriter out, long nowMillis) {
        Known one = known.get(node);
        (one == null ? new NodeHistory() : one.history).write(out, nowMillis);
    }

    /** What happened since {@code sinceMillis} to any node, of one kind. */
    synchronized List<NodeEvent> events(String what, long sinceMillis) {
        List<NodeEvent> found = new ArrayList<>();
        for (Known one : known.values()) {
            one.events.stream()
                    .filter(event -> event.what().equals(what) && event.atMillis() >= sinceMillis)
                    .findFirst()
                    .ifPresent(found::add);
        }
        return found;
    }
}
