package io.signet.registrar;

import io.signet.provisioning.enrolment.LabelId;
import io.signet.registrar.AuditEntry.Action;
import io.signet.registrar.NodeBook.Pages;
import io.signet.runtime.Clock;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * Keeps what evidence showed, for the owner to read, and tells him when one chip comes by two labels: a machine that was reset
 * while its owner still counts on the node that it was, or one that plays two nodes.
 */
final class Reports {
    private final Clock clock;

    Reports(Clock clock) {
        this.clock = clock;
    }

    /** Keeps {@code report} of {@code label}, in place of the one before; gives it back. */
    EvidenceReport keep(Pages pages, LabelId label, EvidenceReport report, Caller caller) throws BookException {
        boolean sameAsBefore = Optional.ofNullable(
                        pages.evidence().of(List.of(label)).get(label))
                .filter(before -> before.chip().equals(report.chip()))
                .isPresent();
        pages.evidence().put(label, report);
        if (sameAsBefore) {
            return report;
        }
        List<LabelId> others = pages.evidence().sameChip(List.of(label)).getOrDefault(label, List.of());
        if (!others.isEmpty()) {
            pages.note(new AuditEntry(
                    clock.wallMillis(),
                    caller.actor(),
                    Action.SAME_CHIP,
                    Optional.of(label),
                    "this node's TPM came by other labels, too, which are in use: "
                            + others.stream().map(LabelId::toHex).collect(Collectors.joining(", "))));
        }
        return report;
    }
}
