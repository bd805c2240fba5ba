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
 * @param wish what the owner wants of it
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
        Wish wish,
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
                Wish.NONE,
                Optional.empty(),
                nowMillis,
                nowMillis);
    }

    /** Whether {@code node} is the one that came. */
    boolean isOf(NodeId node) {
        return shown.filter(came -> came.node().equals(node)).isPresent();
    }

    NodeRecord claimed(Place where, boolean approved, long nowMillis) {
        return in(NodeState.CLAIMED, key, shown, nowMillis).called(where).preApproved(approved);
    }

    NodeRecord waiting(Shown came, long nowMillis) {
        return in(NodeState.WAITING, key, Optional.of(came), nowMillis).preApproved(false);
    }

    NodeRecord approved(long nowMillis) {
        return in(NodeState.APPROVED, key, shown, nowMillis);
    }

    NodeRecord enrolled(Shown came, long nowMillis) {
        return in(NodeState.ENROLLED, key, Optional.of(came), nowMillis);
    }

    /** The same after the code has done its work. */
    NodeRecord withoutKey() {
        return in(state, Optional.empty(), shown, changedMillis);
    }

    /** The same when it is over with this node: in one of the states that {@linkplain NodeState#isOver are over}. */
    NodeRecord ended(NodeState over, long nowMillis) {
        return in(over, Optional.empty(), shown, nowMillis).preApproved(false);
    }

    private NodeRecord in(NodeState now, Optional<ClaimKey> code, Optional<Shown> came, long nowMillis) {
        return new NodeRecord(label, now, code, place, preApproved, wish, came, createdMillis, nowMillis);
    }

    private NodeRecord preApproved(boolean approved) {
        return new NodeRecord(label, state, key, place, approved, wish, shown, createdMillis, changedMillis);
    }

    /** The same under another name. */
    NodeRecord called(Place where) {
        return new NodeRecord(label, state, key, where, preApproved, wish, shown, createdMillis, changedMillis);
    }

    /** The same with other wishes. */
    NodeRecord wished(Wish wanted) {
        return new NodeRecord(label, state, key, place, preApproved, wanted, shown, createdMillis, changedMillis);
    }
}
