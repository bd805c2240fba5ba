package io.signet.registrar;

import io.signet.provisioning.enrolment.EnrolmentRequest;
import io.signet.registrar.AuditEntry.Action;
import io.signet.registrar.EnrolmentOutcome.Issued;
import io.signet.registrar.EnrolmentOutcome.Reason;
import io.signet.registrar.EnrolmentOutcome.Refused;
import io.signet.registrar.NodeBook.Pages;
import io.signet.runtime.Clock;
import io.signet.statement.NodeId;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;

/** A node that has a certificate, and wants the next one for the same key. */
final class Renewal {
    /** A certificate younger than this is given again: it is the one whose answer was lost, or the node is impatient. */
    static final Duration SAME_AGAIN = Duration.ofHours(1);

    private final NodeBook book;
    private final Inspection inspection;
    private final Issuer issuer;
    private final Clock clock;
    private final Members members;
    private final Reports reports;

    Renewal(NodeBook book, Inspection inspection, Issuer issuer, Clock clock) {
        this.book = book;
        this.inspection = inspection;
        this.issuer = issuer;
        this.clock = clock;
        this.reports = new Reports(clock);
        this.members = new Members(clock);
    }

    EnrolmentOutcome answer(EnrolmentRequest request, Caller caller) throws BookException {
        if (caller.certificate().isEmpty()) {
            return new Refused(
                    Reason.NOT_A_MEMBER,
                    "A certificate is renewed by whoever has it: connect with the node's certificate.");
        }
        X509Certificate shown = caller.certificate().get();
        Optional<Refused> objection = book.transact(pages -> object(pages, shown));
        if (objection.isPresent()) {
            return objection.get();
        }
        if (!NodeId.of(shown.getPublicKey()).equals(request.request().node())) {
            return new Refused(
                    Reason.OTHER_KEY,
                    "The request is for another key than the certificate. A node's name is that of its key: with a new"
                            + " key it is a new node, which has to be claimed.");
        }
        Inspection.Result looked = inspection.inspect(request);
        if (looked instanceof Inspection.Result.Bad bad) {
            if (bad.report().isPresent()) {
                EvidenceReport report = bad.report().get();
                book.transact(pages -> keep(pages, request, report, caller));
            }
            return bad.refused();
        }
        Inspection.Result.Good good = (Inspection.Result.Good) looked;
        return book.transact(pages -> {
            keep(pages, request, good.report(), caller);
            return issue(pages, request, shown, good.shown(), caller);
        });
    }

    private EvidenceReport keep(Pages pages, EnrolmentRequest request, EvidenceReport report, Caller caller)
            throws BookException {
        Optional<NodeRecord> node = pages.find(request.request().node());
        return node.isEmpty() ? report : reports.keep(pages, node.get().label(), report, caller);
    }

    private Optional<Refused> object(Pages pages, X509Certificate shown) throws BookException {
        return members.object(pages, shown, EnumSet.of(NodeState.ENROLLED));
    }

    private EnrolmentOutcome issue(
            Pages pages, EnrolmentRequest request, X509Certificate certificate, NodeRecord.Shown shown, Caller caller)
            throws BookException {
        Optional<Refused> objection = object(pages, certificate); // again: the owner may have revoked it meanwhile
        if (objection.isPresent()) {
            return objection.get();
        }
        NodeRecord named = pages.find(shown.node()).orElseThrow();
        NodeRecord record = pages.find(named.label()).orElseThrow();
        Optional<IssuedCertificate> newest = pages.newest(shown.node());
        boolean young = !record.wish().renew()
                && newest.filter(last -> clock.wallMillis() - last.issuedMillis() < SAME_AGAIN.toMillis())
                        .isPresent();
        if (young) {
            return new Issued(List.of(Issuer.read(newest.get())), Optional.empty());
        }
        X509Certificate leaf = issuer.issue(pages, record, request, shown);
        // Whoever renews has the certificate that his label's code gave him: the code has done its work.
        pages.put(record.enrolled(shown, clock.wallMillis())
                .withoutKey()
                .wished(record.wish().withRenew(false)));
        pages.note(new AuditEntry(
                clock.wallMillis(),
                caller.actor(),
                Action.RENEW,
                Optional.of(record.label()),
                "node " + shown.node() + ", key " + shown.assurance().label() + ", evidence "
                        + shown.evidence().toHex()));
        return new Issued(List.of(leaf), Optional.empty());
    }
}
