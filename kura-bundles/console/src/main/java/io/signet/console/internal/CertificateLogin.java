package io.signet.console.internal;

import io.signet.console.ConsolePermission;
import io.signet.console.ConsoleUser;
import io.signet.provisioning.KnownRevocations;
import io.signet.provisioning.ProvisioningException;
import io.signet.statement.IdentityChain;
import io.signet.statement.NodeId;
import io.signet.statement.TrustPolicy;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.BooleanSupplier;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Whose certificates are a login: of members that the settings name, by the node's own owner, who has not revoked them. TLS has
 * checked already that an owner issued them whom the node trusts; but another owner's members, and nodes and apps that nobody
 * named, change nothing here.
 *
 * @param own the node's certificate
 * @param trust the trust policy's file, beside which the mesh's lists of revocations are; read at each login
 * @param members who are named
 */
record CertificateLogin(X509Certificate own, Path trust, Set<NodeId> members) {
    private static final Logger LOG = LoggerFactory.getLogger(CertificateLogin.class);

    CertificateLogin {
        members = Set.copyOf(members);
    }

    /**
     * By the settings.
     *
     * @throws IllegalArgumentException if an id is none
     */
    static CertificateLogin of(X509Certificate own, Path trust, String[] ids) {
        return new CertificateLogin(
                own, trust, Arrays.stream(ids).map(CertificateLogin::member).collect(Collectors.toSet()));
    }

    private static NodeId member(String id) {
        try {
            return NodeId.fromHex(id.strip());
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException(
                    "certificates: '" + id + "' is not the id of a member, 32 hexadecimal digits", e);
        }
    }

    /** Who shows {@code chain}, if it is a login now. If nobody can tell who is revoked, it is none. */
    Optional<ConsoleUser> user(List<X509Certificate> chain) {
        return chain.stream()
                .limit(1)
                .filter(leaf -> members.contains(NodeId.of(leaf.getPublicKey())) && isBelieved(leaf))
                .map(leaf -> NodeId.of(leaf.getPublicKey()))
                .map(id -> new ConsoleUser(id.toHex(), "certificate", EnumSet.allOf(ConsolePermission.class)))
                .findFirst();
    }

    /** Whether {@code chain} is still a login, whenever that is asked: it is looked at again when what is revoked changed. */
    BooleanSupplier holds(List<X509Certificate> chain) {
        AtomicReference<List<FileStamp>> seen = new AtomicReference<>(stamps());
        return () -> {
            List<FileStamp> now = stamps();
            if (!now.equals(seen.get())) {
                seen.set(now);
                return user(chain).isPresent();
            }
            return true;
        };
    }

    private List<FileStamp> stamps() {
        List<FileStamp> stamps = new ArrayList<>(List.of(FileStamp.of(trust)));
        try {
            KnownRevocations.kept(trust).stream().map(FileStamp::of).forEach(stamps::add);
        } catch (ProvisioningException e) {
            LOG.debug("nobody can tell what is revoked: {}", e.getMessage());
            stamps.clear(); // is another state, which has it looked at again
        }
        return stamps;
    }

    private boolean isBelieved(X509Certificate leaf) {
        TrustPolicy policy;
        try {
            policy = KnownRevocations.policy(trust);
        } catch (ProvisioningException e) {
            LOG.warn("no certificate is a login, as nobody can tell which are revoked: {}", e.getMessage());
            return false;
        }
        return policy.owners().stream()
                .filter(owner -> isIssuer(owner, own))
                .anyMatch(owner -> isIssuer(owner, leaf) && !isRevoked(policy, owner, leaf));
    }

    private static boolean isIssuer(X509Certificate owner, X509Certificate leaf) {
        try {
            leaf.verify(owner.getPublicKey());
            return true;
        } catch (GeneralSecurityException e) {
            return false;
        }
    }

    private static boolean isRevoked(TrustPolicy policy, X509Certificate owner, X509Certificate leaf) {
        IdentityChain chain;
        try {
            chain = IdentityChain.of(List.of(leaf));
        } catch (IllegalArgumentException e) {
            return true; // no member's: nobody could have revoked it
        }
        return policy.revocations().stream().anyMatch(list -> list.isSignedBy(owner) && list.names(chain));
    }
}
