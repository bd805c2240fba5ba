package io.signet.mesh.internal;

import io.signet.statement.Bytes;
import io.signet.statement.MalformedException;
import io.signet.statement.cbor.CborReader;
import io.signet.statement.cbor.CborWriter;
import io.signet.statement.evidence.Evidence;

/** What a node says to an {@link EvidenceQuestion} (docs/protocol.md, "Evidence reply"). */
sealed interface EvidenceAnswer {
    /** Largest encoding. */
    int SIZE_BYTES_MAX = Evidence.SIZE_BYTES_MAX + 16;

    /** Largest secret that a TPM can give: the size of its largest digest. */
    int SECRET_SIZE_BYTES_MAX = 64;

    /** Longest reason. */
    int REASON_CHARS_MAX = 256;

    /** Longest that anybody may be told to wait: a day. */
    long AGAIN_MILLIS_MAX = 86_400_000;

    /** An encoded {@link Evidence}, which was not looked into. */
    record Shown(Bytes evidence) implements EvidenceAnswer {}

    /** What the TPM found in the challenge. */
    record Secret(Bytes secret) implements EvidenceAnswer {
        /** Never the secret. */
        @Override
        public String toString() {
            return "a secret of " + secret.size() + " bytes";
        }
    }

    /** Others ask, too: to be asked again after so long. */
    record Busy(long againMillis) implements EvidenceAnswer {}

    /** It can't, for a reason. */
    record Unable(String reason) implements EvidenceAnswer {}

    /** The encoding, which is sealed to whoever asked. */
    default Bytes encode() {
        CborWriter out = new CborWriter(64).startMap(2).writeInt(0);
        if (this instanceof Shown shown) {
            out.writeInt(0).writeInt(1).writeBytes(shown.evidence());
        } else if (this instanceof Secret secret) {
            out.writeInt(1).writeInt(1).writeBytes(secret.secret());
        } else if (this instanceof Busy busy) {
            out.writeInt(2).writeInt(1).writeInt(busy.againMillis());
        } else if (this instanceof Unable unable) {
            String reason = unable.reason();
            out.writeInt(3)
                    .writeInt(1)
                    .writeText(reason.length() > REASON_CHARS_MAX ? reason.substring(0, REASON_CHARS_MAX) : reason);
        }
        return out.toBytes();
    }

    /** Reads what {@link #encode} wrote. */
    static EvidenceAnswer decode(Bytes encoded) throws MalformedException {
        CborReader in = new CborReader(encoded);
        in.readMap(2);
        int code = Fields.unsignedInt(in, 0);
        Fields.expect(in, 1);
        EvidenceAnswer answer =
                switch (code) {
                    case 0 -> new Shown(in.readBytes(Evidence.SIZE_BYTES_MAX));
                    case 1 -> new Secret(in.readBytes(SECRET_SIZE_BYTES_MAX));
                    case 2 -> new Busy(in.readInt(0, AGAIN_MILLIS_MAX));
                    case 3 -> new Unable(in.readText(REASON_CHARS_MAX));
                    default -> throw Fields.malformed(in, "code " + code + " is no answer about evidence");
                };
        in.expectEnd();
        return answer;
    }
}
