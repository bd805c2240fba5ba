package io.signet.statement.evidence;

import io.signet.statement.Assurance;
import io.signet.statement.Digest;
import io.signet.statement.Finding;
import io.signet.statement.MalformedException;
import io.signet.statement.TrustPolicy;
import io.signet.statement.Verifier;
import io.signet.statement.evidence.EvidenceVerdict.Reason;
import io.signet.statement.hpke.MeasuredKey;
import io.signet.statement.tpm.Attested;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Checks evidence, offline and without a TPM, against the chip makers, the firmware and the maximal age of a
 * {@link TrustPolicy}. Whether the assurance that is found suffices, the caller says. Stateless and thread-safe.
 */
public final class EvidenceVerifier {
    private final TrustPolicy policy;
    private final EndorsementCheck endorsements;

    /** A verifier that demands what {@code policy} demands of evidence. */
    public EvidenceVerifier(TrustPolicy policy) {
        this.policy = policy;
        this.endorsements = new EndorsementCheck(policy.chipMakers());
    }

    /** Checks {@code evidence}, which must be what {@code expected} says. */
    public EvidenceVerdict verify(Evidence evidence, EvidenceExpectation expected) {
        List<Finding> findings = new ArrayList<>();
        try {
            return check(evidence, expected, findings);
        } catch (RefusedException e) {
            return refuse(e.reason(), e.claim(), e.getMessage(), findings);
        } catch (MalformedException e) {
            return refuse(Reason.MALFORMED, "format", "The evidence is damaged: " + e.getMessage() + ".", findings);
        }
    }

    /** Whether evidence that was accepted before would be refused now for its time. */
    public Optional<EvidenceVerdict> checkTimeAgain(Evidence evidence, long nowMillis) {
        try {
            checkTime(evidence.claims(), nowMillis);
            return Optional.empty();
        } catch (RefusedException e) {
            return Optional.of(refuse(e.reason(), e.claim(), e.getMessage(), new ArrayList<>()));
        }
    }

    private static EvidenceVerdict refuse(Reason reason, String claim, String message, List<Finding> findings) {
        findings.add(new Finding.Failed(claim, message));
        return new EvidenceVerdict.Refused(reason, message, findings);
    }

    private EvidenceVerdict.Accepted check(Evidence evidence, EvidenceExpectation expected, List<Finding> findings)
            throws RefusedException, MalformedException {
        EvidenceClaims claims = evidence.claims();
        if (!evidence.signedBy(expected.identity())) {
            throw new RefusedException(
                    Reason.NOT_OF_THIS_NODE, "evidence", "The node's key did not sign this evidence as its own.");
        }
        findings.add(checkNonce(claims, expected));
        checkTime(claims, expected.nowMillis());
        Optional<MeasuredKey> unwrapKey = Optional.empty();
        Assurance assurance;
        if (claims.tpm().isPresent()) {
            TpmCheck check = new TpmCheck(claims.tpm().get(), claims.nonce());
            assurance = checkTpm(check, claims.tpm().get(), claims, expected, findings);
            unwrapKey = check.checkUnwrapKey();
        } else {
            assurance = checkWithoutTpm(claims, findings);
        }
        checkFirmware(claims, findings);
        return new EvidenceVerdict.Accepted(assurance, unwrapKey, findings);
    }

    private static Finding checkNonce(EvidenceClaims claims, EvidenceExpectation expected) throws RefusedException {
        if (expected.nonce().isEmpty()) {
            return new Finding.NotProved(
                    "fresh",
                    "The evidence answers no question of the verifier's: that it is recent is the node's word.");
        }
        if (!expected.nonce().get().equals(claims.nonce())) {
            throw new RefusedException(
                    Reason.OLD_NONCE, "fresh", "The evidence answers another question than the one that was asked.");
        }
        return new Finding.Proved("fresh", "The evidence answers the question that was asked just now.");
    }

    private void checkTime(EvidenceClaims claims, long nowMillis) throws RefusedException {
        long time = 1000 * claims.timeSeconds();
        if (time - Verifier.CLOCK_SKEW_MAX.toMillis() > nowMillis) {
            throw new RefusedException(
                    Reason.FROM_THE_FUTURE,
                    "fresh",
                    "The evidence is of " + Instant.ofEpochMilli(time) + ", but it is only "
                            + Instant.ofEpochMilli(nowMillis) + ": check the clocks.");
        }
        if (policy.maximalAge().filter(age -> nowMillis - time > age.toMillis()).isPresent()) {
            throw new RefusedException(
                    Reason.TOO_OLD,
                    "fresh",
                    "The evidence is of " + Instant.ofEpochMilli(time) + ", older than the policy's "
                            + policy.maximalAge().get() + ".");
        }
    }

    private Assurance checkTpm(
            TpmCheck check,
            TpmEvidence tpm,
            EvidenceClaims claims,
            EvidenceExpectation expected,
            List<Finding> findings)
            throws RefusedException, MalformedException {
        Attested.Quote quote = check.check(expected.identity());
        findings.add(check.finding());
        findings.addAll(new PcrCheck(tpm).check(quote, claims.firmware()));
        if (expected.binding() == ChipBinding.DISPROVED) {
            throw new RefusedException(
                    Reason.CHALLENGE_FAILED,
                    "same chip",
                    "The TPM with the endorsement key did not open a challenge for the attestation key: they are not in"
                            + " the same TPM.");
        }
        Optional<String> objection = endorsements.check(tpm, 1000 * claims.timeSeconds());
        if (objection.isPresent()) {
            findings.add(new Finding.NotProved(
                    "chip", objection.get() + " Whether there is a chip behind the TPM interface is not shown."));
            return Assurance.TPM2_INTERFACE;
        }
        findings.add(
                new Finding.Proved("chip", "A chip maker whom the policy trusts vouches for the endorsement key."));
        findings.add(
                switch (expected.binding()) {
                    case NONE, DISPROVED ->
                        new Finding.NotProved(
                                "same chip",
                                "That the attestation key lives in the endorsed chip is not shown: only a challenge"
                                        + " can show it.");
                    case OWNER ->
                        new Finding.Proved(
                                "same chip", "The owner vouches that the attestation key lives in the endorsed chip.");
                    case CHALLENGE ->
                        new Finding.Proved(
                                "same chip",
                                "The endorsed chip has answered a challenge that only the holder of this attestation"
                                        + " key can answer.");
                });
        return switch (expected.binding()) {
            case NONE, DISPROVED -> Assurance.TPM2_INTERFACE;
            case OWNER, CHALLENGE -> Assurance.TPM2;
        };
    }

    private static Assurance checkWithoutTpm(EvidenceClaims claims, List<Finding> findings) {
        findings.add(new Finding.NotProved(
                "chip",
                claims.kind() == Assurance.PKCS11
                        ? "That the key is in a token is the node's word, and whoever issued its certificate vouches."
                        : "The key is in a file."));
        findings.add(new Finding.NotProved("firmware", "What the node's program started is its own word."));
        return claims.kind();
    }

    private void checkFirmware(EvidenceClaims claims, List<Finding> findings) throws RefusedException {
        FirmwareLog firmware = claims.firmware();
        Set<Digest> accepted = policy.firmware();
        if (accepted.isEmpty()) {
            return;
        }
        if (firmware.runs().isEmpty()) {
            throw new RefusedException(
                    Reason.UNKNOWN_FIRMWARE,
                    "accepted firmware",
                    "The policy lists the firmware that it accepts, but the evidence names none.");
        }
        for (FirmwareRun run : Set.copyOf(firmware.runs())) {
            if (accepted.contains(run.digest())) {
                continue;
            }
            for (FirmwareItem item : run.items()) {
                if (!accepted.contains(item.sha256())) {
                    throw new RefusedException(
                            Reason.UNKNOWN_FIRMWARE,
                            "accepted firmware",
                            "The node's program started " + item + ", which the policy does not list.");
                }
            }
        }
        findings.add(
                claims.tpm().isPresent()
                        ? new Finding.Proved(
                                "accepted firmware",
                                "Everything that the node's program started is listed by the policy.")
                        : new Finding.NotProved(
                                "accepted firmware",
                                "Everything that the node says its program started is listed by the policy."));
    }
}
