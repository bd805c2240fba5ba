package io.signet.statement;

/** What came of checking a node's certificates against the trusted owners. */
public sealed interface ChainVerdict {
    /**
     * The certificates lead to a trusted owner.
     *
     * @param node the node's id
     * @param owner the owner's name in the node's certificate
     * @param assurance what protects the node's key
     * @param notBeforeMillis from when all certificates are valid, in milliseconds since 1970
     * @param notAfterMillis until when, that millisecond included
     * @param revoked whether that is when the owner revoked one of them
     */
    record Trusted(
            NodeId node, String owner, Assurance assurance, long notBeforeMillis, long notAfterMillis, boolean revoked)
            implements ChainVerdict {
        /** Certificates that were not revoked; the arguments are as in the record. */
        public Trusted(NodeId node, String owner, Assurance assurance, long notBeforeMillis, long notAfterMillis) {
            this(node, owner, assurance, notBeforeMillis, notAfterMillis, false);
        }

        /** Whether all certificates are valid at that time. */
        public boolean validAt(long timeMillis) {
            return notBeforeMillis <= timeMillis && timeMillis <= notAfterMillis;
        }
    }

    /**
     * They do not, or not at that time.
     *
     * @param reason what failed
     * @param message the same in plain words
     * @param revoked whether a trusted owner, who issued them, revoked them before that time
     */
    record Refused(Verdict.Reason reason, String message, boolean revoked) implements ChainVerdict {
        /** Certificates that nobody revoked; the arguments are as in the record. */
        public Refused(Verdict.Reason reason, String message) {
            this(reason, message, false);
        }
    }
}
