package io.signet.mesh;

import io.signet.statement.IdentityChain;
import io.signet.statement.NodeId;
import io.signet.statement.SessionCertificate;
import io.signet.statement.cose.CoseSigner;
import java.security.PrivateKey;

/**
 * Who this peer is, and the short-lived keys with which it speaks.
 *
 * @param chain the operational certificate and its issuers
 * @param session the session keys, certified by the identity key
 * @param signer signs messages with the session's signing key
 * @param sealingKey opens what is sealed to the session's sealing key (X25519, RFC 7748)
 */
public record MeshIdentity(IdentityChain chain, SessionCertificate session, CoseSigner signer, PrivateKey sealingKey) {
    /** This peer's id. */
    public NodeId node() {
        return chain.node();
    }

    /** Never the keys. */
    @Override
    public String toString() {
        return "MeshIdentity[" + node() + "]";
    }
}
