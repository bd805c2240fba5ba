package io.signet.registrar.sql;

import io.signet.provisioning.enrolment.ClaimKey;
import io.signet.provisioning.enrolment.LabelId;
import io.signet.registrar.AuditEntry;
import io.signet.registrar.BookException;
import io.signet.registrar.EvidencePages;
import io.signet.registrar.IssuedCertificate;
import io.signet.registrar.NodeBook;
import io.signet.registrar.NodeBook.Withdrawn;
import io.signet.registrar.NodeRecord;
import io.signet.registrar.NodeRecord.Shown;
import io.signet.registrar.NodeState;
import io.signet.registrar.Place;
import io.signet.registrar.RolloutPages;
import io.signet.registrar.Wish;
import io.signet.runtime.Limits;
import io.signet.statement.Assurance;
import io.signet.statement.Bytes;
import io.signet.statement.Digest;
import io.signet.statement.NodeId;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Types;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** The book in one transaction of a connection. */
final class SqlPages implements NodeBook.Pages {
    private final Connection connection;
    private boolean mustEndure;

    SqlPages(Connection connection) {
        this.connection = connection;
    }

    /** Whether something was written that a power cut must not undo. */
    boolean mustEndure() {
        return mustEndure;
    }

    /** Makes something of a row. */
    interface Reader<T> {
        T read(ResultSet row) throws SQLException;
    }

    <T> List<T> query(Reader<T> reader, String sql, Object... values) throws BookException {
        try (PreparedStatement statement = prepare(sql, values);
                ResultSet rows = statement.executeQuery()) {
            List<T> read = new ArrayList<>();
            while (rows.next()) {
                read.add(reader.read(rows));
            }
            return read;
        } catch (SQLException e) {
            throw failed(e);
        } catch (IllegalArgumentException e) {
            throw new BookException(
                    "the registrar's database holds something that no registrar wrote: " + e.getMessage(), e);
        }
    }

    int update(String sql, @Nullable Object... values) throws BookException {
        try (PreparedStatement statement = prepare(sql, values)) {
            return statement.executeUpdate();
        } catch (SQLException e) {
            throw failed(e);
        }
    }

    private PreparedStatement prepare(String sql, @Nullable Object... values) throws SQLException {
        PreparedStatement statement = connection.prepareStatement(sql);
        for (int i = 0; i < values.length; i++) {
            if (values[i] == null) {
                statement.setNull(i + 1, Types.VARCHAR);
            } else {
                statement.setObject(i + 1, values[i]);
            }
        }
        return statement;
    }

    private static BookException failed(SQLException e) {
        return new BookException("the registrar's database failed: " + e.getMessage(), e);
    }

    private static <T> Optional<T> first(List<T> rows) {
        return rows.stream().findFirst();
    }

    @Override
    public Optional<NodeRecord> find(LabelId label) throws BookException {
        return first(query(SqlPages::node, "SELECT * FROM node WHERE label = ? FOR UPDATE", label.toHex()));
    }

    @Override
    public Optional<NodeRecord> find(NodeId node) throws BookException {
        return first(query(
                SqlPages::node,
                "SELECT * FROM node WHERE node_id = ? ORDER BY changed_millis DESC FETCH FIRST 1 ROWS ONLY",
                node.toHex()));
    }

    @Override
    public List<NodeRecord> list(Optional<LabelId> after, int max) throws BookException {
        Limits.requireInRange("the number of rows", max, 1, NodeBook.ROWS_MAX);
        return query(
                SqlPages::node,
                "SELECT * FROM node WHERE label > ? ORDER BY label FETCH FIRST " + max + " ROWS ONLY",
                after.map(LabelId::toHex).orElse(""));
    }

    @Override
    public int count() throws BookException {
        return query(row -> row.getInt(1), "SELECT COUNT(*) FROM node").get(0);
    }

    @Override
    public void put(NodeRecord record) throws BookException {
        @Nullable
        Object[] values = {
            record.state().name(),
            record.key().map(key -> key.value().toHex()).orElse(null),
            record.place().name(),
            record.place().site(),
            record.place().group(),
            record.preApproved(),
            record.wish().mesh().orElse(null),
            text(record.wish().models()),
            record.wish().renew(),
            record.wish().voucher().map(Bytes::toHex).orElse(null),
            record.shown().map(came -> came.node().toHex()).orElse(null),
            record.shown().map(came -> came.assurance().label()).orElse(null),
            record.shown().map(came -> came.evidence().toHex()).orElse(null),
            record.createdMillis(),
            record.changedMillis(),
            record.label().toHex()
        };
        int updated = update(
                "UPDATE node SET state = ?, claim_key = ?, node_name = ?, site = ?, node_group = ?, pre_approved = ?,"
                        + " mesh = ?, models = ?, renew = ?, voucher = ?, node_id = ?, assurance = ?, evidence = ?, created_millis = ?, changed_millis = ?"
                        + " WHERE label = ?",
                values);
        if (updated == 0) {
            update(
                    "INSERT INTO node (state, claim_key, node_name, site, node_group, pre_approved, mesh, models, renew,"
                            + " voucher, node_id, assurance, evidence, created_millis, changed_millis, label)"
                            + " VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
                    values);
        }
    }

    @Override
    public void add(IssuedCertificate certificate) throws BookException {
        update(
                "INSERT INTO certificate (serial, label, node_id, assurance, evidence, der, issued_millis, end_millis)"
                        + " VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
                certificate.serial(),
                certificate.label().toHex(),
                certificate.node().toHex(),
                certificate.assurance().label(),
                certificate.evidence().toHex(),
                certificate.der().toHex(),
                certificate.issuedMillis(),
                certificate.endMillis());
        mustEndure = true;
    }

    @Override
    public Optional<IssuedCertificate> newest(NodeId node) throws BookException {
        return first(query(
                SqlPages::certificate,
                "SELECT * FROM certificate WHERE node_id = ? AND revoked_millis IS NULL"
                        + " ORDER BY issued_millis DESC FETCH FIRST 1 ROWS ONLY",
                node.toHex()));
    }

    @Override
    public Optional<IssuedCertificate> valid(String serial) throws BookException {
        return first(query(
                SqlPages::certificate,
                "SELECT * FROM certificate WHERE serial = ? AND revoked_millis IS NULL",
                serial));
    }

    @Override
    public List<IssuedCertificate> certificates(String after, int max) throws BookException {
        Limits.requireInRange("the number of rows", max, 1, NodeBook.ROWS_MAX);
        return query(
                SqlPages::certificate,
                "SELECT * FROM certificate WHERE serial > ? ORDER BY serial FETCH FIRST " + max + " ROWS ONLY",
                after);
    }

    @Override
    public List<Withdrawn> withdrawn(long nowMillis) throws BookException {
        return query(
                row -> new Withdrawn(
                        row.getString("serial"), row.getLong("at_millis"), NodeState.valueOf(row.getString("state"))),
                "SELECT c.serial, COALESCE(c.revoked_millis, n.changed_millis) AS at_millis, n.state"
                        + " FROM certificate c JOIN node n ON n.label = c.label"
                        + " WHERE c.end_millis > ? AND (c.revoked_millis IS NOT NULL OR n.state IN (?, ?))"
                        + " ORDER BY c.serial",
                nowMillis,
                NodeState.RETIRED.name(),
                NodeState.RELEASED.name());
    }

    @Override
    public void revoke(LabelId label, long nowMillis) throws BookException {
        update(
                "UPDATE certificate SET revoked_millis = ? WHERE label = ? AND revoked_millis IS NULL",
                nowMillis,
                label.toHex());
        mustEndure = true;
    }

    @Override
    public List<Digest> modelsOf(String group) throws BookException {
        return first(query(
                        row -> digests(row.getString("models")),
                        "SELECT models FROM group_models WHERE node_group = ?",
                        group))
                .orElse(List.of());
    }

    @Override
    public void putModelsOf(String group, List<Digest> models) throws BookException {
        if (update("UPDATE group_models SET models = ? WHERE node_group = ?", text(models), group) == 0) {
            update("INSERT INTO group_models (models, node_group) VALUES (?, ?)", text(models), group);
        }
    }

    private record Profile(long version, String content) {}

    @Override
    public long profileVersion(LabelId label, Digest content) throws BookException {
        Optional<Profile> last = first(query(
                row -> new Profile(row.getLong("version"), row.getString("content")),
                "SELECT * FROM profile WHERE label = ?",
                label.toHex()));
        if (last.isEmpty()) {
            update("INSERT INTO profile (label, version, content) VALUES (?, 1, ?)", label.toHex(), content.toHex());
            return 1;
        }
        if (last.get().content().equals(content.toHex())) {
            return last.get().version();
        }
        update("UPDATE profile SET version = version + 1, content = ? WHERE label = ?", content.toHex(), label.toHex());
        return last.get().version() + 1;
    }

    private static String text(List<Digest> digests) {
        return digests.stream().map(Digest::toHex).collect(Collectors.joining(" "));
    }

    private static List<Digest> digests(String text) {
        return text.isEmpty()
                ? List.of()
                : Arrays.stream(text.split(" ")).map(Digest::fromHex).toList();
    }

    @Override
    public RolloutPages releases() {
        return new SqlRolloutPages(this);
    }

    @Override
    public EvidencePages evidence() {
        return new SqlEvidencePages(this);
    }

    @Override
    public void note(AuditEntry entry) throws BookException {
        update(
                "INSERT INTO audit (at_millis, actor, act, label, detail) VALUES (?, ?, ?, ?, ?)",
                entry.atMillis(),
                entry.actor(),
                entry.action().name(),
                entry.label().map(LabelId::toHex).orElse(null),
                entry.detail());
    }

    @Override
    public List<AuditEntry> audit(int max) throws BookException {
        Limits.requireInRange("the number of rows", max, 1, NodeBook.ROWS_MAX);
        return query(SqlPages::entry, "SELECT * FROM audit ORDER BY id DESC FETCH FIRST " + max + " ROWS ONLY");
    }

    @Override
    public void tidy(long beforeMillis) throws BookException {
        update(
                "UPDATE node SET claim_key = NULL WHERE state = ? AND claim_key IS NOT NULL AND changed_millis < ?",
                NodeState.ENROLLED.name(),
                beforeMillis);
        update("DELETE FROM audit WHERE id <= (SELECT MAX(id) FROM audit) - ?", (long) NodeBook.AUDIT_MAX);
    }

    private static NodeRecord node(ResultSet row) throws SQLException {
        Optional<Shown> shown = Optional.empty();
        String id = row.getString("node_id");
        if (id != null) {
            shown = Optional.of(new Shown(
                    NodeId.fromHex(id),
                    assurance(row.getString("assurance")),
                    Digest.fromHex(row.getString("evidence"))));
        }
        return new NodeRecord(
                LabelId.fromHex(row.getString("label")),
                NodeState.valueOf(row.getString("state")),
                Optional.ofNullable(row.getString("claim_key")).map(key -> new ClaimKey(Bytes.fromHex(key))),
                new Place(row.getString("node_name"), row.getString("site"), row.getString("node_group")),
                row.getBoolean("pre_approved"),
                new Wish(
                        Optional.ofNullable(row.getString("mesh")),
                        digests(row.getString("models")),
                        row.getBoolean("renew"),
                        Optional.ofNullable(row.getString("voucher")).map(Bytes::fromHex)),
                shown,
                row.getLong("created_millis"),
                row.getLong("changed_millis"));
    }

    private static IssuedCertificate certificate(ResultSet row) throws SQLException {
        return new IssuedCertificate(
                row.getString("serial"),
                LabelId.fromHex(row.getString("label")),
                NodeId.fromHex(row.getString("node_id")),
                assurance(row.getString("assurance")),
                Digest.fromHex(row.getString("evidence")),
                Bytes.fromHex(row.getString("der")),
                row.getLong("issued_millis"),
                row.getLong("end_millis"),
                row.getObject("revoked_millis") == null
                        ? OptionalLong.empty()
                        : OptionalLong.of(row.getLong("revoked_millis")));
    }

    private static AuditEntry entry(ResultSet row) throws SQLException {
        return new AuditEntry(
                row.getLong("at_millis"),
                row.getString("actor"),
                AuditEntry.Action.valueOf(row.getString("act")),
                Optional.ofNullable(row.getString("label")).map(LabelId::fromHex),
                row.getString("detail"));
    }

    private static Assurance assurance(String label) {
        return Assurance.ofLabel(label)
                .orElseThrow(() -> new IllegalArgumentException("'" + label + "' is no assurance"));
    }
}
