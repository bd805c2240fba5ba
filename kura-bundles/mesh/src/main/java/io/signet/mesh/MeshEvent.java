package io.signet.mesh;

import io.signet.statement.NodeId;

/** Something that an operator wants to know. */
public sealed interface MeshEvent {
    /** A node joined, or is back. */
    record PeerOnline(NodeId node) implements MeshEvent {}

    /** A node left: its connection broke, or it stopped reporting. */
    record PeerOffline(NodeId node, String reason) implements MeshEvent {}

    /** A node's answer was not believed; it gets no more work for a while and its task is redone elsewhere. */
    record AnswerNotBelieved(NodeId node, String reason) implements MeshEvent {}

    /** What a node shows of its hardware and firmware is not accepted; without, it gets no work if the trust policy demands it. */
    record EvidenceRefused(NodeId node, String reason) implements MeshEvent {}

    /** A node's log forked, as is proved; the node gets no more work, for good. */
    record LogForked(NodeId node, String description) implements MeshEvent {}

    /** This node's own log was set back to an earlier state; the node takes no more work. */
    record LogSetBack(String reason) implements MeshEvent {}

    /** An owner revoked a member; it gets no more work, and nothing that it says counts. */
    record Revoked(NodeId node, String reason) implements MeshEvent {}

    /** This member itself is revoked by its owner: nobody who knows believes it any more, and a node takes no more work. */
    record SelfRevoked(String reason) implements MeshEvent {}

    /** A task goes to another node. */
    record TaskRetried(NodeId node, String reason) implements MeshEvent {}

    /** The broker is connected. */
    record Connected() implements MeshEvent {}

    /** The connection to the broker is lost; it is being remade. */
    record Disconnected() implements MeshEvent {}
}
