package io.signet.provisioning.owner;

import io.signet.attestation.HardwareKey;
import io.signet.provisioning.ProvisioningException;
import io.signet.statement.Bytes;
import io.signet.statement.TrustPolicy;
import io.signet.statement.cose.SigningException;
import io.signet.statement.evidence.ChipBinding;
import io.signet.statement.evidence.Evidence;
import io.signet.statement.evidence.EvidenceExpectation;
import io.signet.statement.evidence.EvidenceVerdict;
import io.signet.statement.evidence.EvidenceVerifier;
import io.signet.statement.evidence.TpmEvidence;
import io.signet.statement.tpm.MakeCredential;
import java.util.Optional;
import java.util.random.RandomGenerator;

/**
 * What an owner does before it certifies a key: asks for fresh evidence, challenges the chip if there is one, and takes
 * nobody's word. Stateless and thread-safe.
 */
public final class KeyInspection {
    private static final int NONCE_SIZE_BYTES = 32;

    private final EvidenceVerifier verifier;
    private final RandomGenerator random;

    /**
     * An inspection by {@code policy}.
     *
     * @param policy names the chip makers that are trusted, and the firmware that is accepted
     * @param random for nonces and the secrets in challenges: a {@link java.security.SecureRandom}
     */
    public KeyInspection(TrustPolicy policy, RandomGenerator random) {
        this.verifier = new EvidenceVerifier(policy);
        this.random = random;
    }

    /**
     * Inspects {@code key}.
     *
     * @return what was found, {@link EvidenceVerdict.Accepted} with the assurance that a certificate may claim, or refused
     * @throws SigningException if the key gives no evidence now
     */
    public EvidenceVerdict inspect(HardwareKey key) throws SigningException {
        Bytes nonce = Bytes.random(random, NONCE_SIZE_BYTES);
        Evidence evidence = key.evidence(nonce);
        // The nonce shows that the evidence is fresh; a node that is not enrolled yet may not know what time it is.
        EvidenceExpectation expected = EvidenceExpectation.of(
                        key.publicKey(), 1000 * evidence.claims().timeSeconds())
                .withNonce(nonce)
                .withBinding(challenge(key, evidence.claims().tpm()));
        return verifier.verify(evidence, expected);
    }

    private ChipBinding challenge(HardwareKey key, Optional<TpmEvidence> tpm) throws SigningException {
        Optional<MakeCredential.Made> made = tpm.flatMap(said -> said.challenge(random));
        if (made.isEmpty()) {
            return ChipBinding.NONE; // the verifier says what is wrong with the TPM's keys, if there is one
        }
        Optional<Bytes> secret = key.activate(made.get().challenge());
        return secret.equals(made.map(MakeCredential.Made::secret)) ? ChipBinding.CHALLENGE : ChipBinding.DISPROVED;
    }

    /**
     * The same for a certificate that is about to be issued.
     *
     * @return the assurance that it may claim
     * @throws ProvisioningException if the evidence is refused, or the key gives none; with the reason
     */
    public EvidenceVerdict.Accepted requireAcceptable(HardwareKey key) throws ProvisioningException {
        try {
            EvidenceVerdict verdict = inspect(key);
            if (verdict instanceof EvidenceVerdict.Accepted accepted) {
                return accepted;
            }
            EvidenceVerdict.Refused refused = (EvidenceVerdict.Refused) verdict;
            throw new ProvisioningException("no certificate for " + key.description() + ": " + refused.message());
        } catch (SigningException e) {
            throw new ProvisioningException("no certificate for " + key.description() + ": " + e.getMessage());
        }
    }
}
