package io.signet.statement.evidence;

import io.signet.statement.Bytes;
import java.security.PublicKey;
import java.util.Optional;

/**
 * What whoever checks evidence knows from elsewhere. Begin with {@link #of}.
 *
 * @param identity the node's identity key
 * @param nonce what was asked with, empty if the evidence answers no question of the checker's: then it may be an old one
 * @param binding who says that the attestation key lives in the endorsed chip
 * @param nowMillis the time, in milliseconds since 1970
 */
public record EvidenceExpectation(PublicKey identity, Optional<Bytes> nonce, ChipBinding binding, long nowMillis) {
    /** Evidence of the node with that key; nothing else is known. */
    public static EvidenceExpectation of(PublicKey identity, long nowMillis) {
        return new EvidenceExpectation(identity, Optional.empty(), ChipBinding.NONE, nowMillis);
    }

    /** This, and the question that the evidence must answer. */
    public EvidenceExpectation withNonce(Bytes asked) {
        return new EvidenceExpectation(identity, Optional.of(asked), binding, nowMillis);
    }

    /** This, and who says that the attestation key lives in the endorsed chip. */
    public EvidenceExpectation withBinding(ChipBinding who) {
        return new EvidenceExpectation(identity, nonce, who, nowMillis);
    }
}
