package io.signet.mesh.internal;

import io.signet.runtime.Clock;
import io.signet.statement.Bytes;
import io.signet.statement.Cosignature;
import io.signet.statement.MalformedException;
import io.signet.statement.NodeId;
import io.signet.statement.Proof;
import io.signet.statement.Statement;
import io.signet.statement.Verdict;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Decides whether an answer is believed: the proof holds under the trust policy, and it is the proof of this very
 * attempt, not of another one.
 */
final class AnswerCheck {
    private static final int COSIGNATURES_MAX = 1024;

    private final Trust trust;
    private final Clock clock;
    private final Duration clockSkewMax;
    /** By their bytes: many answers of one node come with the same. */
    private final Map<Bytes, Cosignature> cosignatures = new LinkedHashMap<>(16, 0.75f, true) {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<Bytes, Cosignature> eldest) {
            return size() > COSIGNATURES_MAX;
        }
    };

    sealed interface Outcome {}

    record Believed(Proof proof, Verdict.Accepted verdict) implements Outcome {}

    /** It may be right, but has fewer witnesses than the policy demands, or lacks evidence of the node's hardware. */
    record Insufficient(String reason) implements Outcome {}

    record NotBelieved(String reason) implements Outcome {}

    AnswerCheck(Trust trust, Clock clock, Duration clockSkewMax) {
        this.trust = trust;
        this.clock = clock;
        this.clockSkewMax = clockSkewMax;
    }

    /** @param evidence of the sender's hardware, which becomes part of the proof; empty if there is none */
    Outcome check(
            Attempt attempt,
            IdentityRegistry.Known sender,
            NodeId requester,
            TaskResponse.Answered answered,
            Bytes evidence) {
        Slot slot = attempt.slot();
        if (!RowMerge.hasRows(answered.outputs(), slot.rows())) {
            return new NotBelieved("its outputs do not have the " + slot.rows() + " rows of the task");
        }
        if (attempt.job()
                .firstOutputs()
                .map(o -> !RowMerge.fits(answered.outputs(), o))
                .orElse(false)) {
            return new NotBelieved("its outputs do not have the form of the job's other parts");
        }
        Proof proof;
        try {
            proof = new Proof(
                            answered.statement(), answered.receipt(), sender.chain(), slot.inputs(), answered.outputs())
                    .withCosignatures(read(answered.cosignatures()))
                    .withEvidence(evidence);
        } catch (MalformedException e) {
            return new NotBelieved("a cosignature is malformed: " + e.getMessage());
        }
        Verdict verdict = trust.verifier().verify(proof, clock.wallMillis());
        if (verdict instanceof Verdict.Rejected rejected) {
            return switch (rejected.reason()) {
                case TOO_FEW_WITNESSES, EVIDENCE_MISSING -> new Insufficient(rejected.message());
                default -> new NotBelieved(rejected.message());
            };
        }
        Verdict.Accepted accepted = (Verdict.Accepted) verdict;
        Statement statement = accepted.statement();
        if (!statement.nonce().equals(attempt.nonce())) {
            return new NotBelieved("its statement has another nonce than the request: it is an older answer");
        }
        if (!statement.requester().equals(requester)) {
            return new NotBelieved("its statement was made for another requester");
        }
        if (!statement.node().equals(attempt.peer().node())) {
            return new NotBelieved("its statement is that of another node");
        }
        if (!statement.model().equals(attempt.job().request().model())
                || attempt.job()
                        .request()
                        .modelPackage()
                        .map(d -> !d.equals(statement.modelPackage()))
                        .orElse(false)) {
            return new NotBelieved("it was computed with another model");
        }
        if (statement.timeMillis() < attempt.sentWallMillis() - clockSkewMax.toMillis()) {
            return new NotBelieved("its statement is older than the request");
        }
        return new Believed(proof, accepted);
    }

    private List<Cosignature> read(List<Bytes> encoded) throws MalformedException {
        List<Cosignature> read = new ArrayList<>(encoded.size());
        for (Bytes bytes : encoded) {
            Cosignature cosignature = cosignatures.get(bytes);
            if (cosignature == null) {
                cosignature = Cosignature.decode(bytes);
                cosignatures.put(bytes, cosignature);
            }
            read.add(cosignature);
        }
        return read;
    }
}
