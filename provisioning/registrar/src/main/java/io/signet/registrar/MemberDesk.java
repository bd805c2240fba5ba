package io.signet.registrar;

import io.signet.provisioning.enrolment.NodeProfile.Mesh;
import io.signet.provisioning.owner.CertificateRequest;
import io.signet.provisioning.owner.OwnerAuthority;
import io.signet.registrar.AuditEntry.Action;
import io.signet.runtime.Clock;
import io.signet.statement.Assurance;
import java.net.URI;
import java.security.cert.X509Certificate;
import java.util.List;
import java.util.Optional;

/** Certifies those members of an owner's meshes that are no nodes: brokers and requesters. Thread-safe. */
public final class MemberDesk {
    private final NodeBook book;
    private final OwnerAuthority authority;
    private final Clock clock;

    /** A desk where {@code authority} signs, and which notes so in {@code book}. */
    public MemberDesk(NodeBook book, OwnerAuthority authority, Clock clock) {
        this.book = book;
        this.authority = authority;
        this.clock = clock;
    }

    /** By which names a broker of {@code mesh} is called. */
    public static List<String> hostsOf(Mesh mesh) {
        return mesh.brokers().stream()
                .map(URI::getHost)
                .map(host -> host.startsWith("[") ? host.substring(1, host.length() - 1) : host)
                .distinct()
                .toList();
    }

    /**
     * The certificate of a broker.
     *
     * @param hosts by which names and addresses it is called
     * @return its chain, leaf first, the owner's excluded
     */
    public List<X509Certificate> broker(CertificateRequest request, List<String> hosts, String actor)
            throws BookException {
        note("broker " + request.node() + " at " + String.join(", ", hosts), actor);
        return authority.issueBroker(request, hosts);
    }

    /** The certificate of a requester, whose key is in a file as far as anybody knows. */
    public List<X509Certificate> requester(CertificateRequest request, String actor) throws BookException {
        note("requester " + request.node(), actor);
        return authority.issueRequester(request, Assurance.SOFTWARE);
    }

    private void note(String detail, String actor) throws BookException {
        AuditEntry entry = new AuditEntry(clock.wallMillis(), actor, Action.MEMBER, Optional.empty(), detail);
        book.transact(pages -> {
            pages.note(entry);
            return entry;
        });
    }
}
