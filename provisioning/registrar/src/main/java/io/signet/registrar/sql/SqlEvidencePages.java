package io.signet.registrar.sql;

import io.signet.provisioning.enrolment.LabelId;
import io.signet.registrar.BookException;
import io.signet.registrar.EvidencePages;
import io.signet.registrar.EvidenceReport;
import io.signet.registrar.NodeBook;
import io.signet.runtime.Limits;
import io.signet.statement.Digest;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** What evidence showed, in the transaction of {@link SqlPages}. */
final class SqlEvidencePages implements EvidencePages {
    private final SqlPages pages;

    SqlEvidencePages(SqlPages pages) {
        this.pages = pages;
    }

    @Override
    public void put(LabelId label, EvidenceReport report) throws BookException {
        @Nullable
        Object[] values = {
            report.atMillis(),
            report.good(),
            report.chip().map(Digest::toHex).orElse(null),
            report.text(),
            label.toHex()
        };
        int updated = pages.update(
                "UPDATE evidence SET at_millis = ?, good = ?, chip = ?, findings = ? WHERE label = ?", values);
        if (updated == 0) {
            pages.update(
                    "INSERT INTO evidence (at_millis, good, chip, findings, label) VALUES (?, ?, ?, ?, ?)", values);
        }
    }

    private record Seen(LabelId label, EvidenceReport report) {}

    @Override
    public Map<LabelId, EvidenceReport> of(List<LabelId> labels) throws BookException {
        return pages
                .query(
                        row -> new Seen(LabelId.fromHex(row.getString("label")), report(row)),
                        "SELECT * FROM evidence WHERE label IN (" + places(labels) + ")",
                        hex(labels))
                .stream()
                .collect(Collectors.toMap(Seen::label, Seen::report));
    }

    private static EvidenceReport report(ResultSet row) throws SQLException {
        return new EvidenceReport(
                row.getLong("at_millis"),
                row.getBoolean("good"),
                Optional.ofNullable(row.getString("chip")).map(Digest::fromHex),
                EvidenceReport.findings(row.getString("findings")));
    }

    private record Pair(LabelId label, LabelId other) {}

    @Override
    public Map<LabelId, List<LabelId>> sameChip(List<LabelId> labels) throws BookException {
        return pages
                .query(
                        row -> new Pair(
                                LabelId.fromHex(row.getString("label")), LabelId.fromHex(row.getString("other"))),
                        "SELECT e.label, o.label AS other FROM evidence e"
                                + " JOIN evidence o ON o.chip = e.chip AND o.label <> e.label"
                                + " JOIN node n ON n.label = o.label AND n.state NOT IN ('RETIRED', 'RELEASED', 'REVOKED')"
                                + " WHERE e.label IN (" + places(labels) + ") ORDER BY o.label FETCH FIRST "
                                + NodeBook.ROWS_MAX + " ROWS ONLY",
                        hex(labels))
                .stream()
                .collect(Collectors.groupingBy(Pair::label, Collectors.mapping(Pair::other, Collectors.toList())));
    }

    /** As many places for values as there are labels; of none, a value that no label is. */
    private static String places(List<LabelId> labels) {
        Limits.requireInRange("the number of labels", labels.size(), 0, NodeBook.ROWS_MAX);
        return labels.isEmpty() ? "''" : String.join(", ", Collections.nCopies(labels.size(), "?"));
    }

    private static Object[] hex(List<LabelId> labels) {
        return labels.stream().map(LabelId::toHex).toArray();
    }
}
