package io.signet.node;

import io.signet.attestation.HardwareKey;
import io.signet.provisioning.Certificates;
import io.signet.provisioning.MeshProfile;
import io.signet.provisioning.ProvisioningException;
import io.signet.statement.Assurance;
import io.signet.statement.IdentityChain;
import java.security.cert.X509Certificate;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;

/**
 * As whom a member takes part: what its owner certified for its key. What it claims of the key is what the certificate
 * says, since that is the word of somebody who looked at the key's evidence; its own word is worth nothing.
 *
 * @param certificates leaf first, the owner's own excluded
 * @param chain the same
 */
public record MemberIdentity(List<X509Certificate> certificates, IdentityChain chain) {
    public MemberIdentity {
        certificates = List.copyOf(certificates);
    }

    /**
     * Reads the certificates that {@code profile} names.
     *
     * @throws ProvisioningException if they are for another key than {@code key}, or claim more than its kind can give
     */
    public static MemberIdentity read(MeshProfile profile, HardwareKey key) throws ProvisioningException {
        List<X509Certificate> certificates = Certificates.read(profile.chain());
        IdentityChain chain = IdentityChain.of(certificates);
        if (!chain.node().equals(key.node())) {
            throw new ProvisioningException(profile.chain() + " is the certificate of " + chain.node()
                    + ", the key is that of " + key.node() + ": have a certificate issued for this key");
        }
        if (!claimable(key.assurance()).contains(chain.assurance())) {
            throw new ProvisioningException(profile.chain() + " claims '"
                    + chain.assurance().label() + "', but this is a " + key.description() + ", of the kind '"
                    + key.assurance().label() + "': have a certificate issued that tells the truth");
        }
        return new MemberIdentity(certificates, chain);
    }

    private static Set<Assurance> claimable(Assurance kind) {
        return switch (kind) {
            case SOFTWARE -> EnumSet.of(Assurance.SOFTWARE);
            case PKCS11 -> EnumSet.of(Assurance.SOFTWARE, Assurance.PKCS11);
            case TPM2_INTERFACE, TPM2 -> EnumSet.of(Assurance.SOFTWARE, Assurance.TPM2_INTERFACE, kind);
        };
    }

    /** What may be claimed of the key. */
    public Assurance assurance() {
        return chain.assurance();
    }
}
