package io.signet.mesh.internal;

import io.signet.mesh.DropReason;
import io.signet.mesh.spi.Incoming;
import io.signet.mesh.spi.Outgoing;
import io.signet.statement.Bytes;
import io.signet.statement.Nonce;
import io.signet.statement.cbor.CborWriter;
import java.time.Duration;
import java.util.Optional;

/** The messages of a requester: its task requests as they go out, and the responses that come to its reply topic. */
final class TaskMessages {
    /** What a request or response has beyond its tensors: an identity, or a receipt and its cosignatures. */
    static final int OVERHEAD_BYTES = 64 << 10;

    private final PeerParts parts;
    private final String replyTopic;

    TaskMessages(PeerParts parts, String replyTopic) {
        this.parts = parts;
        this.replyTopic = replyTopic;
    }

    /** A response whose sender is a claim, and whose contents are sealed. */
    record Unread(Envelope.Unchecked opened, SealedFrame frame) {}

    Outgoing request(RunningJob job, Slot slot, Nonce nonce, IdentityRegistry.Known node, long budgetMillis) {
        Bytes contents = new TaskRequest(
                        job.request().model(), job.request().modelPackage(), budgetMillis, slot.inputs())
                .encode();
        SealedFrame frame = parts.secrecy().seal(node, nonce, contents);
        Bytes notice = parts.self().notice();
        int sizeBytes = frame.sizeBytes() + CborWriter.sizeOfBytes(notice.size());
        Bytes message = parts.seal(MessageType.REQUEST, SealedFrame.KEYS + 1, sizeBytes, out -> {
            frame.writeTo(out);
            SealedFrame.writeIdentity(out, notice);
        });
        return new Outgoing(
                parts.topics().task(node.chain().node()),
                message,
                false,
                Optional.of(replyTopic),
                nonce.value(),
                Duration.ofMillis(Math.max(
                        1, Math.min(budgetMillis, parts.limits().clockSkewMax().toMillis()))));
    }

    boolean isResponse(Incoming message) {
        return message.topic().equals(replyTopic);
    }

    /** Parses a response to this peer. */
    Unread open(Incoming message) throws Dropped {
        Envelope.Unchecked opened = parts.envelope()
                .open(message.payload(), MessageType.RESPONSE, parts.limits().taskBytesMax() + OVERHEAD_BYTES);
        SealedFrame frame = Fields.orDrop(
                () -> SealedFrame.readFrom(opened.body(), message.payload().size()));
        parts.requireMine(frame.recipient(), "a response");
        return new Unread(opened, frame);
    }

    /** Checks who sent a response and reads it. */
    TaskResponse read(Unread unread, IdentityRegistry.Known sender) throws Dropped {
        IdentityRegistry.check(parts.envelope(), unread.opened(), sender);
        Bytes contents = parts.secrecy().open(unread.frame(), unread.opened().sender());
        return Fields.orDrop(() -> TaskResponse.decode(contents));
    }

    /** The identity of whoever is said to have sent a response. */
    IdentityRegistry.Known sender(Unread unread) throws Dropped {
        return parts.identities()
                .find(unread.opened().sender())
                .orElseThrow(() -> new Dropped(DropReason.UNKNOWN_SENDER, "the identity of the node is out of date"));
    }
}
