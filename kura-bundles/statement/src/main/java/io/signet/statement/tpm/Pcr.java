package io.signet.statement.tpm;

import io.signet.statement.Bytes;
import io.signet.statement.Digest;
import java.security.MessageDigest;

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
