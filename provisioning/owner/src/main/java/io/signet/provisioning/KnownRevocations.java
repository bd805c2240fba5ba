package io.signet.provisioning;

import io.signet.statement.RevocationList;
import io.signet.statement.TrustPolicy;
import java.io.IOException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashSet;
import java.util.List;
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
        for (Path list : kept(file)) {
            all.add(RevocationListFile.read(list).list());
        }
        return policy.withRevocations(all.stream().toList());
    }

    /**
     * The files with the lists that the mesh sent to whoever has the trust policy in {@code file}; in their order by name.
     *
     * @throws ProvisioningException if nobody can tell, or they are more than {@value #KEPT_MAX}
     */
    public static List<Path> kept(Path file) throws ProvisioningException {
        Path home = file.toAbsolutePath().resolveSibling("");
        List<Path> lists = new ArrayList<>();
        try (DirectoryStream<Path> found = Files.newDirectoryStream(home, KEPT)) {
            for (Path list : found) {
                lists.add(list);
                if (lists.size() > KEPT_MAX) {
                    throw ProvisioningException.in(
                            home, "has more than " + KEPT_MAX + " files " + KEPT + "; take away what nobody needs");
                }
            }
        } catch (IOException | DirectoryIteratorException e) {
            throw ProvisioningException.in(home, "the lists of revocations there can't be read: " + e.getMessage());
        }
        Collections.sort(lists);
        return lists;
    }
}
