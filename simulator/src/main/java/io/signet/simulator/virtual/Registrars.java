package io.signet.simulator.virtual;

import io.signet.mesh.Peer;
import io.signet.provisioning.enrolment.NodeProfile.Mesh;
import io.signet.registrar.NodeBook.Withdrawn;
import io.signet.registrar.NodeState;
import io.signet.registrar.Revocations;
import io.signet.registrar.run.RevocationNotices;
import io.signet.simulator.scenario.Fault;
import io.signet.simulator.scenario.NodeGroup;
import io.signet.simulator.scenario.Scenario;
import io.signet.statement.Bytes;
import io.signet.statement.NodeId;
import io.signet.statement.RevocationList;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * The owners' registrars, as far as a mesh hears of them: the production code that tells brokers who is revoked, as members of
 * the first broker's region. There are some only where a scenario revokes somebody. Also keeps how soon that is known.
 */
final class Registrars {
    private static final long TURN_NANOS = Duration.ofMillis(500).toNanos();

    private final Fleet fleet;
    private final String region;
    private final List<RevocationNotices> running = new ArrayList<>();
    private final Map<String, List<Withdrawn>> withdrawn = new LinkedHashMap<>();
    private final Map<NodeId, VirtualNode> revoked = new LinkedHashMap<>();
    private final Map<NodeId, Long> unlearnedSince = new LinkedHashMap<>();
    private Duration learned = Duration.ZERO;

    Registrars(Fleet fleet, Scenario scenario) {
        this.fleet = fleet;
        this.region = scenario.network().brokers().get(0).region();
        if (scenario.faults().stream().anyMatch(fault -> fault.kind() == Fault.Kind.REVOKE)) {
            scenario.fleet().stream()
                    .map(NodeGroup::owner)
                    .distinct()
                    .forEach(owner -> withdrawn.put(owner, new ArrayList<>()));
        }
        start();
    }

    /** They start, each knowing whom its owner revoked. */
    void start() {
        if (running.isEmpty()) {
            withdrawn.keySet().forEach(this::start);
        }
    }

    /** They end. */
    void stop() {
        running.forEach(RevocationNotices::close);
        running.clear();
    }

    private void start(String owner) {
        List<Withdrawn> certificates = withdrawn.get(owner);
        LocalClock clock = new LocalClock(fleet.world(), new WallClock());
        Mesh mesh = new Mesh(Fleet.MESH, List.of(URI.create("mqtts://simulated:8883")), List.of(), 0, 0);
        RevocationNotices notices = new RevocationNotices(
                new Revocations(now -> List.copyOf(certificates), fleet.owners().authority(owner), clock),
                fleet.owners().authority(owner).digest(),
                List.of(mesh),
                told -> fleet.network().newLink(region, clock),
                clock);
        running.add(notices);
        turn(notices, clock);
    }

    private void turn(RevocationNotices notices, LocalClock clock) {
        if (running.contains(notices)) {
            notices.doWork();
            clock.settle(); // a registrar has all the time
            fleet.world().at(fleet.world().now() + TURN_NANOS, () -> turn(notices, clock));
        }
    }

    /** The owner of {@code node} revokes it. */
    void revoke(VirtualNode node) {
        if (revoked.putIfAbsent(node.id(), node) == null) {
            long nowMillis = WallClock.START_MILLIS + fleet.world().now() / 1_000_000;
            withdrawn
                    .get(node.group().owner())
                    .add(new Withdrawn(
                            node.chain().leaf().getSerialNumber().toString(16), nowMillis, NodeState.REVOKED));
            unlearnedSince.put(node.id(), fleet.world().now());
        }
    }

    /** True if the owner of {@code node} has revoked it. */
    boolean isRevoked(VirtualNode node) {
        return revoked.containsKey(node.id());
    }

    /** Nodes that {@code list}, in DER, names as their owner's; none if it is something else, which anybody may send. */
    Set<NodeId> named(Bytes list) {
        RevocationList parsed;
        try {
            parsed = new RevocationList(list);
        } catch (IllegalArgumentException e) {
            return Set.of();
        }
        return revoked.values().stream()
                .filter(node -> parsed.names(node.chain()))
                .filter(node -> parsed.isSignedBy(
                        fleet.owners().authority(node.group().owner()).certificate()))
                .map(VirtualNode::id)
                .collect(Collectors.toSet());
    }

    /** Looks whether any of {@code requesters} still sees somebody who is revoked. */
    void look(List<VirtualRequester> requesters) {
        if (unlearnedSince.isEmpty()) {
            return;
        }
        Set<NodeId> seen = new HashSet<>();
        requesters.forEach(
                requester -> requester.peers().stream().map(Peer::node).forEach(seen::add));
        long now = fleet.world().now();
        unlearnedSince.entrySet().removeIf(entry -> {
            boolean gone = !seen.contains(entry.getKey());
            Duration time = Duration.ofNanos(now - entry.getValue());
            if (gone && time.compareTo(learned) > 0) {
                learned = time;
            }
            return gone;
        });
    }

    /** Longest time from a revocation until nobody saw the node; empty if none was revoked, or one is still seen. */
    Optional<Duration> learned() {
        return revoked.isEmpty() || !unlearnedSince.isEmpty() ? Optional.empty() : Optional.of(learned);
    }
}
