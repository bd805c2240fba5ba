package io.signet.registrar;

import io.signet.registrar.EnrolmentOutcome.Reason;
import io.signet.registrar.EnrolmentOutcome.Refused;
import io.signet.registrar.NodeBook.Pages;
import io.signet.runtime.Clock;
import io.signet.statement.Bytes;
import io.signet.statement.NodeId;
import java.security.cert.X509Certificate;
import java.util.Optional;
import java.util.Set;

/** Tells whether a certificate is one that was issued here, is not revoked, and has not ended. */
final class Members {
    private final Clock clock;

    Members(Clock clock) {
        this.clock = clock;
    }

    /** What there is against whoever showed {@code shown} and is to be in one of {@code states}. */
    Optional<Refused> object(Pages pages, X509Certificate shown, Set<NodeState> states) throws BookException {
        Optional<NodeRecord> record = pages.find(NodeId.of(shown.getPublicKey()));
        if (record.filter(known -> known.state().isOver() && !states.contains(known.state()))
                .isPresent()) {
            return Optional.of(new Refused(
                    Reason.REVOKED,
                    "The owner has " + OwnerDesk.word(record.get().state()) + " this node."));
        }
        Optional<IssuedCertificate> issued = pages.valid(IssuedCertificate.serialOf(shown));
        Bytes der = Bytes.copyOf(Issuer.der(shown));
        boolean ours = issued.filter(known -> known.der().equals(der) && known.endMillis() >= clock.wallMillis())
                .isPresent();
        return record.isPresent() && ours
                ? Optional.empty()
                : Optional.of(new Refused(
                        Reason.NOT_A_MEMBER,
                        "This certificate was not issued by this registrar, or is not valid any more. If it has ended,"
                                + " the owner has to make a new label for the node."));
    }
}
