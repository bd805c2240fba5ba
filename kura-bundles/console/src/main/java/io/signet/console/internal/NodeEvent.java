package io.signet.console.internal;

import io.signet.mesh.MeshEvent;
import io.signet.openinference.json.JsonWriter;
import io.signet.statement.NodeId;
import java.util.Optional;

/**
 * Something that happened to one node.
 *
 * @param what in a word, the same in all languages
 * @param detail for people
 */
record NodeEvent(long atMillis, NodeId node, String what, String detail) {
    /** What {@code event} is to a node; empty if it is about none. */
    static Optional<NodeEvent> of(long at, MeshEvent event) {
        if (event instanceof MeshEvent.PeerOnline online) {
            return Optional.of(new NodeEvent(at, online.node(), "online", ""));
        } else if (event instanceof MeshEvent.PeerOffline offline) {
            return Optional.of(new NodeEvent(at, offline.node(), "offline", offline.reason()));
        } else if (event instanceof MeshEvent.AnswerNotBelieved not) {
            return Optional.of(new NodeEvent(at, not.node(), "not-believed", not.reason()));
        } else if (event instanceof MeshEvent.EvidenceRefused refused) {
            return Optional.of(new NodeEvent(at, refused.node(), "evidence-refused", refused.reason()));
        } else if (event instanceof MeshEvent.LogForked forked) {
            return Optional.of(new NodeEvent(at, forked.node(), "log-forked", forked.description()));
        } else if (event instanceof MeshEvent.Revoked revoked) {
            return Optional.of(new NodeEvent(at, revoked.node(), "revoked", revoked.reason()));
        } else if (event instanceof MeshEvent.TaskRetried retried) {
            return Optional.of(new NodeEvent(at, retried.node(), "retried", retried.reason()));
        }
        return Optional.empty();
    }

    /** The members of its object. */
    void write(JsonWriter out) {
        out.name("at").number(atMillis).name("what").string(what).name("detail").string(detail);
    }
}
