package io.signet.registrar;

import io.signet.provisioning.enrolment.ClaimKey;
import io.signet.provisioning.enrolment.EnrolmentRequest;
import io.signet.provisioning.enrolment.EnrolmentRequest.Claim;
import io.signet.provisioning.enrolment.LabelId;
import io.signet.registrar.AuditEntry.Action;
import io.signet.registrar.EnrolmentOutcome.Issued;
import io.signet.registrar.EnrolmentOutcome.Reason;
import io.signet.registrar.EnrolmentOutcome.Refused;
import io.signet.registrar.EnrolmentOutcome.Waiting;
import io.signet.registrar.NodeBook.Pages;
import io.signet.runtime.Clock;
import io.signet.statement.Bytes;
import io.signet.statement.Digest;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.random.RandomGenerator;

/** A node that comes by the code on its label: the first certificate, or why not yet. */
final class FirstContact {
    /** How often a node asks that waits for its owner. */
    static final Duration RETRY = Duration.ofSeconds(15);

    private final NodeBook book;
    private final Inspection inspection;
    private final Issuer issuer;
    private final Clock clock;
    private final Reports reports;
    /** Stands in for the key of a label that is not known, so that both take the same time. */
    private final ClaimKey decoy;

    FirstContact(NodeBook book, Inspection inspection, Issuer issuer, Clock clock, RandomGenerator random) {
        this.book = book;
        this.inspection = inspection;
        this.issuer = issuer;
        this.clock = clock;
        this.reports = new Reports(clock);
        this.decoy = new ClaimKey(Bytes.random(random, ClaimKey.SIZE_BYTES));
    }

    EnrolmentOutcome answer(EnrolmentRequest request, Claim claim, Caller caller) throws BookException {
        Bytes nonce = request.evidence().claims().nonce();
        Optional<Refused> stale = inspection.objectToNonce(request.evidence());
        if (stale.isPresent()) {
            return stale.get();
        }
        Optional<NodeRecord> known = book.transact(pages -> pages.find(claim.label()));
        Optional<ClaimKey> key = known.flatMap(NodeRecord::key);
        boolean proved =
                key.orElse(decoy).isNodeProof(claim.proof(), request.request().publicKey(), nonce, caller.channel());
        if (known.isPresent() && key.isEmpty()) {
            return spent(known.get());
        }
        if (key.isEmpty() || !proved) {
            return new Refused(
                    Reason.WRONG_CODE,
                    "No box with this label's code is known here. Claim it at this registrar with the code on its label;"
                            + " if that was done, this is another owner's registrar, or somebody sits between the node"
                            + " and it.");
        }
        Inspection.Result looked = inspection.inspect(request);
        if (looked instanceof Inspection.Result.Bad bad) {
            // A copy of its disk must not speak for a node that has its certificate.
            boolean its = known.get().state() != NodeState.ENROLLED
                    || known.get().isOf(request.request().node());
            if (its && bad.report().isPresent()) {
                EvidenceReport report = bad.report().get();
                book.transact(pages -> reports.keep(pages, claim.label(), report, caller));
            }
            return bad.refused();
        }
        Inspection.Result.Good good = (Inspection.Result.Good) looked;
        return book.transact(pages -> {
            EnrolmentOutcome outcome = decide(pages, request, claim, good, key.get(), caller);
            if (!(outcome instanceof Refused)) {
                reports.keep(pages, claim.label(), good.report(), caller);
            }
            return outcome;
        });
    }

    Bytes dtlsSecret(String identity) throws BookException {
        LabelId label;
        try {
            label = LabelId.fromHex(identity);
        } catch (IllegalArgumentException e) {
            return decoy.dtlsSecret();
        }
        return book.transact(pages -> pages.find(label))
                .flatMap(NodeRecord::key)
                .orElse(decoy)
                .dtlsSecret();
    }

    private static Refused spent(NodeRecord record) {
        return record.state().isOver()
                ? new Refused(
                        Reason.REVOKED,
                        "The owner has " + OwnerDesk.word(record.state())
                                + " this node. A factory reset and a new label make another node of it.")
                : codeUsed();
    }

    private static Refused codeUsed() {
        return new Refused(
                Reason.CODE_USED,
                "The code on this label has enrolled a node already, and this is not its key: a copy of its disk in"
                        + " another machine, or a machine that was reset. Its owner has to revoke it and to make a new"
                        + " label.");
    }

    private EnrolmentOutcome decide(
            Pages pages,
            EnrolmentRequest request,
            Claim claim,
            Inspection.Result.Good good,
            ClaimKey key,
            Caller caller)
            throws BookException {
        NodeRecord.Shown shown = good.shown();
        Optional<NodeRecord> found =
                pages.find(claim.label()).filter(record -> record.key().equals(Optional.of(key)));
        if (found.isEmpty()) { // between the look before and this one
            return new Refused(Reason.REVOKED, "The owner has just revoked this label.");
        }
        NodeRecord record = found.get();
        Optional<NodeRecord> elsewhere =
                pages.find(shown.node()).filter(other -> !other.label().equals(record.label()));
        if (elsewhere.isPresent()) {
            return new Refused(
                    elsewhere.get().state().isOver() ? Reason.REVOKED : Reason.CODE_USED,
                    "This node's key came by another label before. A factory reset makes a new key.");
        }
        return switch (record.state()) {
            case LABELLED ->
                new Waiting(RETRY, "The label is known, but nobody has claimed the box: claim it with its code.");
            case CLAIMED -> {
                if (!record.preApproved()) {
                    yield await(pages, record, shown, caller);
                }
                // Whoever approved it beforehand did not know that the machine is another node already.
                reports.keep(pages, record.label(), good.report(), caller);
                yield isKnownElsewhere(pages, record.label())
                        ? await(pages, record, shown, caller)
                        : issue(pages, record, request, shown, key, caller);
            }
            case WAITING -> await(pages, record, shown, caller);
            case APPROVED ->
                record.isOf(shown.node())
                        ? issue(pages, record, request, shown, key, caller)
                        : await(pages, record, shown, caller);
            case ENROLLED -> record.isOf(shown.node()) ? again(pages, shown, request, key) : codeUsed();
            case RETIRED, RELEASED, REVOKED -> spent(record);
        };
    }

    private Waiting await(Pages pages, NodeRecord record, NodeRecord.Shown shown, Caller caller) throws BookException {
        if (record.state() != NodeState.WAITING || !record.isOf(shown.node())) {
            pages.put(record.waiting(shown, clock.wallMillis()));
            note(pages, Action.COME, record, shown, caller);
        }
        return new Waiting(
                RETRY,
                isKnownElsewhere(pages, record.label())
                        ? "The node and its evidence are good, but its TPM is known by another label, which is in use. Its"
                                + " owner has to look, and to approve it."
                        : "The node and its evidence are good. Its owner has to approve it.");
    }

    private static boolean isKnownElsewhere(Pages pages, LabelId label) throws BookException {
        return !pages.evidence()
                .sameChip(List.of(label))
                .getOrDefault(label, List.of())
                .isEmpty();
    }

    private Issued issue(
            Pages pages,
            NodeRecord record,
            EnrolmentRequest request,
            NodeRecord.Shown shown,
            ClaimKey key,
            Caller caller)
            throws BookException {
        X509Certificate leaf = issuer.issue(pages, record, request, shown);
        pages.put(record.enrolled(shown, clock.wallMillis()));
        note(pages, Action.ENROL, record, shown, caller);
        return proved(leaf, request, key);
    }

    private Issued again(Pages pages, NodeRecord.Shown shown, EnrolmentRequest request, ClaimKey key)
            throws BookException {
        IssuedCertificate issued = pages.newest(shown.node())
                .orElseThrow(() -> new BookException("the book has no certificate of an enrolled node"));
        return proved(Issuer.read(issued), request, key);
    }

    private Issued proved(X509Certificate leaf, EnrolmentRequest request, ClaimKey key) {
        Bytes proof = key.registrarProof(
                request.digest(), Digest.sha256(Issuer.der(issuer.owner())), Digest.sha256(Issuer.der(leaf)));
        return new Issued(List.of(leaf), Optional.of(proof));
    }

    private void note(Pages pages, Action action, NodeRecord record, NodeRecord.Shown shown, Caller caller)
            throws BookException {
        pages.note(new AuditEntry(
                clock.wallMillis(),
                caller.actor(),
                action,
                Optional.of(record.label()),
                "node " + shown.node() + ", key " + shown.assurance().label() + ", evidence "
                        + shown.evidence().toHex()));
    }
}
