package io.signet.provisioning;

import io.signet.statement.RevocationList;
import io.signet.statement.TrustPolicy;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashSet;
import java.util.Set;

/**
 * Whom a member knows to be revoked: all lists that its trust policy names, and those that its mesh sent and that are kept beside
 * the policy. Whoever looks at one of the two only believes somebody who must not be believed.
 */
public final class KnownRevocations {
    /** Lists of the mesh that are read at most. */
    public static final int KEPT_MAX = 64;

    /** How a node names those that its mesh sent. */
    private static final String KEPT = "revoked-*.crl";

    private KnownRevocations() {}

    /**
     * The trust policy in {@code file}, with all lists of revocations that are known. It is read each time: the mesh sends newer ones
     * while a node runs.
     *
     * @throws ProvisioningException if the policy or a list can't be read: then nobody is believed
     */
    public static TrustPolicy policy(Path file) throws ProvisioningException {
        TrustPolicy policy = TrustPolicyFile.read(file).policy();
        Set<RevocationList> all = new LinkedHashSet<>(policy.revocations());
        int named = all.size();
        Path home = file.toAbsolutePath().resolveSibling("");
        try (DirectoryStream<Path> kept = Files.newDirectoryStream(home, KEPT)) {
            for (Path list : kept) {
                all.add(RevocationListFile.read(list).list());
                if (all.size() - named > KEPT_MAX) {
                    throw ProvisioningException.in(
                            home, "has more than " + KEPT_MAX + " files " + KEPT + "; take away what nobody needs");
                }
            }
        } catch (IOException e) {
            throw ProvisioningException.in(home, "the lists of revocations there can't be read: " + e.getMessage());
        }
        return policy.withRevocations(all.stream().toList());
    }
}
