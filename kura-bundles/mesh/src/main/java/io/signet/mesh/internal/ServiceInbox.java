package io.signet.mesh.internal;

import io.signet.mesh.DropReason;
import io.signet.mesh.spi.Incoming;
import io.signet.mesh.spi.Outgoing;
import io.signet.statement.Bytes;
import io.signet.statement.NodeId;
import io.signet.statement.Nonce;
import java.util.EnumSet;
import java.util.Optional;
import java.util.Set;

/** Opens what comes to a node's topic {@code task}, tasks and questions for its evidence, and makes the replies. */
final class ServiceInbox {
    private static final Set<MessageType> TYPES = EnumSet.of(MessageType.REQUEST, MessageType.EVIDENCE_REQUEST);

    private final PeerParts parts;
    private final String topic;

    ServiceInbox(PeerParts parts) {
        this.parts = parts;
        this.topic = parts.topics().task(parts.self().node());
    }

    /** Identifies a request. */
    record Key(NodeId requester, Nonce nonce) {}

    /** Where its reply goes, and for whom that is sealed. */
    record Sender(String replyTopic, IdentityRegistry.Known requester) {}

    /** A request whose sender was checked; its contents are sealed. It may be a copy of an earlier one. */
    record Request(MessageType type, Key key, Sender sender, SealedFrame frame) {}

    boolean isRequest(Incoming message) {
        return message.topic().equals(topic);
    }

    /** Parses a request to this node and checks who sent it. */
    Request open(Incoming message) throws Dropped {
        Envelope.Unchecked opened = parts.open(message.payload(), TYPES);
        SealedFrame frame = Fields.orDrop(
                () -> SealedFrame.readFrom(opened.body(), message.payload().size()));
        Bytes identity = Fields.orDrop(() -> SealedFrame.readIdentity(opened.body()));
        parts.requireMine(frame.recipient(), "a request");
        parts.requireFresh(opened, "a request");
        String replyTopic = message.responseTopic().orElse("");
        if (!parts.topics().isReplyTo(opened.sender(), replyTopic)) {
            throw new Dropped(DropReason.MALFORMED, "the response topic is not one of the sender's");
        }
        IdentityRegistry.Known requester = parts.requireSignedByAsker(opened, identity);
        return new Request(
                opened.type(), new Key(opened.sender(), frame.nonce()), new Sender(replyTopic, requester), frame);
    }

    /** The contents of a request. */
    Bytes contents(Request request) throws Dropped {
        return parts.secrecy().open(request.frame(), request.key().requester());
    }

    /** A reply of {@code type} to the request that {@code key} identifies. */
    Outgoing reply(MessageType type, Key key, Sender to, Bytes contents) {
        SealedFrame frame = parts.secrecy().seal(to.requester(), key.nonce(), contents);
        return new Outgoing(
                to.replyTopic(),
                parts.seal(type, SealedFrame.KEYS, frame.sizeBytes(), frame::writeTo),
                false,
                Optional.empty(),
                key.nonce().value(),
                parts.limits().clockSkewMax());
    }
}
