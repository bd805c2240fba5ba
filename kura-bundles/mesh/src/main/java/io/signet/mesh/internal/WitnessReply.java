package io.signet.mesh.internal;

import io.signet.statement.Bytes;
import io.signet.statement.Equivocation;
import io.signet.statement.MalformedException;
import io.signet.statement.NodeId;
import io.signet.statement.Nonce;
import io.signet.statement.TreeHead;
import io.signet.statement.cbor.CborReader;
import io.signet.statement.cbor.CborWriter;

/**
 * What a witness says to a {@link WitnessRequest} (docs/protocol.md, "Witness reply").
 *
 * @param nonce the request's
 * @param identity the encoded {@link IdentityNotice} of the witness
 */
record WitnessReply(NodeId recipient, Nonce nonce, Answer answer, Bytes identity) {
    static final int KEYS = 5;
    static final int SIZE_BYTES_MAX = IdentityNotice.SIZE_BYTES_MAX + Equivocation.SIZE_BYTES_MAX + 1024;

    private static final int COSIGNATURE_SIZE_BYTES_MAX = 512;
    private static final int REASON_CHARS_MAX = 256;
    private static final int RECIPIENT = 3;
    private static final int NONCE = 4;
    private static final int CODE = 5;
    private static final int CONTENT = 6;
    private static final int IDENTITY = 7;
    private static final int COSIGNED = 0;
    private static final int BEHIND = 1;
    private static final int FORKED = 2;
    private static final int REFUSED = 3;

    sealed interface Answer {}

    /** {@link io.signet.statement.Cosignature#message} of the head in the request. */
    record Cosigned(Bytes message) implements Answer {}

    /** The witness saw this one last. */
    record Behind(TreeHead last) implements Answer {}

    /** The log has two histories. */
    record Forked(Equivocation proof) implements Answer {}

    /** It does not sign, for a reason. */
    record Refused(String reason) implements Answer {}

    void writeTo(CborWriter out) {
        out.writeInt(RECIPIENT).writeBytes(recipient.value());
        out.writeInt(NONCE).writeBytes(nonce.value());
        out.writeInt(CODE);
        if (answer instanceof Cosigned cosigned) {
            out.writeInt(COSIGNED).writeInt(CONTENT).writeBytes(cosigned.message());
        } else if (answer instanceof Behind behind) {
            out.writeInt(BEHIND).writeInt(CONTENT).writeBytes(behind.last().encode());
        } else if (answer instanceof Forked forked) {
            out.writeInt(FORKED).writeInt(CONTENT).writeBytes(forked.proof().encode());
        } else if (answer instanceof Refused refused) {
            String reason = refused.reason();
            out.writeInt(REFUSED)
                    .writeInt(CONTENT)
                    .writeText(reason.length() > REASON_CHARS_MAX ? reason.substring(0, REASON_CHARS_MAX) : reason);
        }
        out.writeInt(IDENTITY).writeBytes(identity);
    }

    static WitnessReply readFrom(CborReader in) throws MalformedException {
        NodeId recipient = new NodeId(Fields.bytes(in, RECIPIENT, NodeId.SIZE_BYTES));
        Nonce nonce = new Nonce(Fields.bytes(in, NONCE, Nonce.SIZE_BYTES));
        int code = Fields.unsignedInt(in, CODE);
        Fields.expect(in, CONTENT);
        Answer answer =
                switch (code) {
                    case COSIGNED -> new Cosigned(in.readBytes(COSIGNATURE_SIZE_BYTES_MAX));
                    case BEHIND -> new Behind(TreeHead.decode(in.readBytes(TreeHead.SIZE_BYTES_MAX)));
                    case FORKED -> new Forked(Equivocation.decode(in.readBytes(Equivocation.SIZE_BYTES_MAX)));
                    case REFUSED -> new Refused(in.readText(REASON_CHARS_MAX));
                    default -> throw Fields.malformed(in, "code " + code + " is no witness reply");
                };
        Bytes identity = Fields.bytesUpTo(in, IDENTITY, IdentityNotice.SIZE_BYTES_MAX);
        in.expectEnd();
        return new WitnessReply(recipient, nonce, answer, identity);
    }
}
