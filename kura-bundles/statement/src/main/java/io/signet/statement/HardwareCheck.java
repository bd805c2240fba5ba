package io.signet.statement;

import io.signet.statement.Verdict.Reason;
import io.signet.statement.evidence.ChipBinding;
import io.signet.statement.evidence.Evidence;
import io.signet.statement.evidence.EvidenceExpectation;
import io.signet.statement.evidence.EvidenceVerdict;
import io.signet.statement.evidence.EvidenceVerifier;
import java.util.List;
import java.util.Optional;

/**
 * Checks what a proof says of the node's hardware: the word of the certificate, which is the owner's, and the evidence, which
 * is the TPM's. Thread-safe.
 */
final class HardwareCheck {
    private static final String CLAIM = "hardware";

    private final TrustPolicy policy;
    private final EvidenceVerifier verifier;

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
        if (demandsChip()) {
            return Optional.of(new Objection(
                    Reason.EVIDENCE_MISSING,
                    CLAIM,
                    "The policy demands a chip of a maker that it names, but the proof carries no evidence of one."));
        }
        return Optional.empty();
    }

    private Optional<Objection> checkEvidence(
            IdentityChain identity, Bytes encoded, long nowMillis, List<Finding> findings) {
        Assurance claimed = identity.assurance();
        EvidenceExpectation expected = EvidenceExpectation.of(identity.identityKey(), nowMillis)
                .withBinding(claimed == Assurance.TPM2 ? ChipBinding.OWNER : ChipBinding.NONE);
        Evidence evidence;
        try {
            evidence = Evidence.decode(encoded);
        } catch (MalformedException e) {
            return Optional.of(
                    new Objection(Reason.BAD_EVIDENCE, "evidence", "The evidence is damaged: " + e.getMessage() + "."));
        }
        EvidenceVerdict verdict = verifier.verify(evidence, expected);
        if (verdict instanceof EvidenceVerdict.Refused refused) {
            return Optional.of(new Objection(Reason.BAD_EVIDENCE, "evidence", refused.message()));
        }
        Assurance kind = evidence.claims().kind();
        if (!mayClaim(claimed, kind)) {
            return Optional.of(new Objection(
                    Reason.ASSURANCE_MISMATCH,
                    CLAIM,
                    "The certificate says key protection: " + claimed.label()
                            + ", but the evidence is of a key of kind " + kind.label() + "."));
        }
        Assurance shown = ((EvidenceVerdict.Accepted) verdict).assurance();
        if (demandsChip() && shown != Assurance.TPM2) {
            return Optional.of(new Objection(Reason.ASSURANCE_TOO_LOW, CLAIM, tooLow("the evidence shows", shown)));
        }
        findings.addAll(verdict.findings());
        return Optional.empty();
    }

    /** Whoever names chip makers wants their word, besides the owner's. */
    private boolean demandsChip() {
        return !policy.chipMakers().isEmpty() && policy.minimalAssurance() == Assurance.TPM2;
    }

    /** Whether a certificate may say {@code claimed} of a key of that kind. Less than the kind gives is always true. */
    private static boolean mayClaim(Assurance claimed, Assurance kind) {
        return switch (claimed) {
            case SOFTWARE -> true;
            case PKCS11 -> kind == Assurance.PKCS11;
            case TPM2_INTERFACE, TPM2 -> kind == Assurance.TPM2;
        };
    }
}
