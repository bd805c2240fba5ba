package io.signet.registrar;

import io.signet.provisioning.enrolment.LabelId;
import io.signet.statement.Digest;
import io.signet.statement.NodeId;
import java.util.List;
import java.util.Optional;

/**
 * Where a registrar keeps what it knows: labels, nodes, certificates, and who did what. Thread-safe; several registrars may
 * share one. What a transaction wrote is on the disk when it returns, or is not there at all.
 */
public interface NodeBook extends AutoCloseable {
    /** Most labels. */
    int LABELS_MAX = 100_000;

    /** Most entries of the audit trail; the oldest go first. */
    int AUDIT_MAX = 1_000_000;

    /** Most rows that one call gives. */
    int ROWS_MAX = 1_000;

    /** What is done in one transaction; it may be begun again from the start by whoever called. */
    @FunctionalInterface
    interface Work<T> {
        /** Reads and writes {@code pages}, and nothing else: should the transaction fail, it never was. */
        T on(Pages pages) throws BookException;
    }

    /**
     * A certificate that nobody shall believe any more.
     *
     * @param serial its serial number in hexadecimal digits
     * @param atMillis since when, in milliseconds since 1970
     * @param state why
     */
    record Withdrawn(String serial, long atMillis, NodeState state) {}

    /** The book, in a transaction; of no use after it. */
    interface Pages {
        /** The label; nobody else changes it before this transaction ends. */
        Optional<NodeRecord> find(LabelId label) throws BookException;

        /** The label by which {@code node} came last. */
        Optional<NodeRecord> find(NodeId node) throws BookException;

        /** Labels after {@code after} in the order of their ids, 1 to {@link #ROWS_MAX}. */
        List<NodeRecord> list(Optional<LabelId> after, int max) throws BookException;

        /** How many labels there are. */
        int count() throws BookException;

        /** Adds the label or replaces what was known of it. */
        void put(NodeRecord record) throws BookException;

        /** Adds a certificate; the transaction ends on the disk. */
        void add(IssuedCertificate certificate) throws BookException;

        /** The certificate of {@code node} that was issued last and is not revoked. */
        Optional<IssuedCertificate> newest(NodeId node) throws BookException;

        /** The certificate with that serial number, unless it is revoked. */
        Optional<IssuedCertificate> valid(String serial) throws BookException;

        /** Certificates after the serial number {@code after}, or from the first on, 1 to {@link #ROWS_MAX}. */
        List<IssuedCertificate> certificates(String after, int max) throws BookException;

        /**
         * Certificates that end after {@code nowMillis} and that nobody shall believe any more: which were revoked, and those of
         * nodes that it is over with.
         */
        List<Withdrawn> withdrawn(long nowMillis) throws BookException;

        /** Revokes all certificates of {@code label}. */
        void revoke(LabelId label, long nowMillis) throws BookException;

        /** The packages that the nodes of {@code group} shall have. */
        List<Digest> modelsOf(String group) throws BookException;

        /** Says what the nodes of {@code group} shall have, at most {@link Wish#MODELS_MAX}. */
        void putModelsOf(String group, List<Digest> models) throws BookException;

        /**
         * The version of what a node is told, from 1; one more than the last time if {@code content} is another than then.
         *
         * @param content the SHA-256 of what it is told
         */
        long profileVersion(LabelId label, Digest content) throws BookException;

        /** What is known of releases. */
        RolloutPages releases();

        /** What is known of nodes' evidence. */
        EvidencePages evidence();

        /** Adds to the audit trail. */
        void note(AuditEntry entry) throws BookException;

        /** The newest entries of the audit trail, the newest first, 1 to {@link #ROWS_MAX}. */
        List<AuditEntry> audit(int max) throws BookException;

        /** Forgets codes that enrolled their node before {@code beforeMillis}, and the oldest of too many audit entries. */
        void tidy(long beforeMillis) throws BookException;
    }

    /**
     * Does {@code work} as a whole or not at all.
     *
     * @throws BookException if the book can't be read or written now; then nothing was done
     */
    <T> T transact(Work<T> work) throws BookException;

    @Override
    void close();
}
