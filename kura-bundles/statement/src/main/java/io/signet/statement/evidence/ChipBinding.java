package io.signet.statement.evidence;

/**
 * Who says that the attestation key lives in the chip that the endorsement certificate is about. Evidence alone can't: anyone
 * may put a copy of another chip's certificate next to a key of his own.
 */
public enum ChipBinding {
    /** Nobody. */
    NONE,
    /** The owner, who issued a certificate that says {@code tpm2}. */
    OWNER,
    /** Nobody, and the chip was challenged in vain: it is not so. */
    DISPROVED,
    /** The chip itself: it has answered a {@link io.signet.statement.tpm.CredentialChallenge} for this very key. */
    CHALLENGE
}
