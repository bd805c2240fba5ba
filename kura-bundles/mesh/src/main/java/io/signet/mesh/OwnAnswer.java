package io.signet.mesh;

import io.signet.statement.Proof;

/** What became of a task that this node was asked for itself. */
public sealed interface OwnAnswer {
    /**
     * It was computed.
     *
     * @param proof statement, receipt, identity, outputs, cosignatures and evidence; the inputs are left out
     */
    record Answered(Proof proof) implements OwnAnswer {
        /** Never the contents. */
        @Override
        public String toString() {
            return "Answered[" + proof.outputs() + "]";
        }
    }

    /**
     * It was not.
     *
     * @param reason for a person, without secrets
     */
    record Refused(Refusal refusal, String reason) implements OwnAnswer {}
}
