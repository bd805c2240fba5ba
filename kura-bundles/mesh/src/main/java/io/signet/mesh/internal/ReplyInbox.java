package io.signet.mesh.internal;

import io.signet.mesh.spi.Incoming;
import io.signet.mesh.spi.Outgoing;
import io.signet.statement.Bytes;
import io.signet.statement.Nonce;
import io.signet.statement.cbor.CborWriter;
import java.time.Duration;
import java.util.EnumSet;
import java.util.Optional;
import java.util.Set;

/** Makes what a requester asks of nodes, tasks and questions for evidence, and opens the replies on its reply topic. */
final class ReplyInbox {
    private static final Set<MessageType> TYPES = EnumSet.of(MessageType.RESPONSE, MessageType.EVIDENCE_REPLY);

    private final PeerParts parts;
    private final String topic;

    ReplyInbox(PeerParts parts, String topic) {
        this.parts = parts;
        this.topic = topic;
    }

    /** A reply whose sender is a claim, and whose contents are sealed. */
    record Unread(Envelope.Unchecked opened, SealedFrame frame) {}

    /** A request of {@code type} to {@code node}, of use to nobody after {@code budgetMillis}. */
    Outgoing request(MessageType type, IdentityRegistry.Known node, Nonce nonce, Bytes contents, long budgetMillis) {
        SealedFrame frame = parts.secrecy().seal(node, nonce, contents);
        Bytes notice = parts.self().notice();
        int sizeBytes = frame.sizeBytes() + CborWriter.sizeOfBytes(notice.size());
        Bytes message = parts.seal(type, SealedFrame.KEYS + 1, sizeBytes, out -> {
            frame.writeTo(out);
            SealedFrame.writeIdentity(out, notice);
        });
        return new Outgoing(
                parts.topics().task(node.chain().node()),
                message,
                false,
                Optional.of(topic),
                nonce.value(),
                Duration.ofMillis(Math.max(
                        1, Math.min(budgetMillis, parts.limits().clockSkewMax().toMillis()))));
    }

    boolean isReply(Incoming message) {
        return message.topic().equals(topic);
    }

    /** Parses a reply to this peer. */
    Unread open(Incoming message) throws Dropped {
        Envelope.Unchecked opened = parts.open(message.payload(), TYPES);
        SealedFrame frame = Fields.orDrop(
                () -> SealedFrame.readFrom(opened.body(), message.payload().size()));
        parts.requireMine(frame.recipient(), "a response");
        return new Unread(opened, frame);
    }

    /** The identity of whoever is said to have sent a reply. */
    IdentityRegistry.Known sender(Unread unread) throws Dropped {
        return parts.identities().find(unread.opened().sender()).orElseThrow(() -> parts.identities()
                .unknown(unread.opened().sender(), "the identity of the node is out of date"));
    }

    /** Checks who sent a reply; its contents. */
    Bytes contents(Unread unread, IdentityRegistry.Known sender) throws Dropped {
        IdentityRegistry.check(parts.envelope(), unread.opened(), sender);
        return parts.secrecy().open(unread.frame(), unread.opened().sender());
    }
}
