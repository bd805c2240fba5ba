package io.signet.attestation;

import io.signet.runtime.Clock;
import io.signet.statement.Bytes;
import io.signet.statement.cose.SigningException;
import io.signet.statement.evidence.Evidence;
import io.signet.statement.evidence.EvidenceClaims;
import io.signet.statement.evidence.FirmwareLog;
import java.util.Optional;

/** Evidence of keys that no TPM keeps: what kind the key is and what was started, on the node's word alone. */
public final class PlainEvidence {
    private PlainEvidence() {}

    /**
     * Signs the word of {@code key}'s node.
     *
     * @param key of a kind without a TPM
     * @param nonce as in {@link HardwareKey#evidence}
     * @param firmware what was started, if that is known
     * @param clock tells the evidence's time
     * @throws SigningException if the key can't sign now
     */
    public static Evidence sign(HardwareKey key, Bytes nonce, FirmwareLog firmware, Clock clock)
            throws SigningException {
        return Evidence.sign(
                key.signer(),
                new EvidenceClaims(
                        key.node(), nonce, clock.wallMillis() / 1000, key.assurance(), firmware, Optional.empty()));
    }
}
