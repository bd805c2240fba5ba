package io.signet.console.internal;

import io.signet.mesh.ChallengeResult;
import io.signet.mesh.Mesh;
import io.signet.mesh.Peer;
import io.signet.node.EventFeed;
import io.signet.openinference.json.JsonWriter;
import io.signet.runtime.Clock;
import io.signet.statement.NodeId;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/** What the console remembers of the mesh's nodes: how they were, and what happened to them. Thread-safe. */
final class Fleet {
    /** Nodes of which anything is remembered. */
    private static final int NODES_MAX = 2_000;

    private static final int EVENTS_MAX = 100;
    /** A node that said nothing for so long before the mesh forgot it did not leave: it is missing. */
    private static final long SILENT_MILLIS = Duration.ofMinutes(30).toMillis();
    /** So long a missing node is shown. */
    private static final long MISSED_MILLIS = Duration.ofDays(7).toMillis();

    private static final int MISSING_MAX = 2_000;

    private final NodeParts parts;
    private final Clock clock;
    private final Map<NodeId, Known> known = new LinkedHashMap<>();
    private final Map<NodeId, Missing> missing = new LinkedHashMap<>();
    private List<Peer> peers = List.of();
    private Optional<EventFeed> feed = Optional.empty();
    private long eventsHeard;

    /** What a node showed when it was asked. */
    record Checked(long atMillis, ChallengeResult result) {}

    /**
     * What is remembered of one node.
     *
     * @param events newest first
     */
    record Memory(List<NodeEvent> events, Optional<Checked> checked) {}

    /**
     * A node that the mesh forgot.
     *
     * @param last how it was
     * @param heardMillis when it said something last, by the monotonic clock
     */
    private record Missing(Peer last, long heardMillis) {
        Peer at(long nowMillis) {
            return new Peer(
                    last.node(),
                    last.owner(),
                    last.assurance(),
                    false,
                    last.accepting(),
                    last.models(),
                    0,
                    0,
                    last.tasksMax(),
                    last.freeMemoryMib(),
                    last.strain(),
                    last.latencyMillis(),
                    nowMillis - heardMillis,
                    last.log(),
                    last.gateway());
        }
    }

    private static final class Known {
        private final NodeHistory history = new NodeHistory();
        private final Deque<NodeEvent> events = new ArrayDeque<>();
        private Optional<Checked> checked = Optional.empty();
    }

    Fleet(NodeParts parts, Clock clock) {
        this.parts = parts;
        this.clock = clock;
    }

    /** Looks at the mesh, and returns its nodes in the order of their ids, with those that it forgot because they fell silent. */
    synchronized List<Peer> refresh() {
        Optional<EventFeed> now = parts.events().get();
        if (now.isPresent() && !now.equals(feed)) { // another one counts anew
            feed = now;
            eventsHeard = 0;
        }
        List<EventFeed.Heard> heard = now.map(there -> there.since(eventsHeard)).orElse(List.of());
        for (EventFeed.Heard one : heard) {
            eventsHeard = one.number();
            NodeEvent.of(one.atMillis(), one.event()).ifPresent(this::remember);
        }
        peers = withMissing(parts.mesh().get().map(Mesh::peers).orElse(List.of()));
        return peers;
    }

    private List<Peer> withMissing(List<Peer> there) {
        long now = clock.monotonicMillis();
        Set<NodeId> ids = there.stream().map(Peer::node).collect(Collectors.toSet());
        for (Peer peer : peers) {
            boolean fellSilent = !peer.online() && peer.reportAgeMillis() >= SILENT_MILLIS;
            if (fellSilent && !ids.contains(peer.node())) {
                missing.putIfAbsent(peer.node(), new Missing(peer, now - peer.reportAgeMillis()));
            }
        }
        missing.keySet().removeAll(ids);
        missing.entrySet()
                .removeIf(one -> now - one.getValue().heardMillis() > MISSED_MILLIS || isRevoked(one.getKey()));
        while (missing.size() > MISSING_MAX) {
            missing.remove(missing.keySet().iterator().next());
        }
        if (missing.isEmpty()) {
            return there;
        }
        List<Peer> all = new ArrayList<>(there);
        missing.values().forEach(one -> all.add(one.at(now)));
        all.sort(Comparator.comparing(Peer::node));
        return List.copyOf(all);
    }

    private boolean isRevoked(NodeId node) {
        Known one = known.get(node);
        return one != null && one.events.stream().anyMatch(event -> event.what().equals("revoked"));
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
