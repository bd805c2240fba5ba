package io.signet.mesh.internal;

import io.signet.mesh.spi.Sealing;
import io.signet.statement.Bytes;
import io.signet.statement.MalformedException;
import io.signet.statement.NodeId;
import io.signet.statement.Nonce;
import io.signet.statement.cbor.CborReader;
import io.signet.statement.cbor.CborWriter;

/**
 * The fields of requests and responses that the broker can see: to whom (3), the attempt's nonce (4), for which of the
 * recipient's session keys (5), the sealed part (6, 7); a request adds the sender's identity (8).
 */
record SealedFrame(NodeId recipient, Nonce nonce, Bytes sessionKeyId, Sealing.Sealed sealed) {
    static final int KEYS = 5;
    /** What a message has beyond what is sealed in it: an envelope, the other fields, an identity. */
    static final int OVERHEAD_BYTES_MAX = IdentityNotice.SIZE_BYTES_MAX + 1024;
    /** Size of {@link io.signet.statement.SessionCertificate#keyId()}. */
    private static final int SESSION_KEY_ID_BYTES = 8;

    /** All but the ciphertext itself. */
    private static final int FIXED_SIZE_BYTES = 96;

    private static final int RECIPIENT = 3;
    private static final int NONCE = 4;
    private static final int SESSION_KEY_ID = 5;
    private static final int ENCAPSULATED = 6;
    private static final int CIPHERTEXT = 7;
    private static final int IDENTITY = 8;

    /** What {@link #writeTo} writes takes, about. */
    int sizeBytes() {
        return FIXED_SIZE_BYTES + sealed.ciphertext().size();
    }

    void writeTo(CborWriter out) {
        out.writeInt(RECIPIENT).writeBytes(recipient.value());
        out.writeInt(NONCE).writeBytes(nonce.value());
        out.writeInt(SESSION_KEY_ID).writeBytes(sessionKeyId);
        out.writeInt(ENCAPSULATED).writeBytes(sealed.encapsulated());
        out.writeInt(CIPHERTEXT).writeBytes(sealed.ciphertext());
    }

    static void writeIdentity(CborWriter out, Bytes identity) {
        out.writeInt(IDENTITY).writeBytes(identity);
    }

    static SealedFrame readFrom(CborReader in, int ciphertextBytesMax) throws MalformedException {
        NodeId recipient = new NodeId(Fields.bytes(in, RECIPIENT, NodeId.SIZE_BYTES));
        Nonce nonce = new Nonce(Fields.bytes(in, NONCE, Nonce.SIZE_BYTES));
        Bytes keyId = Fields.bytes(in, SESSION_KEY_ID, SESSION_KEY_ID_BYTES);
        Bytes encapsulated = Fields.bytes(in, ENCAPSULATED, Sealing.ENCAPSULATED_BYTES);
        Bytes ciphertext = Fields.bytesUpTo(in, CIPHERTEXT, ciphertextBytesMax);
        return new SealedFrame(recipient, nonce, keyId, new Sealing.Sealed(encapsulated, ciphertext));
    }

    static Bytes readIdentity(CborReader in) throws MalformedException {
        return Fields.bytesUpTo(in, IDENTITY, IdentityNotice.SIZE_BYTES_MAX);
    }
}
