package io.signet.mesh.internal;

import io.signet.statement.Cosignature;
import io.signet.statement.NodeId;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** Who was asked to cosign one head, and what came of it. */
final class WitnessRound {
    private final Set<NodeId> waiting = new HashSet<>();
    private final List<Cosignature> cosignatures = new ArrayList<>();

    void asked(NodeId witness) {
        waiting.add(witness);
    }

    void passed(NodeId witness) {
        waiting.remove(witness);
    }

    void cosigned(Cosignature cosignature) {
        waiting.remove(cosignature.witness().node());
        if (cosignatures.size() < Cosignature.COUNT_MAX
                && cosignatures.stream()
                        .noneMatch(c ->
                                c.witness().node().equals(cosignature.witness().node()))) {
            cosignatures.add(cosignature);
        }
    }

    /** True once nobody's word is awaited any more. */
    boolean settled() {
        return waiting.isEmpty();
    }

    List<Cosignature> cosignatures() {
        return List.copyOf(cosignatures);
    }
}
