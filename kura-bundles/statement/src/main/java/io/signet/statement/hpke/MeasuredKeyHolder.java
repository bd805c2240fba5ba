package io.signet.statement.hpke;

import io.signet.statement.Bytes;
import org.osgi.annotation.versioning.ConsumerType;

/** Whoever can use measured keys: a node, by its TPM. Thread-safe. */
@ConsumerType
public interface MeasuredKeyHolder {
    /**
     * Diffie-Hellman on P-256 with the private half of {@code key}, which is what RFC 9180 section 7.1.1 calls DH.
     *
     * @param point another point on the curve, uncompressed
     * @return x of the product, 32 bytes, which the caller wipes
     * @throws MeasuredKeyException if the key is not here, may not be used now, or can't be reached; the message says why
     */
    byte[] agree(MeasuredKey key, Bytes point) throws MeasuredKeyException;
}
