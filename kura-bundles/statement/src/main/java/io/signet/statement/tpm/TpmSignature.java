package io.signet.statement.tpm;

import io.signet.statement.Bytes;
import io.signet.statement.MalformedException;
import java.security.GeneralSecurityException;
import java.security.PublicKey;
import java.security.Signature;

/**
 * What a TPM signed: TPMT_SIGNATURE (TPM 2.0 Library, part 2, section 11.3.4) by ECDSA on P-256 or RSASSA, both over SHA-256:
 *
 * <pre>
 * ECDSA 16 | hash 16 | r TPM2B | s TPM2B        RSASSA 16 | hash 16 | signature TPM2B
 * </pre>
 *
 * @param algorithm its name in Java
 * @param value as that algorithm has it
 */
public record TpmSignature(String algorithm, Bytes value) {
    private static final String ECDSA = "SHA256withECDSAinP1363Format";
    private static final String RSASSA = "SHA256withRSA";
    private static final int RSA_BYTES_MAX = 512;

    /**
     * Reads a signature.
     *
     * @throws MalformedException if {@code encoded} is anything else, or by another algorithm
     */
    public static TpmSignature decode(Bytes encoded) throws MalformedException {
        TpmReader reader = TpmReader.bigEndian(encoded, "a TPM's signature");
        int algorithm = reader.u16();
        if (algorithm != TpmAlgorithm.ECDSA && algorithm != TpmAlgorithm.RSASSA) {
            throw reader.wrong("it is neither by ECDSA nor by RSASSA", 0);
        }
        if (reader.u16() != TpmAlgorithm.SHA256) {
            throw reader.wrong("it is over another digest than SHA-256", 2);
        }
        TpmSignature signature = algorithm == TpmAlgorithm.ECDSA
                ? new TpmSignature(ECDSA, readEcdsa(reader))
                : new TpmSignature(RSASSA, reader.sized(RSA_BYTES_MAX));
        reader.expectEnd();
        return signature;
    }

    /** Whether the holder of {@code key} made this signature over {@code message}. */
    public boolean verifies(PublicKey key, Bytes message) {
        try {
            Signature jca = Signature.getInstance(algorithm);
            jca.initVerify(key);
            jca.update(message.asBuffer());
            return jca.verify(value.toArray());
        } catch (GeneralSecurityException e) {
            // A key of another kind, r or s out of range and the like: not a signature.
            return false;
        }
    }

    /** r and s, each as long as the curve's order. */
    private static Bytes readEcdsa(TpmReader reader) throws MalformedException {
        byte[] raw = new byte[2 * TpmKeys.COORDINATE_BYTES];
        for (int end = TpmKeys.COORDINATE_BYTES; end <= raw.length; end += TpmKeys.COORDINATE_BYTES) {
            Bytes part = reader.sized(TpmKeys.COORDINATE_BYTES);
            part.asBuffer().get(raw, end - part.size(), part.size());
        }
        return Bytes.copyOf(raw);
    }
}
