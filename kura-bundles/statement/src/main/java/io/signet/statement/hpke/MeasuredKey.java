package io.signet.statement.hpke;

import io.signet.statement.Bytes;
import io.signet.statement.Digest;
import io.signet.statement.MalformedException;
import io.signet.statement.internal.P256Points;
import io.signet.statement.tpm.Pcr;
import java.security.interfaces.ECPublicKey;
import java.util.Collections;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * The public half of a key in a TPM that works only while registers of the TPM have certain values.
 *
 * @param point on P-256, uncompressed: {@value #POINT_SIZE_BYTES} bytes
 * @param registers numbers of registers of the SHA-256 bank, 1 to {@value Pcr#COUNT}, and their values
 */
public record MeasuredKey(Bytes point, SortedMap<Integer, Digest> registers) {
    /** Size of a point. */
    public static final int POINT_SIZE_BYTES = P256Points.SIZE_BYTES;

    public MeasuredKey {
        try {
            P256Points.decode(point);
        } catch (MalformedException e) {
            throw new IllegalArgumentException(e.getMessage(), e);
        }
        if (registers.isEmpty()) {
            throw new IllegalArgumentException("a measured key is bound to at least one PCR");
        }
        registers.keySet().forEach(Pcr::require);
        registers = Collections.unmodifiableSortedMap(new TreeMap<>(registers));
    }

    /** The key on P-256 whose public half is {@code key}. */
    public static MeasuredKey of(ECPublicKey key, SortedMap<Integer, Digest> registers) {
        return new MeasuredKey(P256Points.encode(key), registers);
    }
}
