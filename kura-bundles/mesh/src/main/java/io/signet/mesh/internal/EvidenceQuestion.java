package io.signet.mesh.internal;

import io.signet.statement.Bytes;
import io.signet.statement.MalformedException;
import io.signet.statement.cbor.CborReader;
import io.signet.statement.cbor.CborWriter;
import io.signet.statement.tpm.CredentialChallenge;

/** What a node is asked to show of its hardware (docs/protocol.md, "Evidence request"). */
sealed interface EvidenceQuestion {
    /** Size of the nonce of {@link Fresh}. */
    int NONCE_SIZE_BYTES = 32;

    /** Largest encoding. */
    int SIZE_BYTES_MAX = CredentialChallenge.SIZE_BYTES_MAX + 16;

    /** The evidence that the node keeps. */
    record Kept() implements EvidenceQuestion {}

    /** Evidence that answers this nonce. */
    record Fresh(Bytes nonce) implements EvidenceQuestion {
        public Fresh {
            if (nonce.size() != NONCE_SIZE_BYTES) {
                throw new IllegalArgumentException("a nonce has " + NONCE_SIZE_BYTES + " bytes, not " + nonce.size());
            }
        }
    }

    /** The secret in this challenge. */
    record Activate(CredentialChallenge challenge) implements EvidenceQuestion {}

    /** The encoding, which is sealed to the node. */
    default Bytes encode() {
        CborWriter out = new CborWriter(SIZE_BYTES_MAX).startMap(2).writeInt(0);
        if (this instanceof Fresh fresh) {
            out.writeInt(1).writeInt(1).writeBytes(fresh.nonce());
        } else if (this instanceof Activate activate) {
            out.writeInt(2).writeInt(1).writeBytes(activate.challenge().encode());
        } else {
            out.writeInt(0).writeInt(1).writeBytes(Bytes.EMPTY);
        }
        return out.toBytes();
    }

    /** Reads what {@link #encode} wrote. */
    static EvidenceQuestion decode(Bytes encoded) throws MalformedException {
        CborReader in = new CborReader(encoded);
        in.readMap(2);
        int code = Fields.unsignedInt(in, 0);
        Fields.expect(in, 1);
        EvidenceQuestion question =
                switch (code) {
                    case 0 -> {
                        in.readExactBytes(0);
                        yield new Kept();
                    }
                    case 1 -> new Fresh(in.readExactBytes(NONCE_SIZE_BYTES));
                    case 2 ->
                        new Activate(CredentialChallenge.decode(in.readBytes(CredentialChallenge.SIZE_BYTES_MAX)));
                    default -> throw Fields.malformed(in, "code " + code + " is no question for evidence");
                };
        in.expectEnd();
        return question;
    }
}
