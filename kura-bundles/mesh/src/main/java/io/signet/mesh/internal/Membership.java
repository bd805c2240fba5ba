package io.signet.mesh.internal;

import io.signet.mesh.DropReason;
import io.signet.mesh.MeshEvent;
import io.signet.mesh.MeshLimits;
import io.signet.mesh.Peer;
import io.signet.mesh.spi.Incoming;
import io.signet.mesh.spi.Topics;
import io.signet.runtime.Clock;
import io.signet.statement.Bytes;
import io.signet.statement.MalformedException;
import io.signet.statement.NodeId;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;

/**
 * Who is in the mesh and what each node can take, from the retained identities and capacity reports. A report that
 * comes before its sender's identity waits for it, since brokers don't order across topics.
 */
final class Membership {
    /** Reports that wait for their sender's identity. */
    private static final int WAITING_MAX = 1024;
    /** A node that was away for longer starts as a stranger. */
    private static final long FORGET_AFTER_MS = 3_600_000;

    private final Topics topics;
    private final Envelope envelope;
    private final IdentityRegistry identities;
    private final Clock clock;
    private final MeshLimits limits;
    private final Consumer<MeshEvent> events;
    private final Map<NodeId, PeerState> peers = new HashMap<>();
    private final Map<NodeId, Bytes> waiting = new HashMap<>();
    private final ModelIndex index = new ModelIndex();
    private long changes;
    private long departures;
    private long population;
    /** Nodes whose logs forked. They are offline for this peer, whatever they report. */
    private final Set<NodeId> shunned = new HashSet<>();

    Membership(
            Topics topics,
            Envelope envelope,
            IdentityRegistry identities,
            Clock clock,
            MeshLimits limits,
            Consumer<MeshEvent> events) {
        this.topics = topics;
        this.envelope = envelope;
        this.identities = identities;
        this.clock = clock;
        this.limits = limits;
        this.events = events;
    }

    /** Takes {@code message} if it is about membership. */
    boolean offer(Incoming message) throws Dropped {
        Optional<NodeId> identityOf = topics.nodeOf(message.topic(), "identity");
        if (identityOf.isPresent()) {
            if (message.payload().size() > 0) { // an empty one clears the retained: the node left for good
                identities.learn(message.payload(), identityOf.get());
                Bytes report = waiting.remove(identityOf.get());
                if (report != null) {
                    capacity(report, identityOf.get());
                }
            }
            return true;
        }
        Optional<NodeId> capacityOf = topics.nodeOf(message.topic(), "capacity");
        if (capacityOf.isPresent()) {
            if (message.payload().size() > 0) {
                capacity(message.payload(), capacityOf.get());
            }
            return true;
        }
        return false;
    }

    private void capacity(Bytes payload, NodeId node) throws Dropped {
        Optional<IdentityRegistry.Known> sender = identities.find(node);
        if (identities.isRevoked(node)) {
            throw identities.unknown(node, "");
        }
        if (sender.isEmpty()) {
            if (payload.size() > MessageType.CAPACITY.sizeBytesMax() || waiting.size() >= WAITING_MAX) {
                throw new Dropped(DropReason.UNKNOWN_SENDER, "a report of " + node + ", whose identity is not known");
            }
            waiting.put(node, payload);
            return;
        }
        Envelope.Unchecked message;
        try {
            message = envelope.open(payload, MessageType.CAPACITY, MessageType.CAPACITY.sizeBytesMax());
        } catch (Dropped notACapacityReport) {
            message = envelope.open(payload, MessageType.OFFLINE, MessageType.OFFLINE.sizeBytesMax());
        }
        if (!message.sender().equals(node)) {
            throw new Dropped(
                    DropReason.UNKNOWN_SENDER, "a report of " + message.sender() + " on the topic of " + node);
        }
        IdentityRegistry.check(envelope, message, sender.get());
        try {
            if (message.type() == MessageType.OFFLINE) {
                offline(message, node);
            } else {
                report(message, node);
            }
        } catch (MalformedException e) {
            throw new Dropped(DropReason.MALFORMED, e.getMessage());
        }
    }

    /** A last will is as old as the connection that it ends, so its epoch counts, not its time. */
    private void offline(Envelope.Unchecked message, NodeId node) throws MalformedException, Dropped {
        long epoch = Fields.unsigned(message.body(), CapacityReport.EPOCH);
        PeerState peer = peers.get(node);
        if (peer == null || !peer.online()) {
            return;
        }
        if (epoch < peer.report().epoch()) {
            throw new Dropped(DropReason.REPLAYED, "the last will of an earlier connection of " + node);
        }
        depart(peer, "its connection to the broker ended");
    }

    private void report(Envelope.Unchecked message, NodeId node) throws MalformedException, Dropped {
        if (shunned.contains(node)) {
            return;
        }
        long ageMillis = clock.wallMillis() - message.timeMillis();
        if (ageMillis > limits.reportAgeMax().toMillis() + limits.clockSkewMax().toMillis()
                || -ageMillis > limits.clockSkewMax().toMillis()) {
            throw new Dropped(DropReason.STALE, "a report of " + node + " that is " + ageMillis + " ms old");
        }
        CapacityReport report = CapacityReport.readFrom(message.body(), message.keysLeft());
        PeerState peer = peers.get(node);
        if (peer == null) {
            if (peers.size() >= limits.peersMax()) {
                throw new Dropped(DropReason.OVERSIZED, "more than " + limits.peersMax() + " nodes");
            }
            PeerState arrived = new PeerState(node, report, clock.monotonicMillis());
            peers.put(node, arrived);
            index.add(arrived);
            changes++;
            population++;
            events.accept(new MeshEvent.PeerOnline(node));
            return;
        }
        CapacityReport last = peer.report();
        if (report.epoch() == last.epoch() && report.sequence() == last.sequence()) {
            return; // the retained one again, after a new subscription
        }
        if (report.epoch() < last.epoch() || (report.epoch() == last.epoch() && report.sequence() < last.sequence())) {
            throw new Dropped(DropReason.REPLAYED, "an older report of " + node);
        }
        boolean back = !peer.online();
        if (!back) {
            index.remove(peer);
        }
        peer.reported(report, clock.monotonicMillis());
        index.add(peer);
        changes++;
        if (back) {
            population++;
            events.accept(new MeshEvent.PeerOnline(node));
        }
    }

    /**
     * Marks nodes offline that no longer report, and forgets those that did not come back. Not to be called while
     * disconnected: then it is us who miss the reports.
     */
    void expire() {
        long now = clock.monotonicMillis();
        peers.values().removeIf(p -> !p.online() && p.isIdle() && p.reportAgeMillis(now) > FORGET_AFTER_MS);
        for (PeerState peer : peers.values()) {
            if (peer.online()
                    && peer.reportAgeMillis(now) > limits.reportAgeMax().toMillis()) {
                depart(peer, "no report for " + limits.reportAgeMax());
            }
        }
    }

    private void depart(PeerState peer, String reason) {
        index.remove(peer);
        peer.wentOffline();
        changes++;
        departures++;
        population++;
        events.accept(new MeshEvent.PeerOffline(peer.node(), reason));
    }

    /** After a reconnection every node gets the time to report again. */
    void reconnected() {
        long now = clock.monotonicMillis();
        peers.values().stream().filter(PeerState::online).forEach(p -> p.reported(p.report(), now));
    }

    Collection<PeerState> all() {
        return peers.values();
    }

    /** The nodes online that serve a model of that name. */
    ModelIndex.Group serving(String model) {
        return index.serving(model);
    }

    /** Grows with every change. */
    long changes() {
        return changes;
    }

    /** Grows with every node that comes or goes. */
    long population() {
        return population;
    }

    /** That node gets no work from now on, for good. */
    void shun(NodeId node) {
        shunned.add(node);
        PeerState peer = peers.get(node);
        if (peer != null && peer.online()) {
            depart(peer, "its log forked");
        }
    }

    /** The owner of {@code node} revoked it: it is gone, until it comes with another certificate. */
    void revoked(NodeId node) {
        waiting.remove(node);
        PeerState peer = peers.get(node);
        if (peer != null && peer.online()) {
            depart(peer, "its owner revoked it");
        }
        population++;
    }

    boolean isShunned(NodeId node) {
        return shunned.contains(node) || identities.isRevoked(node);
    }

    /** Grows with every node that goes offline. */
    long departures() {
        return departures;
    }

    Optional<PeerState> find(NodeId node) {
        return Optional.ofNullable(peers.get(node));
    }

    /** A picture of all nodes, by id. */
    List<Peer> snapshot() {
        long now = clock.monotonicMillis();
        List<Peer> snapshot = new ArrayList<>(peers.size());
        for (PeerState peer : peers.values()) {
            identities.find(peer.node()).ifPresent(identity -> snapshot.add(peer.toPeer(identity, now)));
        }
        snapshot.sort(Comparator.comparing(Peer::node));
        return List.copyOf(snapshot);
    }
}
