package io.signet.registrar;

import io.signet.provisioning.enrolment.ClaimKey;
import io.signet.provisioning.enrolment.LabelId;
import io.signet.statement.Assurance;
import io.signet.statement.Digest;
import io.signet.statement.NodeId;
import java.util.Optional;

/**
 * What the registrar knows of a label and the node that came by it.
 *
 * @param label which label
 * @param state how far it has come
 * @param key what a first contact proves to know; empty once the code is of no more use
 * @param place what the owner calls it
 * @param preApproved true if the first node that comes by this label needs no other approval
 * @param shown which node came, and what it showed; empty before
 * @param createdMillis when the label became known, in milliseconds since 1970
 * @param changedMillis when the state changed last, in milliseconds since 1970
 */
public record NodeRecord(
        LabelId label,
        NodeState state,
        Optional<ClaimKey> key,
        Place place,
        boolean preApproved,
        Optional<Shown> shown,
        long createdMillis,
        long changedMillis) {
    /**
     * A node that came.
     *
     * @param node its id
     * @param assurance what its evidence shows of its key
     * @param evidence the SHA-256 of its evidence
     */
    public record Shown(NodeId node, Assurance assurance, Digest evidence) {}

    /** A label that nobody has claimed. */
    static NodeRecord labelled(LabelId label, ClaimKey key, long nowMillis) {
        return new NodeRecord(
                label,
                NodeState.LABELLED,
                Optional.of(key),
                Place.NOWHERE,
                false,
                Optional.empty(),
                nowMillis,
                nowMillis);
    }

    /** Whether {@code node} is the one that came. */
    boolean isOf(NodeId node) {
        return shown.filter(came -> came.node().equals(node)).isPresent();
    }

    NodeRecord claimed(Place where, boolean approved, long nowMillis) {
        return new NodeRecord(label, NodeState.CLAIMED, key, where, approved, shown, createdMillis, nowMillis);
    }

    NodeRecord waiting(Shown came, long nowMillis) {
        return new NodeRecord(label, NodeState.WAITING, key, place, false, Optional.of(came), createdMillis, nowMillis);
    }

    NodeRecord approved(long nowMillis) {
        return new NodeRecord(label, NodeState.APPROVED, key, place, preApproved, shown, createdMillis, nowMillis);
    }

    NodeRecord enrolled(Shown came, long nowMillis) {
        return new NodeRecord(
                label, NodeState.ENROLLED, key, place, preApproved, Optional.of(came), createdMillis, nowMillis);
    }

    /** The same after the code has done its work. */
    NodeRecord withoutKey() {
        return new NodeRecord(label, state, Optional.empty(), place, preApproved, shown, createdMillis, changedMillis);
    }

    NodeRecord revoked(long nowMillis) {
        return new NodeRecord(
                label, NodeState.REVOKED, Optional.empty(), place, false, shown, createdMillis, nowMillis);
    }
}
