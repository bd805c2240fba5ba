package io.signet.registrar;

import io.signet.provisioning.enrolment.LabelId;
import java.util.List;
import java.util.Map;

/** What the book knows of nodes' evidence, in a transaction; of no use after it. */
public interface EvidencePages {
    /** Keeps what the evidence of {@code label}'s node showed, in place of what was kept before. */
    void put(LabelId label, EvidenceReport report) throws BookException;

    /** What evidence showed, of those of {@code labels} where it was seen; 0 to {@link NodeBook#ROWS_MAX} labels. */
    Map<LabelId, EvidenceReport> of(List<LabelId> labels) throws BookException;

    /**
     * Of those of {@code labels} whose chip came by other labels, too: these others, unless it is over with them.
     *
     * @param labels 0 to {@link NodeBook#ROWS_MAX}
     */
    Map<LabelId, List<LabelId>> sameChip(List<LabelId> labels) throws BookException;
}
