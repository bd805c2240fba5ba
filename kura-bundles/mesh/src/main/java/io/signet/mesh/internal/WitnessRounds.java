package io.signet.mesh.internal;

import io.signet.statement.Cosignature;
import io.signet.statement.Digest;
import io.signet.statement.NodeId;
import io.signet.statement.TreeHead;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The latest heads that witnesses were asked to cosign, and what came of it. Touched by the mesh's agent only. */
final class WitnessRounds {
    /** Heads whose cosignatures are kept: those of a second, at the log's fastest. */
    private static final int ROUNDS_MAX = 64;

    private final Map<Key, WitnessRound> rounds = new LinkedHashMap<>();

    private record Key(long size, Digest root) {
        static Key of(TreeHead head) {
            return new Key(head.size(), head.root());
        }
    }

    /** Starts a round for {@code head}; false if it has one. */
    boolean start(TreeHead head) {
        if (rounds.putIfAbsent(Key.of(head), new WitnessRound()) != null) {
            return false;
        }
        if (rounds.size() > ROUNDS_MAX) {
            Iterator<Key> oldest = rounds.keySet().iterator();
            oldest.next();
            oldest.remove();
        }
        return true;
    }

    /** True if there is nothing to wait for any more. */
    boolean settled(TreeHead head) {
        return find(head).map(WitnessRound::settled).orElse(true);
    }

    /** The cosignatures that came. */
    List<Cosignature> cosignatures(TreeHead head) {
        return find(head).map(WitnessRound::cosignatures).orElse(List.of());
    }

    void asked(TreeHead head, NodeId witness) {
        find(head).ifPresent(round -> round.asked(witness));
    }

    void cosigned(TreeHead head, Cosignature cosignature) {
        find(head).ifPresent(round -> round.cosigned(cosignature));
    }

    /** {@code witness} won't cosign {@code head}. */
    void passed(TreeHead head, NodeId witness) {
        find(head).ifPresent(round -> round.passed(witness));
    }

    /** {@code witness} won't cosign anything that it was asked for. */
    void passedAll(NodeId witness) {
        rounds.values().forEach(round -> round.passed(witness));
    }

    void clear() {
        rounds.clear();
    }

    private Optional<WitnessRound> find(TreeHead head) {
        return Optional.ofNullable(rounds.get(Key.of(head)));
    }
}
