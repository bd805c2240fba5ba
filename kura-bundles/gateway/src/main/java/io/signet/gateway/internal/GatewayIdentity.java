package io.signet.gateway.internal;

import io.signet.attestation.HardwareKey;
import io.signet.provisioning.Certificates;
import io.signet.provisioning.MeshProfile;
import io.signet.provisioning.ProvisioningException;
import io.signet.provisioning.TrustPolicyFile;
import io.signet.runtime.Limits;
import io.signet.statement.NodeId;
import java.nio.file.Path;
import java.security.cert.X509Certificate;
import java.util.List;

/**
 * As whom a gateway shows itself, and whom it lets in.
 *
 * @param chain the node's certificate first
 * @param owners who may have issued clients' certificates
 */
record GatewayIdentity(List<X509Certificate> chain, List<X509Certificate> owners) {
    private static final int PATH_CHARS_MAX = 4096;

    GatewayIdentity {
        chain = List.copyOf(chain);
        owners = List.copyOf(owners);
    }

    /**
     * Reads what a profile names.
     *
     * @param file the setting {@code profile.file}
     * @throws IllegalArgumentException if {@code file} is no path
     * @throws ProvisioningException if profile, certificates or trust policy can't be read, or the certificate is not for {@code key}
     */
    static GatewayIdentity read(String file, HardwareKey key) throws ProvisioningException {
        MeshProfile profile = MeshProfile.read(Path.of(Limits.requireText("profile.file", file, PATH_CHARS_MAX)));
        List<X509Certificate> chain = Certificates.read(profile.chain());
        NodeId certified = NodeId.of(chain.get(0).getPublicKey());
        if (!certified.equals(key.node())) {
            throw new ProvisioningException(profile.chain() + " is the certificate of " + certified
                    + ", the key is that of " + key.node() + ": have a certificate issued for this key");
        }
        return new GatewayIdentity(
                chain, TrustPolicyFile.read(profile.trust()).policy().owners());
    }
}
