package io.signet.statement.cose;

import io.signet.statement.Bytes;

/** A private key, wherever it is kept, as COSE needs it. Implementations are thread-safe. */
public interface CoseSigner {
    /** The algorithm of the key. */
    CoseAlgorithm algorithm();

    /** What tells a verifier which key this is; 1 to 32 bytes. */
    Bytes keyId();

    /**
     * Signs {@code toBeSigned} itself, not a digest of it.
     *
     * @return 64 bytes: for {@link CoseAlgorithm#ES256} r || s, each 32 bytes big-endian; for
     *     {@link CoseAlgorithm#EDDSA} as RFC 8032 section 5.1.6 has it. Of the two values of s that fit an ES256
     *     signature either may be given: {@link CoseSign1#sign} takes the smaller one
     * @throws SigningException if the key can't sign now
     */
    Bytes sign(Bytes toBeSigned) throws SigningException;
}
