package io.signet.mesh.internal;

import io.signet.statement.Bytes;
import io.signet.statement.MalformedException;
import io.signet.statement.NodeId;
import io.signet.statement.Nonce;
import io.signet.statement.TreeHead;
import io.signet.statement.cbor.CborReader;
import io.signet.statement.cbor.CborWriter;
import io.signet.statement.merkle.PrefixProof;
import java.util.Optional;

/**
 * Asks a witness to cosign a head (docs/protocol.md, "Witness request").
 *
 * @param nonce the reply repeats it
 * @param path from the head that the witness is believed to have seen last, if any
 * @param identity the encoded {@link IdentityNotice} of the sender
 */
record WitnessRequest(NodeId recipient, Nonce nonce, TreeHead head, Optional<PrefixProof> path, Bytes identity) {
    static final int KEYS = 5;
    static final int SIZE_BYTES_MAX =
            IdentityNotice.SIZE_BYTES_MAX + PrefixProof.SIZE_BYTES_MAX + TreeHead.SIZE_BYTES_MAX + 1024;

    private static final int RECIPIENT = 3;
    private static final int NONCE = 4;
    private static final int HEAD = 5;
    private static final int PATH = 6;
    private static final int IDENTITY = 7;

    void writeTo(CborWriter out) {
        out.writeInt(RECIPIENT).writeBytes(recipient.value());
        out.writeInt(NONCE).writeBytes(nonce.value());
        out.writeInt(HEAD).writeBytes(head.encode());
        out.writeInt(PATH);
        path.ifPresentOrElse(proof -> proof.write(out.startArray(1)), () -> out.startArray(0));
        out.writeInt(IDENTITY).writeBytes(identity);
    }

    static WitnessRequest readFrom(CborReader in) throws MalformedException {
        NodeId recipient = new NodeId(Fields.bytes(in, RECIPIENT, NodeId.SIZE_BYTES));
        Nonce nonce = new Nonce(Fields.bytes(in, NONCE, Nonce.SIZE_BYTES));
        TreeHead head = TreeHead.decode(Fields.bytesUpTo(in, HEAD, TreeHead.SIZE_BYTES_MAX));
        Fields.expect(in, PATH);
        int paths = in.readArraySize();
        if (paths > 1) {
            throw Fields.malformed(in, "a witness request has at most one path");
        }
        Optional<PrefixProof> path = paths == 0 ? Optional.empty() : Optional.of(PrefixProof.read(in));
        Bytes identity = Fields.bytesUpTo(in, IDENTITY, IdentityNotice.SIZE_BYTES_MAX);
        in.expectEnd();
        return new WitnessRequest(recipient, nonce, head, path, identity);
    }
}
