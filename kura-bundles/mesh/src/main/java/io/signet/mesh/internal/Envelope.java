package io.signet.mesh.internal;

import io.signet.mesh.DropReason;
import io.signet.mesh.MeshIdentity;
import io.signet.statement.Bytes;
import io.signet.statement.MalformedException;
import io.signet.statement.NodeId;
import io.signet.statement.cbor.CborReader;
import io.signet.statement.cbor.CborWriter;
import io.signet.statement.cose.CoseAlgorithm;
import io.signet.statement.cose.CoseSign1;
import io.signet.statement.cose.SigningException;
import java.security.PublicKey;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.ToIntFunction;

/**
 * The signed frame of every message but identities: COSE_Sign1 (RFC 9052 section 4.2) by the sender's session key, over
 * a map that starts with type (0), sender (1) and time (2). The mesh's name is the external data, so that a message
 * of one mesh is none of another.
 */
final class Envelope {
    private static final int TYPE = 0;
    private static final int SENDER = 1;
    private static final int TIME = 2;
    private static final int HEADER_KEYS = 3;
    /** What these take, about. */
    private static final int HEADER_SIZE_BYTES = 34;
    /** What the other entries of a report of two models take, about. */
    private static final int SMALL_SIZE_BYTES = 128;

    private final Bytes associated;

    Envelope(String topicRoot) {
        this.associated = Bytes.utf8(topicRoot);
    }

    /** As the other, of a message without tensors. */
    Bytes seal(MeshIdentity self, MessageType type, long timeMillis, int keys, Consumer<CborWriter> body)
            throws SigningException {
        return seal(self, type, timeMillis, keys, SMALL_SIZE_BYTES, body);
    }

    /**
     * A message of this peer: {@code keys} further map entries that {@code body} writes in ascending order.
     *
     * @param sizeBytes what those entries take, about
     */
    Bytes seal(MeshIdentity self, MessageType type, long timeMillis, int keys, int sizeBytes, Consumer<CborWriter> body)
            throws SigningException {
        CborWriter out = new CborWriter(HEADER_SIZE_BYTES + sizeBytes);
        out.startMap(HEADER_KEYS + keys);
        out.writeInt(TYPE).writeInt(type.code());
        out.writeInt(SENDER).writeBytes(self.node().value());
        out.writeInt(TIME).writeInt(timeMillis);
        body.accept(out);
        Bytes header = protectedHeader(self.signer().keyId());
        return CoseSign1.sign(self.signer(), header, associated, out.toBytes()).encode();
    }

    private static Bytes protectedHeader(Bytes keyId) {
        return new CborWriter(6 + keyId.size())
                .startMap(2)
                .writeInt(CoseSign1.HEADER_ALGORITHM)
                .writeInt(CoseAlgorithm.EDDSA.id())
                .writeInt(CoseSign1.HEADER_KEY_ID)
                .writeBytes(keyId)
                .toBytes();
    }

    /**
     * A message that was parsed but whose signature was not checked.
     *
     * @param keysLeft map entries that {@code body} still holds
     */
    record Unchecked(CoseSign1 cose, MessageType type, NodeId sender, long timeMillis, int keysLeft, CborReader body) {}

    /** Parses {@code message}, which must be of {@code expected} type. Its sender is a claim until {@link #check}. */
    Unchecked open(Bytes message, MessageType expected, int sizeBytesMax) throws Dropped {
        return open(message, Set.of(expected), sizeBytesMax);
    }

    /** Parses {@code message}, which must be of one of the {@code expected} types and as small as the largest of them. */
    Unchecked open(Bytes message, Set<MessageType> expected) throws Dropped {
        return open(message, expected, MessageType::sizeBytesMax);
    }

    /** The same, with other bounds on their sizes. */
    Unchecked open(Bytes message, Set<MessageType> expected, ToIntFunction<MessageType> sizeBytesMax) throws Dropped {
        int largest = expected.stream().mapToInt(sizeBytesMax).max().orElseThrow();
        Unchecked opened = open(message, expected, largest);
        if (message.size() > sizeBytesMax.applyAsInt(opened.type())) {
            throw new Dropped(DropReason.OVERSIZED, message.size() + " bytes, too many for a " + opened.type());
        }
        return opened;
    }

    private Unchecked open(Bytes message, Set<MessageType> expected, int sizeBytesMax) throws Dropped {
        if (message.size() > sizeBytesMax) {
            throw new Dropped(DropReason.OVERSIZED, message.size() + " bytes, at most " + sizeBytesMax);
        }
        try {
            CoseSign1 cose = CoseSign1.decode(message);
            if (cose.payload().isEmpty() || !cose.unprotectedHeader().equals(CoseSign1.EMPTY_HEADER)) {
                throw new Dropped(DropReason.MALFORMED, "a message has a payload and no unprotected header");
            }
            CborReader body = new CborReader(cose.payload().get());
            int keys = body.readMapSize();
            long code = Fields.unsigned(body, TYPE);
            MessageType type = expected.stream()
                    .filter(t -> t.code() == code)
                    .findFirst()
                    .orElseThrow(() -> new Dropped(
                            DropReason.MALFORMED, "message type " + code + " where " + expected + " belongs"));
            if (keys < HEADER_KEYS) {
                throw new Dropped(DropReason.MALFORMED, "a message without a sender or a time");
            }
            NodeId sender = new NodeId(Fields.bytes(body, SENDER, NodeId.SIZE_BYTES));
            long time = Fields.unsigned(body, TIME);
            return new Unchecked(cose, type, sender, time, keys - HEADER_KEYS, body);
        } catch (MalformedException e) {
            throw new Dropped(DropReason.MALFORMED, e.getMessage());
        }
    }

    /** Checks the signature of {@code message} by the session key of its sender, all signed headers included. */
    void check(Unchecked message, PublicKey sessionKey) throws Dropped {
        if (!message.cose().verify(sessionKey, CoseAlgorithm.EDDSA, associated)) {
            throw new Dropped(DropReason.BAD_SIGNATURE, "bad signature by " + message.sender());
        }
    }
}
