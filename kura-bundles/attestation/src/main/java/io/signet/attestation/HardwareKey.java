package io.signet.attestation;

import io.signet.statement.Assurance;
import io.signet.statement.Bytes;
import io.signet.statement.NodeId;
import io.signet.statement.cose.CoseSigner;
import io.signet.statement.cose.SigningException;
import io.signet.statement.evidence.Evidence;
import io.signet.statement.evidence.EvidenceClaims;
import io.signet.statement.tpm.CredentialChallenge;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.util.Optional;
import org.osgi.annotation.versioning.ProviderType;

/**
 * The key that is a node's identity, on P-256: it signs tree heads and certifies session keys. Whoever uses it does not
 * know what keeps it, but for {@link #assurance()}, which never claims more than is true.
 *
 * <p>Thread-safe. A key in hardware signs a few times a second only, one signature at a time.
 */
@ProviderType
public interface HardwareKey {
    /** What protects the key. */
    Assurance assurance();

    /** The public key, on P-256. */
    PublicKey publicKey();

    /** The node whose identity this is. */
    default NodeId node() {
        return NodeId.of(publicKey());
    }

    /**
     * Signs with ES256 (RFC 9053 section 2.1).
     *
     * @return r and s, 32 bytes each, big-endian
     * @throws SigningException if the key can't sign now
     */
    Bytes sign(Bytes toBeSigned) throws SigningException;

    /** The key as Java's security providers take it, for TLS. Opaque where hardware keeps it: it need not encode. */
    PrivateKey handle();

    /**
     * What the node can show of its key and its firmware, for whoever asks with {@code nonce}. In a TPM this takes as long
     * as some signatures, and the first time as long as the chip takes to make a key.
     *
     * @param nonce what the evidence answers, {@value EvidenceClaims#NONCE_BYTES_MIN} to
     *     {@value EvidenceClaims#NONCE_BYTES_MAX} bytes
     * @throws SigningException if the key can't sign now
     */
    Evidence evidence(Bytes nonce) throws SigningException;

    /**
     * Opens a credential challenge, which only the chip can that holds this key's attestation key.
     *
     * @return the secret in {@code challenge}; empty if this key is in no TPM
     * @throws SigningException if the TPM can't now, or the challenge is for another chip or key
     */
    default Optional<Bytes> activate(CredentialChallenge challenge) throws SigningException {
        return Optional.empty();
    }

    /** This key as a signer of COSE messages; its key id is the node's. */
    default CoseSigner signer() {
        return new HardwareSigner(this);
    }

    /** In plain words what keeps the key, for people: {@code software key in /etc/signet/key.pem}. */
    String description();
}
