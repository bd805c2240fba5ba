package io.signet.statement.evidence;

import io.signet.statement.Bytes;
import io.signet.statement.MalformedException;
import io.signet.statement.cbor.CborReader;
import io.signet.statement.cbor.CborWriter;

/**
 * What a TPM attests, as it came out of it.
 *
 * @param attest TPMS_ATTEST (TPM 2.0 Library, part 2, section 10.12.12), 1 to {@value #ATTEST_BYTES_MAX} bytes
 * @param signature TPMT_SIGNATURE (part 2, section 11.3.4) over it, 1 to {@value #SIGNATURE_BYTES_MAX} bytes
 */
public record SignedAttest(Bytes attest, Bytes signature) {
    /** Largest {@link #attest}. */
    public static final int ATTEST_BYTES_MAX = 1024;

    /** Largest {@link #signature}. */
    public static final int SIGNATURE_BYTES_MAX = 600;

    public SignedAttest {
        TpmEvidence.requireSize("what a TPM attests", attest, 1, ATTEST_BYTES_MAX);
        TpmEvidence.requireSize("a TPM's signature", signature, 1, SIGNATURE_BYTES_MAX);
    }

    void write(CborWriter writer) {
        writer.startArray(2).writeBytes(attest).writeBytes(signature);
    }

    static SignedAttest read(CborReader reader) throws MalformedException {
        int start = reader.offset();
        reader.readArray(2);
        Bytes attest = reader.readBytes(ATTEST_BYTES_MAX);
        Bytes signature = reader.readBytes(SIGNATURE_BYTES_MAX);
        try {
            return new SignedAttest(attest, signature);
        } catch (IllegalArgumentException e) {
            throw new MalformedException(e.getMessage(), start);
        }
    }
}
