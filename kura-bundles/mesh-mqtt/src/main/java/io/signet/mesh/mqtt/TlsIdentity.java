package io.signet.mesh.mqtt;

import java.security.PrivateKey;
import java.security.cert.X509Certificate;
import java.util.List;

/**
 * As whom to connect, and whom to trust as a broker.
 *
 * @param key private key of the first certificate; may be a handle to a key that hardware keeps
 * @param chain the client's certificate and its issuers, leaf first, the root may be missing
 * @param owners certificate authorities that may have issued the broker's certificate
 */
public record TlsIdentity(PrivateKey key, List<X509Certificate> chain, List<X509Certificate> owners) {
    public TlsIdentity {
        chain = List.copyOf(chain);
        owners = List.copyOf(owners);
        if (chain.isEmpty() || owners.isEmpty()) {
            throw new IllegalArgumentException("a certificate of one's own and one of an owner are needed, not "
                    + chain.size() + " and " + owners.size());
        }
    }

    /** Without the key. */
    @Override
    public String toString() {
        return "TlsIdentity[" + chain.get(0).getSubjectX500Principal() + "]";
    }
}
