package io.signet.statement;

import java.util.List;

/** What came of a verification. */
public sealed interface Verdict {
    /** What was found, in the order of the checks. */
    List<Finding> findings();

    /**
     * Everything that the policy demands holds.
     *
     * @param statement what the node states
     */
    record Accepted(Statement statement, List<Finding> findings) implements Verdict {
        public Accepted {
            findings = List.copyOf(findings);
        }
    }

    /**
     * Something does not hold: nothing in the proof may be believed.
     *
     * @param reason what failed
     * @param message the same in plain words, with what was expected and what was found
     */
    record Rejected(Reason reason, String message, List<Finding> findings) implements Verdict {
        public Rejected {
            findings = List.copyOf(findings);
        }
    }

    /** Why a proof is rejected. */
    enum Reason {
        /** The bytes are not in the format. */
        MALFORMED,
        /** The certificates do not lead to a trusted owner. */
        UNTRUSTED_OWNER,
        /** A certificate was not valid at the time of the statement. */
        EXPIRED_CERTIFICATE,
        /** Statement, log and certificate are not of the same node. */
        NODE_MISMATCH,
        /** The node's key did not sign a log with this statement in it. */
        BAD_HEAD_SIGNATURE,
        /** The path does not lead from the statement to the signed root. */
        NOT_INCLUDED,
        /** The input is not the one that the statement names. */
        INPUT_MISMATCH,
        /** The output is not the one that the statement names. */
        OUTPUT_MISMATCH,
        /** The statement claims another protection of the key than the certificate. */
        ASSURANCE_MISMATCH,
        /** The key is protected less than the policy demands. */
        ASSURANCE_TOO_LOW,
        /** The policy demands evidence of the node's chip or firmware, and there is none. */
        EVIDENCE_MISSING,
        /** The evidence of the node's chip and firmware is damaged, not the node's, not good, or too old. */
        BAD_EVIDENCE,
        /** The statement is older than the policy allows. */
        TOO_OLD,
        /** The statement's time has not come yet, or is later than that of the log which holds it. */
        FROM_THE_FUTURE,
        /** The policy does not list the model package. */
        UNKNOWN_MODEL,
        /** A cosignature is not one of the node's log, or not what its witness signed. */
        BAD_COSIGNATURE,
        /** Fewer witnesses than the policy demands signed the node's log. */
        TOO_FEW_WITNESSES
    }
}
