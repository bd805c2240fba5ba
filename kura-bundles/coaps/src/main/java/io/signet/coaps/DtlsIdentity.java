package io.signet.coaps;

import java.security.PrivateKey;
import java.security.cert.X509Certificate;
import java.util.List;

/**
 * Who a server is, and whose certificates it accepts.
 *
 * @param key private key of the first certificate; may be a handle to a key that hardware keeps
 * @param chain the server's certificates, leaf first
 * @param owners who may have issued clients' certificates
 */
public record DtlsIdentity(PrivateKey key, List<X509Certificate> chain, List<X509Certificate> owners) {
    public DtlsIdentity {
        chain = List.copyOf(chain);
        owners = List.copyOf(owners);
    }
}
