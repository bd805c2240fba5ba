package io.signet.statement.tpm;

import io.signet.statement.Bytes;
import io.signet.statement.Digest;
import java.security.MessageDigest;
import java.util.SortedMap;

/** The platform configuration registers of a TPM's SHA-256 bank, which can only be extended until the machine is reset. */
public final class Pcr {
    /** Number of registers that Signet knows. */
    public static final int COUNT = 24;

    /** What registers 0 to 15 hold after a reset. */
    public static final Digest ZERO = new Digest(Bytes.copyOf(new byte[Digest.SIZE_BYTES]));

    private Pcr() {}

    /** What a register that held {@code value} holds after {@code event} was extended into it. */
    public static Digest extend(Digest value, Digest event) {
        MessageDigest sha256 = Digest.newSha256();
        value.value().updateInto(sha256);
        event.value().updateInto(sha256);
        return Digest.finish(sha256);
    }

    /**
     * The policy that only registers with these values satisfy: TPM2_PolicyPCR as its only command (TPM 2.0 Library, part 3,
     * section 23.7), SHA-256(zeros || command code || TPML_PCR_SELECTION || SHA-256 of the values in a row).
     */
    public static Digest policy(SortedMap<Integer, Digest> registers) {
        byte[] bitmap = new byte[COUNT / 8];
        MessageDigest values = Digest.newSha256();
        registers.forEach((pcr, value) -> {
            bitmap[require(pcr) / 8] |= (byte) (1 << pcr % 8);
            value.value().updateInto(values);
        });
        MessageDigest policy = Digest.newSha256();
        policy.update(new byte[Digest.SIZE_BYTES]);
        policy.update(new byte[] {0, 0, 0x01, 0x7f}); // TPM_CC_PolicyPCR
        policy.update(new byte[] {0, 0, 0, 1, 0, TpmAlgorithm.SHA256, COUNT / 8});
        policy.update(bitmap);
        Digest.finish(values).value().updateInto(policy);
        return Digest.finish(policy);
    }

    /**
     * Returns {@code pcr}.
     *
     * @throws IllegalArgumentException if there is no such register
     */
    public static int require(int pcr) {
        if (pcr < 0 || pcr >= COUNT) {
            throw new IllegalArgumentException("a PCR has a number of 0 to " + (COUNT - 1) + ", not " + pcr);
        }
        return pcr;
    }
}
