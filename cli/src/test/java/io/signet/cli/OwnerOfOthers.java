package io.signet.cli;

import io.signet.attestation.SoftwareKey;
import io.signet.provisioning.owner.CertificateRequest;
import io.signet.provisioning.owner.OwnerAuthority;
import io.signet.runtime.Clock;
import io.signet.statement.Assurance;
import io.signet.statement.IdentityChain;
import java.nio.file.Path;
import java.security.SecureRandom;

/** Another owner with the name of the first, and a node of his. */
record OwnerOfOthers(OwnerAuthority owner, SoftwareKey key, IdentityChain identity) {
    /** Makes them in {@code directory}. */
    static OwnerOfOthers create(Path directory) throws Exception {
        OwnerAuthority owner =
                OwnerAuthority.create(directory.resolve("owner"), "Anna & Sons", Clock.SYSTEM, new SecureRandom());
        SoftwareKey key = SoftwareKey.create(directory.resolve("key.pem"));
        IdentityChain identity = IdentityChain.of(owner.issueNode(CertificateRequest.of(key), Assurance.SOFTWARE));
        return new OwnerOfOthers(owner, key, identity);
    }
}
