package io.signet.openinference;

import io.signet.statement.Bytes;
import io.signet.statement.Digest;
import io.signet.statement.Finding;
import io.signet.statement.MalformedException;
import io.signet.statement.Proof;
import io.signet.statement.Tensor;
import io.signet.statement.TensorDigest;
import io.signet.statement.Tensors;
import io.signet.statement.Verdict;
import io.signet.statement.Verifier;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * An answer of a node's gateway, saved as it came: outputs as JSON or binary data, and a receipt for the rows that each node
 * computed. docs/protocol.md, section "Answer receipt".
 */
public final class SavedAnswer {
    private static final String OUTPUT = "output";

    private final Verifier verifier;
    private final long nowMillis;

    /**
     * Checks by {@code verifier}.
     *
     * @param nowMillis the time, in milliseconds since 1970
     */
    public SavedAnswer(Verifier verifier, long nowMillis) {
        this.verifier = verifier;
        this.nowMillis = nowMillis;
    }

    /**
     * What was found of the rows that one node computed.
     *
     * @param rows which they are, for people; empty if they are all
     * @param proof what was checked, with the outputs that are here; empty if there was nothing to check
     */
    public record Part(String rows, Optional<Proof> proof, Verdict verdict) {}

    /** True if {@code content} can be nothing else that is checked here: it is JSON. */
    public static boolean isOne(Bytes content) {
        return content.size() > 0 && content.at(0) == '{';
    }

    /**
     * Checks every part.
     *
     * @throws MalformedException if it is no answer, has no receipt, or not as many rows as its receipt says
     */
    public List<Part> check(Bytes content) throws MalformedException {
        InferResponse answer = InferResponse.decode(content.toArray());
        AnswerReceipt receipt = answer.receipt()
                .orElseThrow(() -> new MalformedException("the answer has no " + InferResponse.RECEIPT_PARAMETER, 0));
        List<Part> parts = new ArrayList<>();
        long row = 0;
        for (AnswerReceipt.Part part : receipt.parts()) {
            if (part.rows() == 0) {
                parts.add(check("", answer.model(), part, answer.outputs()));
                return parts;
            }
            long end = row + part.rows();
            parts.add(
                    check("rows " + row + " to " + (end - 1), answer.model(), part, slice(answer.outputs(), row, end)));
            row = end;
        }
        for (Map.Entry<String, Tensor> output : answer.outputs().entrySet()) {
            if (output.getValue().rows() != row) {
                throw new MalformedException(
                        "output '" + output.getKey() + "' has "
                                + output.getValue().rows() + " rows, the receipt proves " + row,
                        0);
            }
        }
        return parts;
    }

    private static Map<String, Tensor> slice(Map<String, Tensor> outputs, long from, long to)
            throws MalformedException {
        Map<String, Tensor> rows = new LinkedHashMap<>();
        for (Map.Entry<String, Tensor> output : outputs.entrySet()) {
            Tensor whole = output.getValue();
            if (whole.shape().isEmpty() || whole.rows() < to) {
                throw new MalformedException("output '" + output.getKey() + "' has fewer rows than its receipt", 0);
            }
            rows.put(output.getKey(), whole.slice(from, to));
        }
        return rows;
    }

    private Part check(String rows, String model, AnswerReceipt.Part part, Map<String, Tensor> outputs) {
        Proof bare = part.proof();
        boolean whole = part.omitted().isEmpty();
        Proof proof = new Proof(
                bare.statement(),
                bare.receipt(),
                bare.identity(),
                Map.of(),
                whole ? outputs : Map.of(),
                bare.cosignatures(),
                bare.evidence());
        return new Part(rows, Optional.of(proof), check(proof, model, part.omitted(), outputs));
    }

    private Verdict check(Proof proof, String model, Map<String, Digest> omitted, Map<String, Tensor> outputs) {
        Verdict verdict = verifier.verify(proof, nowMillis);
        if (!(verdict instanceof Verdict.Accepted accepted)) {
            return verdict;
        }
        String stated = accepted.statement().model();
        if (!stated.equals(model)) {
            return mismatch(
                    accepted,
                    "The answer claims to be of the model " + model + ", the statement is about " + stated + ".");
        }
        return omitted.isEmpty() ? accepted : checkSome(accepted, omitted, outputs);
    }

    /** Some outputs are left out, but their digests are there: together they must give the stated one. */
    private static Verdict checkSome(
            Verdict.Accepted accepted, Map<String, Digest> omitted, Map<String, Tensor> outputs) {
        Map<String, Digest> all = new HashMap<>(omitted);
        for (Map.Entry<String, Tensor> output : outputs.entrySet()) {
            if (all.put(output.getKey(), TensorDigest.of(output.getValue())) != null) {
                return mismatch(accepted, "The output '" + output.getKey() + "' is there and left out at once.");
            }
        }
        if (all.size() > Tensors.COUNT_MAX) {
            return mismatch(accepted, "There are more outputs than a statement is about.");
        }
        if (!TensorDigest.ofDigests(all).equals(accepted.statement().output())) {
            return mismatch(accepted, "The outputs are not those that the statement is about.");
        }
        List<Finding> findings = new ArrayList<>(accepted.findings());
        findings.removeIf(finding -> finding.claim().equals(OUTPUT));
        findings.add(new Finding.Proved(
                OUTPUT,
                "The statement is about exactly these outputs, and about those left out: " + omitted.keySet() + "."));
        return new Verdict.Accepted(accepted.statement(), findings);
    }

    private static Verdict mismatch(Verdict.Accepted accepted, String message) {
        List<Finding> findings = new ArrayList<>(accepted.findings());
        findings.add(new Finding.Failed(OUTPUT, message));
        return new Verdict.Rejected(Verdict.Reason.OUTPUT_MISMATCH, message, findings);
    }
}
