package io.signet.attestation.tpm;

import io.signet.statement.Bytes;
import io.signet.statement.MalformedException;
import io.signet.statement.cbor.CborReader;
import io.signet.statement.cbor.CborWriter;
import java.util.Collections;
import java.util.SortedSet;
import java.util.TreeSet;

/**
 * A secret that one TPM alone opens, and only while its registers have the values that they had when it was sealed. May
 * be stored anywhere.
 *
 * @param pcrs the registers
 * @param publicArea TPMT_PUBLIC
 * @param privateArea content of TPM2B_PRIVATE
 */
public record SealedSecret(SortedSet<Integer> pcrs, Bytes publicArea, Bytes privateArea) {
    /** Largest secret (MAX_SYM_DATA of TPM 2.0 part 2, annex C). */
    public static final int SECRET_SIZE_BYTES_MAX = 128;

    private static final int FIELDS = 3;
    private static final int PCR_MAX = 23;
    private static final int PART_SIZE_BYTES_MAX = 2048;

    public SealedSecret {
        pcrs = Collections.unmodifiableSortedSet(new TreeSet<>(pcrs));
    }

    /** An array of the registers, the public and the private part. */
    public Bytes encode() {
        CborWriter writer = new CborWriter().startArray(FIELDS).startArray(pcrs.size());
        pcrs.forEach(writer::writeInt);
        return writer.writeBytes(publicArea).writeBytes(privateArea).toBytes();
    }

    /**
     * Reads what {@link #encode} wrote.
     *
     * @throws MalformedException if it is anything else
     */
    public static SealedSecret decode(Bytes encoded) throws MalformedException {
        CborReader reader = new CborReader(encoded);
        reader.readArray(FIELDS);
        int count = reader.readArraySize();
        SortedSet<Integer> pcrs = new TreeSet<>();
        for (int i = 0; i < count; i++) {
            pcrs.add((int) reader.readInt(0, PCR_MAX));
        }
        SealedSecret secret =
                new SealedSecret(pcrs, reader.readBytes(PART_SIZE_BYTES_MAX), reader.readBytes(PART_SIZE_BYTES_MAX));
        reader.expectEnd();
        if (pcrs.size() != count) {
            throw new MalformedException("a register is named twice", 0);
        }
        return secret;
    }
}
