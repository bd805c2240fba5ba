package io.signet.registrar.sql;

import io.signet.provisioning.enrolment.LabelId;
import io.signet.registrar.BookException;
import io.signet.registrar.NodeState;
import io.signet.registrar.Rollout;
import io.signet.registrar.RolloutPages;
import io.signet.registrar.RolloutPlan;
import io.signet.release.ReleaseReport;
import io.signet.release.SignedRoot;
import io.signet.statement.Bytes;
import io.signet.statement.Digest;
import io.signet.statement.MalformedException;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** What the book knows of releases: one root, one rollout, one report of each node. */
final class SqlRolloutPages implements RolloutPages {
    /** Groups have printable characters only. */
    private static final String SEPARATOR = "\n";

    private final SqlPages pages;

    SqlRolloutPages(SqlPages pages) {
        this.pages = pages;
    }

    @Override
    public Optional<SignedRoot> root() throws BookException {
        return pages.query(SqlRolloutPages::root, "SELECT document FROM release_root").stream()
                .findFirst();
    }

    private static SignedRoot root(ResultSet row) throws SQLException {
        try {
            return SignedRoot.decode(Bytes.fromHex(row.getString("document")));
        } catch (MalformedException e) {
            throw new IllegalArgumentException("a root of releases: " + e.getMessage(), e);
        }
    }

    @Override
    public void put(SignedRoot root) throws BookException {
        pages.update("DELETE FROM release_root");
        pages.update(
                "INSERT INTO release_root (id, document) VALUES (1, ?)",
                root.encode().toHex());
    }

    @Override
    public Optional<Rollout> rollout() throws BookException {
        return pages.query(SqlRolloutPages::rollout, "SELECT * FROM rollout").stream()
                .findFirst();
    }

    @Override
    public Optional<Rollout> rolloutToChange() throws BookException {
        return pages.query(SqlRolloutPages::rollout, "SELECT * FROM rollout FOR UPDATE").stream()
                .findFirst();
    }

    private static Rollout rollout(ResultSet row) throws SQLException {
        return new Rollout(
                new Rollout.Target(
                        row.getString("release_name"),
                        row.getLong("release_sequence"),
                        Digest.fromHex(row.getString("archive")),
                        row.getLong("size_bytes"),
                        Digest.fromHex(row.getString("root"))),
                new RolloutPlan(
                        List.of(row.getString("stages").split(SEPARATOR, -1)),
                        row.getInt("healthy_percent"),
                        Duration.ofMillis(row.getLong("wait_millis"))),
                row.getInt("stage"),
                Rollout.State.valueOf(row.getString("state")),
                row.getLong("since_millis"),
                row.getString("reason"));
    }

    @Override
    public void put(Rollout rollout) throws BookException {
        Object[] values = values(rollout);
        int changed = pages.update(
                "UPDATE rollout SET release_name = ?, release_sequence = ?, archive = ?, size_bytes = ?, root = ?,"
                        + " stages = ?, healthy_percent = ?, wait_millis = ?, stage = ?, state = ?, since_millis = ?,"
                        + " reason = ? WHERE id = 1",
                values);
        if (changed == 0) {
            pages.update(
                    "INSERT INTO rollout (release_name, release_sequence, archive, size_bytes, root, stages,"
                            + " healthy_percent, wait_millis, stage, state, since_millis, reason, id)"
                            + " VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, 1)",
                    values);
        }
    }

    private static Object[] values(Rollout rollout) {
        return new Object[] {
            rollout.release().name(),
            rollout.release().sequence(),
            rollout.release().digest().toHex(),
            rollout.release().sizeBytes(),
            rollout.release().root().toHex(),
            String.join(SEPARATOR, rollout.plan().stages()),
            rollout.plan().healthyPercent(),
            rollout.plan().pause().toMillis(),
            rollout.stage(),
            rollout.state().name(),
            rollout.sinceMillis(),
            rollout.reason()
        };
    }

    @Override
    public Optional<Reported> reported(LabelId label) throws BookException {
        return pages
                .query(
                        SqlRolloutPages::reported,
                        "SELECT * FROM release_report WHERE label = ? FOR UPDATE",
                        label.toHex())
                .stream()
                .findFirst();
    }

    private static Reported reported(ResultSet row) throws SQLException {
        return new Reported(
                new ReleaseReport(
                        row.getLong("release_sequence"),
                        ReleaseReport.State.valueOf(row.getString("state")),
                        row.getString("reason")),
                row.getLong("at_millis"));
    }

    @Override
    public void put(LabelId label, Reported reported) throws BookException {
        pages.update("DELETE FROM release_report WHERE label = ?", label.toHex());
        pages.update(
                "INSERT INTO release_report (label, release_sequence, state, reason, at_millis) VALUES (?, ?, ?, ?, ?)",
                label.toHex(),
                reported.report().sequence(),
                reported.report().state().name(),
                reported.report().reason(),
                reported.atMillis());
    }

    @Override
    public Rollout.Tally tally(String group, long sequence) throws BookException {
        return pages.query(
                        row -> new Rollout.Tally(row.getInt(1), row.getInt(2), row.getInt(3)),
                        """
                SELECT COUNT(*),
                  COUNT(CASE WHEN r.state = 'RUNNING' AND r.release_sequence >= ? THEN 1 END),
                  COUNT(CASE WHEN r.state = 'FAILED' AND r.release_sequence = ? THEN 1 END)
                FROM node n LEFT JOIN release_report r ON r.label = n.label
                WHERE n.node_group = ? AND n.state = ?
                """,
                        sequence,
                        sequence,
                        group,
                        NodeState.ENROLLED.name())
                .get(0);
    }
}
