package io.signet.statement;

import static io.signet.statement.TestPki.NOW_MILLIS;
import static org.assertj.core.api.Assertions.assertThat;

import io.signet.statement.TestPki.Issuer;
import io.signet.statement.cose.SigningException;
import io.signet.statement.cose.SoftwareSigner;
import io.signet.statement.evidence.ChipBinding;
import io.signet.statement.evidence.Evidence;
import io.signet.statement.evidence.EvidenceClaims;
import io.signet.statement.evidence.EvidenceExpectation;
import io.signet.statement.evidence.EvidenceVerdict;
import io.signet.statement.evidence.EvidenceVerdict.Reason;
import io.signet.statement.evidence.EvidenceVerifier;
import io.signet.statement.evidence.SignedAttest;
import io.signet.statement.evidence.TpmEvidence;
import java.security.KeyPair;
import java.security.SecureRandom;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** What evidence is worth: whose chip it is about, of which node and time, and on whose word. */
class EvidenceVerifierTest extends EvidenceFixture {
    @Test
    void endorsedChipThatAnsweredAChallenge_isATpm() {
        tpm.endorsementCertificates = List.of(tpm.endorsedBy(MAKER));
        EvidenceVerdict verdict =
                new EvidenceVerifier(POLICY).verify(tpm.evidence(), asked().withBinding(ChipBinding.CHALLENGE));
        assertThat(assurance(verdict)).isEqualTo(Assurance.TPM2);
        assertThat(claims(verdict, Finding.Proved.class))
                .containsExactly("fresh", "tpm", "firmware", "chip", "same chip");
        assertThat(claims(verdict, Finding.NotProved.class)).containsExactly("boot");
    }

    @Test
    void ownersWordThatTheKeyIsInTheChip_isEnoughButIsSaid() {
        tpm.endorsementCertificates = List.of(tpm.endorsedBy(MAKER));
        EvidenceVerdict verdict =
                new EvidenceVerifier(POLICY).verify(tpm.evidence(), asked().withBinding(ChipBinding.OWNER));
        assertThat(assurance(verdict)).isEqualTo(Assurance.TPM2);
        assertThat(verdict.findings())
                .contains(new Finding.Proved(
                        "same chip", "The owner vouches that the attestation key lives in the endorsed chip."));
    }

    @Test
    void endorsementCertificateNextToAKeyThatNobodyBindsToIt_isATpmInterfaceOnly() {
        tpm.endorsementCertificates = List.of(tpm.endorsedBy(MAKER));
        EvidenceVerdict verdict = verify(tpm.evidence());
        assertThat(assurance(verdict)).isEqualTo(Assurance.TPM2_INTERFACE);
        assertThat(claims(verdict, Finding.NotProved.class)).contains("same chip");
    }

    @Test
    void rsaAttestationKeyAndEccEndorsementKey_areAccepted() {
        TestTpm other = new TestTpm(TestPki.p256());
        other.attestation = TestPki.keys("RSA", "");
        other.endorsementCertificates = List.of(other.endorsedBy(MAKER));
        EvidenceExpectation expected =
                EvidenceExpectation.of(other.identity.getPublic(), NOW_MILLIS).withBinding(ChipBinding.CHALLENGE);
        EvidenceVerdict verdict = new EvidenceVerifier(POLICY).verify(other.evidence(), expected);
        assertThat(assurance(verdict)).isEqualTo(Assurance.TPM2);
        assertThat(claims(verdict, Finding.NotProved.class)).contains("fresh");
    }

    @Test
    void endorsementByNoTrustedMaker_isATpmInterfaceWhoeverVouches() {
        for (List<X509Certificate> chain :
                List.of(List.<X509Certificate>of(), List.of(tpm.endorsedBy(TestPki.owner("Chip Maker"))))) {
            tpm.endorsementCertificates = chain;
            for (ChipBinding binding : EnumSet.complementOf(EnumSet.of(ChipBinding.DISPROVED))) {
                EvidenceVerdict verdict =
                        new EvidenceVerifier(POLICY).verify(tpm.evidence(), asked().withBinding(binding));
                assertThat(assurance(verdict)).isEqualTo(Assurance.TPM2_INTERFACE);
                assertThat(claims(verdict, Finding.NotProved.class)).contains("chip");
            }
        }
    }

    @Test
    void chipThatWasChallengedInVain_isRefusedWhoeverEndorsesIt() {
        for (List<X509Certificate> chain : List.of(List.<X509Certificate>of(), List.of(tpm.endorsedBy(MAKER)))) {
            tpm.endorsementCertificates = chain;
            assertThat(new EvidenceVerifier(POLICY).verify(tpm.evidence(), asked().withBinding(ChipBinding.DISPROVED)))
                    .isInstanceOfSatisfying(EvidenceVerdict.Refused.class, refused -> assertThat(refused.reason())
                            .isEqualTo(Reason.CHALLENGE_FAILED));
        }
    }

    @Test
    void challengeOfWhatTheEvidenceSays_isForItsKeysAndForEndorsementKeysOnly() {
        TpmEvidence said = tpm.evidence().claims().tpm().orElseThrow();
        assertThat(said.challenge(new SecureRandom())).isPresent();
        for (Bytes noEndorsementKey : List.of(said.attestationKey(), Bytes.utf8("no key"))) {
            TpmEvidence other = new TpmEvidence(
                    said.endorsementCertificates(),
                    noEndorsementKey,
                    said.attestationKey(),
                    said.resultKey(),
                    said.certified(),
                    said.quoted(),
                    said.pcrs(),
                    said.firmwarePcr(),
                    said.bootLog());
            assertThat(other.challenge(new SecureRandom())).isEmpty();
        }
    }

    @Test
    void policyWithoutChipMakers_trustsNone() {
        tpm.endorsementCertificates = List.of(tpm.endorsedBy(MAKER));
        EvidenceVerdict verdict = new EvidenceVerifier(TestPki.trusting(OWNER))
                .verify(tpm.evidence(), asked().withBinding(ChipBinding.CHALLENGE));
        assertThat(assurance(verdict)).isEqualTo(Assurance.TPM2_INTERFACE);
    }

    @Test
    void endorsementThroughAnIntermediate_isTrusted() {
        KeyPair keys = TestPki.p256();
        X509Certificate intermediate =
                new TestPki.Certificate(keys, "CN=Line 1").authority().issue(MAKER);
        tpm.endorsementCertificates = List.of(tpm.endorsedBy(new Issuer(keys, intermediate)), intermediate);
        assertThat(assurance(new EvidenceVerifier(POLICY)
                        .verify(tpm.evidence(), asked().withBinding(ChipBinding.CHALLENGE))))
                .isEqualTo(Assurance.TPM2);
    }

    @Test
    void endorsementCertificateOfAnotherTpm_isRefused() {
        tpm.endorsementCertificates = List.of(new TestTpm(TestPki.p256()).endorsedBy(MAKER));
        assertRefused(Reason.OTHER_ENDORSEMENT_KEY);
    }

    @Test
    void certificateThatIsNoEndorsement_isRefused() {
        tpm.endorsementCertificates = List.of(new TestPki.Certificate(tpm.endorsement, "CN=TPM").issue(MAKER));
        assertRefused(Reason.OTHER_ENDORSEMENT_KEY);
        tpm.endorsementCertificates = List.of(new TestPki.Certificate(tpm.endorsement, "CN=TPM")
                .extension("2.5.29.37", false, TestTpm.endorsementUsage())
                .authority()
                .issue(MAKER));
        assertRefused(Reason.OTHER_ENDORSEMENT_KEY);
    }

    @Test
    void evidenceOfAnotherNode_isRefused() {
        assertRefused(new TestTpm().evidence(), Reason.NOT_OF_THIS_NODE);
    }

    @Test
    void changedClaim_breaksTheSignature() {
        Evidence genuine = tpm.evidence();
        EvidenceClaims claims = genuine.claims();
        EvidenceClaims later = new EvidenceClaims(
                claims.node(),
                claims.nonce(),
                claims.timeSeconds() + 1,
                claims.kind(),
                claims.firmware(),
                claims.tpm());
        assertRefused(new Evidence(later, genuine.signature()), Reason.NOT_OF_THIS_NODE);
    }

    @Test
    void oldNonceInTheEvidence_isRefused() {
        EvidenceExpectation other =
                EvidenceExpectation.of(tpm.identity.getPublic(), NOW_MILLIS).withNonce(Bytes.utf8("another"));
        assertThat(new EvidenceVerifier(POLICY).verify(tpm.evidence(), other))
                .isInstanceOfSatisfying(EvidenceVerdict.Refused.class, refused -> assertThat(refused.reason())
                        .isEqualTo(Reason.OLD_NONCE));
    }

    @Test
    void oldNonceInTheQuoteOrTheCertification_isRefused() {
        TestTpm old = tpm;
        old.qualifyingData = Evidence.qualifyingData(Bytes.utf8("an older one"));
        SignedAttest certified = old.certified();
        SignedAttest quoted = old.quoted();
        old.qualifyingData = Evidence.qualifyingData(TestTpm.NONCE);
        old.otherQuoted = Optional.of(quoted);
        assertRefused(Reason.OLD_NONCE);
        old.otherQuoted = Optional.empty();
        old.otherCertified = Optional.of(certified);
        assertRefused(Reason.OLD_NONCE);
    }

    @Test
    void evidenceOfTheFuture_isRefused() {
        long skew = Verifier.CLOCK_SKEW_MAX.toMillis();
        Evidence evidence = tpm.evidence();
        long time = 1000 * evidence.claims().timeSeconds();
        EvidenceVerifier verifier = new EvidenceVerifier(POLICY);
        EvidenceExpectation early = EvidenceExpectation.of(tpm.identity.getPublic(), time - skew - 1);
        assertThat(verifier.verify(evidence, early))
                .isInstanceOfSatisfying(EvidenceVerdict.Refused.class, refused -> assertThat(refused.reason())
                        .isEqualTo(Reason.FROM_THE_FUTURE));
        assurance(verifier.verify(evidence, EvidenceExpectation.of(tpm.identity.getPublic(), time - skew)));
    }

    @Test
    void evidenceOlderThanThePolicyAllows_isRefused() {
        EvidenceVerifier impatient = new EvidenceVerifier(POLICY.withMaximalAge(Duration.ofHours(1)));
        Evidence evidence = tpm.evidence();
        long hourLater =
                1000 * evidence.claims().timeSeconds() + Duration.ofHours(1).toMillis();
        assurance(impatient.verify(evidence, EvidenceExpectation.of(tpm.identity.getPublic(), hourLater)));
        assertThat(impatient.verify(evidence, EvidenceExpectation.of(tpm.identity.getPublic(), hourLater + 1)))
                .isInstanceOfSatisfying(EvidenceVerdict.Refused.class, refused -> assertThat(refused.reason())
                        .isEqualTo(Reason.TOO_OLD));
    }

    @Test
    void evidenceOfAKeyWithoutATpm_provesNoHardware() throws SigningException {
        for (Assurance kind : List.of(Assurance.SOFTWARE, Assurance.PKCS11)) {
            EvidenceClaims claims = new EvidenceClaims(
                    NodeId.of(tpm.identity.getPublic()),
                    TestTpm.NONCE,
                    NOW_MILLIS / 1000,
                    kind,
                    TestTpm.FIRMWARE,
                    Optional.empty());
            Evidence evidence = Evidence.sign(SoftwareSigner.ofP256(tpm.identity), claims);
            EvidenceVerdict verdict = verify(evidence);
            assertThat(assurance(verdict)).isEqualTo(kind);
            assertThat(claims(verdict, Finding.NotProved.class)).containsExactly("chip", "firmware");
            Set<Digest> listed = Set.of(
                    TestTpm.FIRMWARE.runs().get(0).digest(),
                    TestTpm.FIRMWARE.runs().get(1).digest());
            EvidenceVerdict listing = new EvidenceVerifier(POLICY.withFirmware(listed)).verify(evidence, asked());
            assertThat(claims(listing, Finding.NotProved.class)).contains("accepted firmware");
        }
    }
}
