package io.signet.statement;

import io.signet.statement.Verdict.Reason;
import io.signet.statement.evidence.EvidenceExpectation;
import io.signet.statement.evidence.EvidenceVerdict;
import java.security.PublicKey;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Checks answers against a {@link TrustPolicy}, offline and without state but for bounded caches of what was found good
 * before (1,024 identities, 1,024 heads, 4,096 cosignatures, the evidence of 1,024 nodes), so that further receipts under one
 * head cost no signature check. Anything that can't be checked is rejected. Thread-safe.
 */
public final class Verifier {
    /** How far a node's clock may be ahead of the verifier's, and behind itself. */
    public static final Duration CLOCK_SKEW_MAX = Duration.ofMinutes(5);

    private static final int HEADS_MAX = 1024;

    private final TrustPolicy policy;
    private final ChainChecker chains;
    private final HardwareCheck hardware;
    private final WitnessCheck witnesses;

    /** Only heads that were signed: nobody can push those out with others. */
    private final BoundedCache<SignedHead, Boolean> signedHeads = new BoundedCache<>(HEADS_MAX);

    /** A verifier that demands what {@code policy} demands. */
    public Verifier(TrustPolicy policy) {
        this.policy = policy;
        this.chains = new ChainChecker(policy.owners(), policy.revocations());
        this.hardware = new HardwareCheck(policy);
        this.witnesses = new WitnessCheck(chains, policy.minimalAssurance());
    }

    /** What is demanded. */
    public TrustPolicy policy() {
        return policy;
    }

    /**
     * Checks a proof with all that is in it.
     *
     * @param nowMillis the time, in milliseconds since 1970
     */
    public Verdict verify(Proof proof, long nowMillis) {
        Statement statement;
        Receipt receipt;
        try {
            statement = Statement.decode(proof.statement());
            receipt = Receipt.decode(proof.receipt(), proof.statement());
        } catch (MalformedException e) {
            return reject(new ArrayList<>(), Reason.MALFORMED, "format", e.getMessage());
        }
        return check(statement, receipt, true, proof, nowMillis); // its root was computed from this statement
    }

    /**
     * Checks a statement whose input and output are known by their digests only, and whose log no witness signed, of a node
     * that gave no evidence.
     *
     * @param nowMillis the time, in milliseconds since 1970
     */
    public Verdict verify(Statement statement, Receipt receipt, IdentityChain identity, long nowMillis) {
        Proof proof = new Proof(statement.encode(), Bytes.EMPTY, identity, Map.of(), Map.of()); // the receipt is read
        return check(statement, receipt, false, proof, nowMillis);
    }

    /**
     * Checks that a cosignature is one of {@code head}, holds, and is of a witness whom the policy trusts.
     *
     * @param nowMillis the time, in milliseconds since 1970
     * @return why it does not count; empty if it does
     */
    public Optional<String> checkCosignature(Cosignature cosignature, TreeHead head, long nowMillis) {
        WitnessCheck.Outcome outcome = witnesses.check(cosignature, head, nowMillis);
        if (outcome instanceof WitnessCheck.Wrong wrong) {
            return Optional.of(wrong.reason());
        }
        return outcome instanceof WitnessCheck.Ignored ignored ? Optional.of(ignored.reason()) : Optional.empty();
    }

    /**
     * Checks all cosignatures of {@code head}, as {@link #verify(Proof, long)} does those of a proof.
     *
     * @param nowMillis the time, in milliseconds since 1970
     */
    public WitnessVerdict checkCosignatures(List<Cosignature> cosignatures, TreeHead head, long nowMillis) {
        return witnesses.check(cosignatures, head, policy.witnesses(), nowMillis);
    }

    /**
     * Checks evidence of the node with these certificates, which are taken for trusted, as in a proof of it: what it shows
     * must be what they say, and what the policy demands.
     *
     * @param encoded of a {@link io.signet.statement.evidence.Evidence}
     * @param expected what else is known of it
     */
    public EvidenceVerdict checkEvidence(IdentityChain identity, Bytes encoded, EvidenceExpectation expected) {
        return hardware.verify(identity, encoded, expected);
    }

    /**
     * Checks only that the certificates lead to a trusted owner, are valid now, and protect the key as well as the policy
     * demands: before anything of a node's is believed.
     *
     * @param nowMillis the time, in milliseconds since 1970
     */
    public ChainVerdict checkChain(IdentityChain identity, long nowMillis) {
        ChainVerdict verdict = chains.check(identity);
        if (verdict instanceof ChainVerdict.Trusted trusted) {
            if (!trusted.validAt(nowMillis)) {
                boolean revoked = trusted.revoked() && nowMillis > trusted.notAfterMillis();
                return new ChainVerdict.Refused(Reason.EXPIRED_CERTIFICATE, notValidAt(trusted, nowMillis), revoked);
            }
            if (trusted.assurance().compareTo(policy.minimalAssurance()) < 0) {
                return new ChainVerdict.Refused(
                        Reason.ASSURANCE_TOO_LOW, hardware.tooLow("the certificate says", trusted.assurance()));
            }
        }
        return verdict;
    }

    /** {@code included} if the root in {@code receipt} is known to be that of a tree with the statement in its place. */
    private Verdict check(Statement statement, Receipt receipt, boolean included, Proof proof, long nowMillis) {
        IdentityChain identity = proof.identity();
        List<Finding> findings = new ArrayList<>();
        Optional<Verdict> rejected = checkIdentity(statement, receipt.head(), identity, findings)
                .or(() -> checkLog(proof.statement(), receipt, included, identity, findings))
                .or(() -> checkTensors(statement, proof.inputs(), proof.outputs(), findings))
                .or(() -> checkAssurance(statement, proof, nowMillis, findings))
                .or(() -> checkTime(statement, receipt.head(), nowMillis, findings))
                .or(() -> checkModel(statement, findings));
        if (rejected.isPresent()) {
            return rejected.get();
        }
        findings.addAll(Unproved.ALWAYS);
        rejected = checkWitnesses(proof.cosignatures(), receipt.head(), nowMillis, findings);
        if (rejected.isPresent()) {
            return rejected.get();
        }
        return new Verdict.Accepted(statement, findings);
    }

    private Optional<Verdict> checkIdentity(
            Statement statement, TreeHead head, IdentityChain identity, List<Finding> findings) {
        if (!statement.node().equals(identity.node()) || !head.node().equals(identity.node())) {
            return Optional.of(reject(
                    findings,
                    Reason.NODE_MISMATCH,
                    "node",
                    "The statement is of node " + statement.node() + ", the log of " + head.node()
                            + ", the certificate of " + identity.node() + "."));
        }
        ChainVerdict chain = chains.check(identity);
        if (chain instanceof ChainVerdict.Refused refused) {
            return Optional.of(reject(findings, refused.reason(), "owner", refused.message()));
        }
        ChainVerdict.Trusted trusted = (ChainVerdict.Trusted) chain;
        if (!trusted.validAt(statement.timeMillis())) {
            return Optional.of(
                    reject(findings, Reason.EXPIRED_CERTIFICATE, "owner", notValidAt(trusted, statement.timeMillis())));
        }
        findings.add(new Finding.Proved(
                "owner",
                () -> "Node " + identity.node() + " has a certificate from its owner, " + identity.owner()
                        + ", whom the policy trusts."));
        return Optional.empty();
    }

    private Optional<Verdict> checkLog(
            Bytes encoded, Receipt receipt, boolean included, IdentityChain identity, List<Finding> findings) {
        TreeHead head = receipt.head();
        if (!included && !receipt.proof().rootOver(encoded).equals(head.root())) {
            return Optional.of(reject(
                    findings,
                    Reason.NOT_INCLUDED,
                    "log",
                    "The receipt's path does not lead from this statement to the signed root of the log."));
        }
        if (!isSigned(new SignedHead(head, identity.identityKey()))) {
            return Optional.of(reject(
                    findings,
                    Reason.BAD_HEAD_SIGNATURE,
                    "log",
                    "The node's key did not sign a log that holds this statement: the statement, the receipt or the"
                            + " certificate is not the original."));
        }
        findings.add(new Finding.Proved(
                "log",
                () -> "The statement is number " + receipt.proof().leafIndex() + " of the " + head.size()
                        + " in the node's log, and the node's key signed that log."));
        return Optional.empty();
    }

    private boolean isSigned(SignedHead signed) {
        if (signedHeads.get(signed).isPresent()) {
            return true;
        }
        boolean holds = signed.head().signedByKeyOfNode(signed.identity());
        if (holds) {
            signedHeads.put(signed, true);
        }
        return holds;
    }

    private Optional<Verdict> checkTensors(
            Statement statement, Map<String, Tensor> inputs, Map<String, Tensor> outputs, List<Finding> findings) {
        return checkTensors("input", Reason.INPUT_MISMATCH, statement.input(), inputs, findings)
                .or(() -> checkTensors("output", Reason.OUTPUT_MISMATCH, statement.output(), outputs, findings));
    }

    private static Optional<Verdict> checkTensors(
            String what, Reason reason, Digest stated, Map<String, Tensor> tensors, List<Finding> findings) {
        if (tensors.isEmpty()) {
            findings.add(new Finding.NotProved(
                    what,
                    () -> "The " + what + " is not here: the statement names it by its digest " + stated + " only."));
            return Optional.empty();
        }
        Digest found = TensorDigest.of(tensors);
        if (!found.equals(stated)) {
            return Optional.of(reject(
                    findings,
                    reason,
                    what,
                    "The " + what + " has the digest " + found + ", the statement is about " + stated + "."));
        }
        findings.add(new Finding.Proved(what, () -> "The statement is about exactly this " + what + "."));
        return Optional.empty();
    }

    private Optional<Verdict> checkAssurance(Statement statement, Proof proof, long nowMillis, List<Finding> findings) {
        IdentityChain identity = proof.identity();
        if (statement.assurance() != identity.assurance()) {
            return Optional.of(reject(
                    findings,
                    Reason.ASSURANCE_MISMATCH,
                    "hardware",
                    "The statement claims key protection: "
                            + statement.assurance().label() + ", but the certificate says: "
                            + identity.assurance().label() + "."));
        }
        return hardware.check(identity, proof.evidence(), nowMillis, findings)
                .map(objection -> reject(findings, objection.reason(), objection.claim(), objection.message()));
    }

    private Optional<Verdict> checkTime(Statement statement, TreeHead head, long nowMillis, List<Finding> findings) {
        long time = statement.timeMillis();
        long skew = CLOCK_SKEW_MAX.toMillis();
        if (Math.max(time, head.timeMillis()) - skew > nowMillis) {
            return Optional.of(reject(
                    findings,
                    Reason.FROM_THE_FUTURE,
                    "time",
                    "The statement is of " + Instant.ofEpochMilli(time) + ", its log of "
                            + Instant.ofEpochMilli(head.timeMillis()) + ", but it is only "
                            + Instant.ofEpochMilli(nowMillis) + ": check the clocks."));
        }
        if (time - skew > head.timeMillis()) {
            return Optional.of(reject(
                    findings,
                    Reason.FROM_THE_FUTURE,
                    "time",
                    "The statement is of " + Instant.ofEpochMilli(time) + ", but the log that holds it was signed at "
                            + Instant.ofEpochMilli(head.timeMillis()) + " already."));
        }
        if (policy.maximalAge().filter(age -> nowMillis - time > age.toMillis()).isPresent()) {
            return Optional.of(reject(
                    findings,
                    Reason.TOO_OLD,
                    "time",
                    "The statement is of " + Instant.ofEpochMilli(time) + ", older than the policy's "
                            + policy.maximalAge().get() + "."));
        }
        findings.add(new Finding.NotProved(
                "time", () -> "The time, " + Instant.ofEpochMilli(time) + ", is by the node's own clock."));
        return Optional.empty();
    }

    private Optional<Verdict> checkModel(Statement statement, List<Finding> findings) {
        if (!policy.models().isEmpty() && !policy.models().contains(statement.modelPackage())) {
            return Optional.of(reject(
                    findings,
                    Reason.UNKNOWN_MODEL,
                    "model",
                    "The model package " + statement.modelPackage() + " (" + statement.model()
                            + ") is not among those that the policy lists."));
        }
        findings.add(new Finding.Proved(
                "model",
                () -> "The node states that it used the model " + statement.model() + ", package "
                        + statement.modelPackage() + "."));
        return Optional.empty();
    }

    private Optional<Verdict> checkWitnesses(
            List<Cosignature> cosignatures, TreeHead head, long nowMillis, List<Finding> findings) {
        WitnessVerdict verdict = checkCosignatures(cosignatures, head, nowMillis);
        findings.addAll(verdict.ignored());
        if (verdict instanceof WitnessVerdict.Refused refused) {
            return Optional.of(reject(findings, refused.reason(), "witness", refused.message()));
        }
        findings.add(WitnessCheck.finding(((WitnessVerdict.Enough) verdict).counting()));
        return Optional.empty();
    }

    private static String notValidAt(ChainVerdict.Trusted trusted, long timeMillis) {
        return "The certificates of node " + trusted.node() + " are valid from "
                + Instant.ofEpochMilli(trusted.notBeforeMillis()) + " to "
                + Instant.ofEpochMilli(trusted.notAfterMillis()) + ", not at " + Instant.ofEpochMilli(timeMillis)
                + (trusted.revoked() ? ": their owner has revoked them." : ".");
    }

    private static Verdict reject(List<Finding> findings, Reason reason, String claim, String message) {
        findings.add(new Finding.Failed(claim, message));
        return new Verdict.Rejected(reason, message, findings);
    }

    /** The key belongs to the entry: a head is good for one key only. */
    private record SignedHead(TreeHead head, PublicKey identity) {}
}
