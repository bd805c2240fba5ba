package io.signet.statement;

import io.signet.statement.Verdict.Reason;
import io.signet.statement.evidence.ChipBinding;
import io.signet.statement.evidence.Evidence;
import io.signet.statement.evidence.EvidenceExpectation;
import io.signet.statement.evidence.EvidenceVerdict;
import io.signet.statement.evidence.EvidenceVerifier;
import java.security.PublicKey;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Checks what a proof says of the node's hardware: the word of the certificate, which is the owner's, and the evidence, which
 * is the TPM's. Thread-safe.
 */
final class HardwareCheck {
    private static final String CLAIM = "hardware";
    private static final int NODES_MAX = 1024;

    private final TrustPolicy policy;
    private final EvidenceVerifier verifier;
    /** Many answers of one node come with the same evidence. */
    private final BoundedCache<NodeId, Seen> accepted = new BoundedCache<>(NODES_MAX);

    HardwareCheck(TrustPolicy policy) {
        this.policy = policy;
        this.verifier = new EvidenceVerifier(policy);
    }

    /** Why a proof is rejected. */
    record Objection(Reason reason, String claim, String message) {}

    /** Checks the certificate's word and the evidence (empty: none); what was found is added to {@code findings}. */
    Optional<Objection> check(IdentityChain identity, Bytes evidence, long nowMillis, List<Finding> findings) {
        Assurance claimed = identity.assurance();
        if (claimed.compareTo(policy.minimalAssurance()) < 0) {
            return Optional.of(new Objection(Reason.ASSURANCE_TOO_LOW, CLAIM, tooLow("the certificate says", claimed)));
        }
        findings.add(Unproved.hardware(claimed));
        return evidence.size() == 0 ? checkWithoutEvidence() : checkEvidence(identity, evidence, nowMillis, findings);
    }

    /** The message for a key that is protected less than the policy demands, according to {@code who}. */
    String tooLow(String who, Assurance found) {
        return "The policy demands key protection: " + policy.minimalAssurance().label() + " or better, " + who + ": "
                + found.label() + ".";
    }

    private Optional<Objection> checkWithoutEvidence() {
        if (!policy.firmware().isEmpty()) {
            return Optional.of(new Objection(
                    Reason.EVIDENCE_MISSING,
                    "firmware",
                    "The policy lists the firmware that it accepts, but the proof carries no evidence of the node's."));
        }
        if (policy.demandsChip()) {
            return Optional.of(new Objection(
                    Reason.EVIDENCE_MISSING,
                    CLAIM,
                    "The policy demands a chip of a maker that it names, but the proof carries no evidence of one."));
        }
        return Optional.empty();
    }

    private Optional<Objection> checkEvidence(
            IdentityChain identity, Bytes encoded, long nowMillis, List<Finding> findings) {
        EvidenceExpectation expected = EvidenceExpectation.of(identity.identityKey(), nowMillis)
                .withBinding(identity.assurance() == Assurance.TPM2 ? ChipBinding.OWNER : ChipBinding.NONE);
        EvidenceVerdict verdict = checkAnew(identity, encoded, expected);
        if (verdict instanceof EvidenceVerdict.Refused refused) {
            return Optional.of(
                    switch (refused.reason()) {
                        case NOT_AS_CERTIFIED -> new Objection(Reason.ASSURANCE_MISMATCH, CLAIM, refused.message());
                        case ASSURANCE_TOO_LOW -> new Objection(Reason.ASSURANCE_TOO_LOW, CLAIM, refused.message());
                        default -> new Objection(Reason.BAD_EVIDENCE, "evidence", refused.message());
                    });
        }
        findings.addAll(verdict.findings());
        return Optional.empty();
    }

    /** As {@link #verify}; what was accepted before is not looked at again, but for its time. */
    private EvidenceVerdict checkAnew(IdentityChain identity, Bytes encoded, EvidenceExpectation expected) {
        Optional<Seen> seen = accepted.get(identity.node())
                .filter(s -> s.encoded().equals(encoded)
                        && s.identity().equals(identity.identityKey())
                        && s.certified() == identity.assurance());
        if (seen.isPresent()) {
            return verifier.checkTimeAgain(seen.get().evidence(), expected.nowMillis())
                    .orElse(seen.get().verdict());
        }
        Evidence evidence;
        try {
            evidence = Evidence.decode(encoded);
        } catch (MalformedException e) {
            return damaged(e);
        }
        EvidenceVerdict verdict = verify(identity, evidence, expected);
        if (verdict instanceof EvidenceVerdict.Accepted good) {
            Seen now = new Seen(encoded, identity.identityKey(), identity.assurance(), evidence, good);
            accepted.put(identity.node(), now);
        }
        return verdict;
    }

    /** Checks evidence of the node with these certificates; it must be what the policy and {@code expected} say. */
    EvidenceVerdict verify(IdentityChain identity, Bytes encoded, EvidenceExpectation expected) {
        try {
            return verify(identity, Evidence.decode(encoded), expected);
        } catch (MalformedException e) {
            return damaged(e);
        }
    }

    private static EvidenceVerdict damaged(MalformedException e) {
        return refuse(
                EvidenceVerdict.Reason.MALFORMED,
                "evidence",
                "The evidence is damaged: " + e.getMessage() + ".",
                List.of());
    }

    private EvidenceVerdict verify(IdentityChain identity, Evidence evidence, EvidenceExpectation expected) {
        EvidenceVerdict verdict = verifier.verify(evidence, expected);
        if (!(verdict instanceof EvidenceVerdict.Accepted shown)) {
            return verdict;
        }
        Assurance claimed = identity.assurance();
        Assurance kind = evidence.claims().kind();
        if (!mayClaim(claimed, kind)) {
            return refuse(
                    EvidenceVerdict.Reason.NOT_AS_CERTIFIED,
                    CLAIM,
                    "The certificate says key protection: " + claimed.label()
                            + ", but the evidence is of a key of kind " + kind.label() + ".",
                    verdict.findings());
        }
        if (policy.demandsChip() && shown.assurance() != Assurance.TPM2) {
            return refuse(
                    EvidenceVerdict.Reason.ASSURANCE_TOO_LOW,
                    CLAIM,
                    tooLow("the evidence shows", shown.assurance()),
                    verdict.findings());
        }
        return verdict;
    }

    private static EvidenceVerdict refuse(
            EvidenceVerdict.Reason reason, String claim, String message, List<Finding> before) {
        List<Finding> findings = new ArrayList<>(before);
        findings.add(new Finding.Failed(claim, message));
        return new EvidenceVerdict.Refused(reason, message, findings);
    }

    /** Whether a certificate may say {@code claimed} of a key of that kind. Less than the kind gives is always true. */
    private static boolean mayClaim(Assurance claimed, Assurance kind) {
        return switch (claimed) {
            case SOFTWARE -> true;
            case PKCS11 -> kind == Assurance.PKCS11;
            case TPM2_INTERFACE, TPM2 -> kind == Assurance.TPM2;
        };
    }

    /** Evidence that answers no question, and that was accepted under such a certificate. */
    private record Seen(
            Bytes encoded,
            PublicKey identity,
            Assurance certified,
            Evidence evidence,
            EvidenceVerdict.Accepted verdict) {}
}
