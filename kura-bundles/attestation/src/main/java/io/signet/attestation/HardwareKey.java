package io.signet.attestation;

import io.signet.statement.Assurance;
import io.signet.statement.Bytes;
import io.signet.statement.NodeId;
import io.signet.statement.cose.CoseSigner;
import io.signet.statement.cose.SigningException;
import java.security.PrivateKey;
import java.security.PublicKey;
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

    /** This key as a signer of COSE messages; its key id is the node's. */
    default CoseSigner signer() {
        return new HardwareSigner(this);
    }

    /** In plain words what keeps the key, for people: {@code software key in /etc/signet/key.pem}. */
    String description();
}
