package io.signet.statement;

import static io.signet.statement.TestPki.NOW_MILLIS;
import static org.assertj.core.api.Assertions.assertThat;

import io.signet.statement.TestPki.Issuer;
import io.signet.statement.TestPki.Node;
import io.signet.statement.Verdict.Reason;
import io.signet.statement.cose.SigningException;
import io.signet.statement.evidence.ChipBinding;
import io.signet.statement.evidence.Evidence;
import io.signet.statement.evidence.EvidenceClaims;
import io.signet.statement.evidence.EvidenceExpectation;
import io.signet.statement.evidence.EvidenceVerdict;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** Evidence in proofs, under what trust policies demand of it. */
class HardwareCheckTest {
    private static final Issuer OWNER = TestPki.owner("Anna");
    private static final Issuer MAKER = TestPki.owner("Chip Maker");
    private static final TrustPolicy ANY = TestPki.trusting(OWNER);
    private static final TrustPolicy CHIP =
            ANY.withChipMakers(List.of(MAKER.certificate())).withMinimalAssurance(Assurance.TPM2);
    private static final Set<Digest> FIRMWARE = Set.of(
            TestTpm.item("io.signet.statement").sha256(),
            TestTpm.item("io.signet.node").sha256());

    private final TestTpm tpm = new TestTpm();

    private Proof proof(Assurance certified, Bytes evidence) {
        Node node = TestPki.node(OWNER, certified, tpm.identity);
        return TestLog.proof(node, NOW_MILLIS).withEvidence(evidence);
    }

    private Bytes endorsed() {
        tpm.endorsementCertificates = List.of(tpm.endorsedBy(MAKER));
        return tpm.evidence().encode();
    }

    private Bytes withoutTpm(Assurance kind) {
        try {
            EvidenceClaims claims = new EvidenceClaims(
                    NodeId.of(tpm.identity.getPublic()),
                    TestTpm.NONCE,
                    NOW_MILLIS / 1000,
                    kind,
                    TestTpm.FIRMWARE,
                    Optional.empty());
            return Evidence.sign(TestPki.signer(tpm.identity), claims).encode();
        } catch (SigningException e) {
            throw new AssertionError(e);
        }
    }

    private static List<String> proved(TrustPolicy policy, Proof proof) {
        Verdict verdict = new Verifier(policy).verify(proof, NOW_MILLIS);
        assertThat(verdict).as(verdict.toString()).isInstanceOf(Verdict.Accepted.class);
        return verdict.findings().stream()
                .filter(Finding.Proved.class::isInstance)
                .map(Finding::claim)
                .toList();
    }

    private static void assertRejected(TrustPolicy policy, Proof proof, Reason reason) {
        assertThat(new Verifier(policy).verify(proof, NOW_MILLIS))
                .isInstanceOfSatisfying(Verdict.Rejected.class, rejected -> {
                    assertThat(rejected.reason()).isEqualTo(reason);
                    assertThat(rejected.findings()).last().isInstanceOf(Finding.Failed.class);
                });
    }

    @Test
    void endorsedChip_satisfiesAPolicyThatNamesItsMaker() {
        assertThat(proved(CHIP, proof(Assurance.TPM2, endorsed())))
                .contains("hardware", "tpm", "firmware", "chip", "same chip");
    }

    @Test
    void policyThatNamesChipMakersAndDemandsAChip_wantsEvidence() {
        assertRejected(CHIP, proof(Assurance.TPM2, Bytes.EMPTY), Reason.EVIDENCE_MISSING);
        assertThat(proved(CHIP.withMinimalAssurance(Assurance.SOFTWARE), proof(Assurance.TPM2, Bytes.EMPTY)))
                .contains("hardware");
        assertThat(proved(ANY.withMinimalAssurance(Assurance.TPM2), proof(Assurance.TPM2, Bytes.EMPTY)))
                .contains("hardware");
    }

    @Test
    void chipOfAnotherMaker_isTooLittleForAPolicyThatDemandsOne() {
        Proof proof = proof(Assurance.TPM2, tpm.evidence().encode());
        assertRejected(CHIP, proof, Reason.ASSURANCE_TOO_LOW);
        assertThat(proved(CHIP.withMinimalAssurance(Assurance.TPM2_INTERFACE), proof))
                .doesNotContain("chip");
        assertThat(proved(ANY.withMinimalAssurance(Assurance.TPM2), proof)).contains("hardware", "tpm");
    }

    @Test
    void certificateThatSaysLessThanTheChip_decides() {
        assertRejected(CHIP, proof(Assurance.TPM2_INTERFACE, endorsed()), Reason.ASSURANCE_TOO_LOW);
        assertThat(proved(CHIP.withMinimalAssurance(Assurance.SOFTWARE), proof(Assurance.SOFTWARE, endorsed())))
                .contains("chip")
                .doesNotContain("same chip", "hardware");
    }

    @Test
    void certificateThatSaysMoreThanTheKindOfKey_isRejected() {
        for (Assurance certified : List.of(Assurance.TPM2, Assurance.TPM2_INTERFACE)) {
            for (Assurance kind : List.of(Assurance.SOFTWARE, Assurance.PKCS11)) {
                assertRejected(ANY, proof(certified, withoutTpm(kind)), Reason.ASSURANCE_MISMATCH);
            }
        }
        assertRejected(ANY, proof(Assurance.PKCS11, withoutTpm(Assurance.SOFTWARE)), Reason.ASSURANCE_MISMATCH);
        assertRejected(ANY, proof(Assurance.PKCS11, endorsed()), Reason.ASSURANCE_MISMATCH);
        proved(ANY, proof(Assurance.PKCS11, withoutTpm(Assurance.PKCS11)));
        proved(ANY, proof(Assurance.SOFTWARE, withoutTpm(Assurance.SOFTWARE)));
    }

    @Test
    void policyThatListsFirmware_wantsEvidenceOfIt() {
        assertRejected(ANY.withFirmware(FIRMWARE), proof(Assurance.TPM2, Bytes.EMPTY), Reason.EVIDENCE_MISSING);
        assertThat(proved(ANY.withFirmware(FIRMWARE), proof(Assurance.TPM2, endorsed())))
                .contains("accepted firmware");
        Set<Digest> other = Set.of(TestTpm.item("io.signet.statement").sha256());
        assertRejected(ANY.withFirmware(other), proof(Assurance.TPM2, endorsed()), Reason.BAD_EVIDENCE);
    }

    @Test
    void evidenceThatWasAcceptedBefore_isStillTooOldLaterAndNobodyElses() {
        Verifier verifier = new Verifier(ANY.withMaximalAge(Duration.ofHours(1)));
        Proof proof = proof(Assurance.TPM2, endorsed());
        List<Finding> findings = verifier.verify(proof, NOW_MILLIS).findings();
        assertThat(verifier.verify(proof, NOW_MILLIS).findings()).hasToString(findings.toString());
        Proof other = TestLog.proof(TestPki.node(OWNER, Assurance.TPM2, new TestTpm().identity), NOW_MILLIS)
                .withEvidence(proof.evidence());
        assertThat(verifier.verify(other, NOW_MILLIS)).isInstanceOf(Verdict.Rejected.class);
        long later = NOW_MILLIS + Duration.ofMinutes(50).toMillis();
        tpm.timeSeconds -= Duration.ofMinutes(30).toSeconds();
        Proof older = proof(Assurance.TPM2, endorsed());
        assertThat(verifier.verify(older, NOW_MILLIS)).isInstanceOf(Verdict.Accepted.class);
        assertThat(verifier.verify(older, later))
                .isInstanceOfSatisfying(Verdict.Rejected.class, rejected -> assertThat(rejected.reason())
                        .isEqualTo(Reason.BAD_EVIDENCE));
    }

    @Test
    void evidenceByItself_isCheckedAsInAProof() throws Exception {
        Verifier verifier = new Verifier(CHIP);
        IdentityChain node = TestPki.node(OWNER, Assurance.TPM2, tpm.identity).chain();
        EvidenceExpectation asked =
                EvidenceExpectation.of(node.identityKey(), NOW_MILLIS).withNonce(TestTpm.NONCE);
        Bytes evidence = endorsed();
        assertThat(verifier.checkEvidence(node, evidence, asked.withBinding(ChipBinding.CHALLENGE)))
                .isInstanceOf(EvidenceVerdict.Accepted.class);
        assertRefused(verifier.checkEvidence(node, evidence, asked), EvidenceVerdict.Reason.ASSURANCE_TOO_LOW);
        assertRefused(
                verifier.checkEvidence(node, withoutTpm(Assurance.SOFTWARE), asked),
                EvidenceVerdict.Reason.NOT_AS_CERTIFIED);
        assertRefused(verifier.checkEvidence(node, Bytes.utf8("none"), asked), EvidenceVerdict.Reason.MALFORMED);
    }

    private static void assertRefused(EvidenceVerdict verdict, EvidenceVerdict.Reason reason) {
        assertThat(verdict).isInstanceOfSatisfying(EvidenceVerdict.Refused.class, refused -> {
            assertThat(refused.reason()).isEqualTo(reason);
            assertThat(refused.findings()).last().isInstanceOf(Finding.Failed.class);
        });
    }

    @Test
    void damagedForeignOrOldEvidence_isRejectedUnderEveryPolicy() {
        assertRejected(ANY, proof(Assurance.TPM2, Bytes.utf8("none")), Reason.BAD_EVIDENCE);
        assertRejected(ANY, proof(Assurance.TPM2, new TestTpm().evidence().encode()), Reason.BAD_EVIDENCE);
        tpm.timeSeconds -= Duration.ofHours(2).toSeconds();
        Proof old = proof(Assurance.TPM2, endorsed());
        proved(ANY, old);
        assertRejected(ANY.withMaximalAge(Duration.ofHours(1)), old, Reason.BAD_EVIDENCE);
    }
}
