package io.signet.mesh.internal;

import io.signet.mesh.WitnessPlan;
import io.signet.statement.Bytes;
import io.signet.statement.Digest;
import io.signet.statement.NodeId;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import java.util.stream.Stream;

/**
 * Whom a node asks to witness its log: the first of a list, or of the nodes online those that rendezvous hashing gives it,
 * so that it asks the same ones again as far as they are there, and all nodes are asked alike.
 */
final class WitnessChoice {
    private final NodeId self;
    private final WitnessPlan plan;
    private final Membership membership;
    private final Map<NodeId, Long> scores = new HashMap<>();

    WitnessChoice(NodeId self, WitnessPlan plan, Membership membership) {
        this.self = self;
        this.plan = plan;
        this.membership = membership;
    }

    /** At most {@code max}, of those that are {@code willing}, the first preferred. */
    List<NodeId> choose(int max, Predicate<NodeId> willing) {
        Stream<NodeId> candidates = plan.fixed().isEmpty() ? online() : plan.fixed().stream();
        return candidates
                .filter(node -> !node.equals(self) && !membership.isShunned(node) && willing.test(node))
                .distinct()
                .limit(max)
                .toList();
    }

    private Stream<NodeId> online() {
        List<NodeId> online = new ArrayList<>();
        membership.all().stream().filter(PeerState::online).map(PeerState::node).forEach(online::add);
        if (scores.size() > 2 * online.size() + plan.count()) {
            scores.clear(); // of nodes that left
        }
        online.sort(Comparator.comparingLong(this::score).thenComparing(Comparator.naturalOrder()));
        return online.stream();
    }

    private long score(NodeId node) {
        return scores.computeIfAbsent(node, id -> {
            byte[] pair = new byte[2 * NodeId.SIZE_BYTES];
            self.value().asBuffer().get(pair, 0, NodeId.SIZE_BYTES);
            id.value().asBuffer().get(pair, NodeId.SIZE_BYTES, NodeId.SIZE_BYTES);
            return Digest.sha256(Bytes.copyOf(pair)).value().asBuffer().getLong();
        });
    }
}
