package io.signet.registrar;

import io.signet.provisioning.enrolment.EnrolmentRequest;
import io.signet.registrar.EnrolmentOutcome.Reason;
import io.signet.registrar.EnrolmentOutcome.Refused;
import io.signet.runtime.Clock;
import io.signet.statement.Bytes;
import io.signet.statement.Digest;
import io.signet.statement.Finding;
import io.signet.statement.TrustPolicy;
import io.signet.statement.evidence.ChipBinding;
import io.signet.statement.evidence.Evidence;
import io.signet.statement.evidence.EvidenceExpectation;
import io.signet.statement.evidence.EvidenceVerdict;
import io.signet.statement.evidence.EvidenceVerifier;
import io.signet.statement.tpm.CredentialChallenge;
import io.signet.statement.tpm.MakeCredential;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.random.RandomGenerator;

/**
 * Looks at evidence before anything is signed: fresh, of the very key, of firmware and chips that the owner accepts, and of
 * the chip itself, which has to open a challenge. The secret in a challenge follows from the evidence and from a secret of this
 * process, so that none has to be kept. Stateless and thread-safe.
 */
final class Inspection {
    private final TrustPolicy policy;
    private final EvidenceVerifier verifier;
    private final NonceMint nonces;
    private final ProcessSecret secret;
    private final Clock clock;
    private final RandomGenerator random;

    /** What came of it. */
    sealed interface Result {
        /** The node may have a certificate that says this. */
        record Good(NodeRecord.Shown shown, EvidenceReport report) implements Result {}

        /** It may not; what was seen, if it came to looking at the evidence. */
        record Bad(Refused refused, Optional<EvidenceReport> report) implements Result {}
    }

    /** What came of the wish to be challenged. */
    sealed interface Challenged {
        /** What the node's TPM has to open. */
        record With(CredentialChallenge challenge) implements Challenged {}

        /** There is nothing to open. */
        record Not(Refused refused) implements Challenged {}
    }

    Inspection(TrustPolicy policy, NonceMint nonces, ProcessSecret secret, Clock clock, RandomGenerator random) {
        this.clock = clock;
        this.policy = policy;
        this.verifier = new EvidenceVerifier(policy);
        this.nonces = nonces;
        this.secret = secret;
        this.random = random;
    }

    /** Whether {@code evidence} answers a question that was asked lately. */
    Optional<Refused> objectToNonce(Evidence evidence) {
        return nonces.accepts(evidence.claims().nonce())
                ? Optional.empty()
                : Optional.of(new Refused(
                        Reason.STALE_NONCE,
                        "The evidence does not answer a question that this registrar asked in the last "
                                + NonceMint.LIFE.toMinutes() + " minutes. Ask for a nonce and begin again."));
    }

    /** The challenge for the TPM that {@code evidence} is of. */
    Challenged challenge(Evidence evidence) {
        Optional<Refused> objection = objectToNonce(evidence);
        if (objection.isPresent()) {
            return new Challenged.Not(objection.get());
        }
        Optional<MakeCredential.Made> made =
                evidence.claims().tpm().flatMap(tpm -> tpm.challenge(secretFor(evidence), random));
        return made.isPresent()
                ? new Challenged.With(made.get().challenge())
                : new Challenged.Not(new Refused(
                        Reason.EVIDENCE,
                        "The evidence is of no TPM that can be challenged: its endorsement key takes no credentials."));
    }

    private Bytes secretFor(Evidence evidence) {
        return secret.mac("activation", evidence.encode());
    }

    /** Looks at all of it. */
    Result inspect(EnrolmentRequest request) {
        Evidence evidence = request.evidence();
        Optional<Refused> objection = objectToNonce(evidence);
        if (objection.isPresent()) {
            return new Result.Bad(objection.get(), Optional.empty());
        }
        ChipBinding binding = ChipBinding.NONE;
        if (evidence.claims().tpm().isPresent()) {
            if (request.activation().isEmpty()) {
                return new Result.Bad(
                        new Refused(
                                Reason.NO_ACTIVATION,
                                "The request has evidence of a TPM, but not the secret in its challenge."
                                        + " Ask for the challenge with this evidence first."),
                        Optional.empty());
            }
            binding = MessageDigest.isEqual(
                            request.activation().get().toArray(),
                            secretFor(evidence).toArray())
                    ? ChipBinding.CHALLENGE
                    : ChipBinding.DISPROVED;
        }
        // The nonce shows that the evidence is fresh; a node that is not enrolled yet may not know what time it is.
        EvidenceVerdict verdict = verifier.verify(
                evidence,
                EvidenceExpectation.of(
                                request.request().publicKey(),
                                1000 * evidence.claims().timeSeconds())
                        .withNonce(evidence.claims().nonce())
                        .withBinding(binding));
        if (verdict instanceof EvidenceVerdict.Refused refused) {
            Refused answer = new Refused(Reason.EVIDENCE, "The evidence is refused: " + refused.message());
            return new Result.Bad(answer, Optional.of(report(false, chip(evidence, binding), refused.findings())));
        }
        EvidenceVerdict.Accepted accepted = (EvidenceVerdict.Accepted) verdict;
        if (accepted.assurance().compareTo(policy.minimalAssurance()) < 0) {
            return tooLittle(chip(evidence, binding), accepted);
        }
        return new Result.Good(
                new NodeRecord.Shown(request.request().node(), accepted.assurance(), Digest.sha256(evidence.encode())),
                report(true, chip(evidence, binding), accepted.findings()));
    }

    private Result tooLittle(Optional<Digest> chip, EvidenceVerdict.Accepted accepted) {
        String demand = "The owner demands keys that are at least "
                + policy.minimalAssurance().label() + "; the evidence shows "
                + accepted.assurance().label() + ".";
        List<Finding> findings = new ArrayList<>(accepted.findings());
        findings.add(new Finding.Failed("assurance", demand));
        Refused refused = new Refused(
                Reason.ASSURANCE_TOO_LOW,
                demand + " If the chip is genuine, the owner has to name its maker in the registrar's trust.yaml.");
        return new Result.Bad(refused, Optional.of(report(false, chip, findings)));
    }

    /** The chip, if it has proved that the keys are its own: others know its endorsement key, too. */
    private static Optional<Digest> chip(Evidence evidence, ChipBinding binding) {
        return evidence.claims()
                .tpm()
                .filter(tpm -> binding == ChipBinding.CHALLENGE)
                .map(tpm -> Digest.sha256(tpm.endorsementKey()));
    }

    private EvidenceReport report(boolean good, Optional<Digest> chip, List<Finding> findings) {
        return new EvidenceReport(clock.wallMillis(), good, chip, findings);
    }
}
