package io.signet.console.internal;

import io.signet.console.ConsolePermission;
import io.signet.console.ConsoleUser;
import io.signet.statement.NodeId;
import java.security.GeneralSecurityException;
import java.security.cert.X509Certificate;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Whose certificates are a login: of members that the settings name, by the node's own owner. TLS has checked already that an
 * owner issued them whom the node trusts; but another owner's members, and nodes and apps that nobody named, change nothing here.
 *
 * @param owner the node's own
 * @param members who are named
 */
record CertificateLogin(Optional<X509Certificate> owner, Set<NodeId> members) {
    CertificateLogin {
        members = Set.copyOf(members);
    }

    /**
     * By the settings.
     *
     * @param leaf the node's own certificate
     * @param owners whom the node trusts
     * @throws IllegalArgumentException if an id is none
     */
    static CertificateLogin of(X509Certificate leaf, List<X509Certificate> owners, String[] ids) {
        return new CertificateLogin(
                owners.stream().filter(owner -> isIssuer(owner, leaf)).findFirst(),
                Arrays.stream(ids).map(CertificateLogin::member).collect(Collectors.toSet()));
    }

    private static NodeId member(String id) {
        try {
            return NodeId.fromHex(id.strip());
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException(
                    "certificates: '" + id + "' is not the id of a member, 32 hexadecimal digits", e);
        }
    }

    private static boolean isIssuer(X509Certificate owner, X509Certificate leaf) {
        try {
            leaf.verify(owner.getPublicKey());
            return true;
        } catch (GeneralSecurityException e) {
            return false;
        }
    }

    /** Who shows {@code chain}, if it is a login. */
    Optional<ConsoleUser> user(List<X509Certificate> chain) {
        return chain.stream()
                .limit(1)
                .filter(leaf -> owner.filter(own -> isIssuer(own, leaf)).isPresent())
                .map(leaf -> NodeId.of(leaf.getPublicKey()))
                .filter(members::contains)
                .map(id -> new ConsoleUser(id.toHex(), "certificate", EnumSet.allOf(ConsolePermission.class)))
                .findFirst();
    }
}
