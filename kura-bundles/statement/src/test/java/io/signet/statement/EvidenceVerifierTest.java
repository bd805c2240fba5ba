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
import io.signet.statement.evidence.FirmwareLog;
import io.signet.statement.evidence.FirmwareRun;
import io.signet.statement.evidence.SignedAttest;
import io.signet.statement.evidence.TpmEvidence;
import io.signet.statement.tpm.Pcr;
import java.security.KeyPair;
import java.security.SecureRandom;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/** Each test is named for the attack, or the fault, that the verifier must notice. */
class EvidenceVerifierTest {
    private static final Issuer OWNER = TestPki.owner("Anna");
    private static final Issuer MAKER = TestPki.owner("Chip Maker");
    private static final TrustPolicy POLICY = TestPki.trusting(OWNER).withChipMakers(List.of(MAKER.certificate()));

    private final TestTpm tpm = new TestTpm();

    private EvidenceExpectation asked() {
        return EvidenceExpectation.of(tpm.identity.getPublic(), NOW_MILLIS).withNonce(TestTpm.NONCE);
    }

    private EvidenceVerdict verify(Evidence evidence) {
        return new EvidenceVerifier(POLICY).verify(evidence, asked());
    }

    private void assertRefused(Evidence evidence, Reason reason) {
        assertThat(verify(evidence)).isInstanceOfSatisfying(EvidenceVerdict.Refused.class, refused -> {
            assertThat(refused.reason()).isEqualTo(reason);
            assertThat(refused.message()).isNotBlank();
            assertThat(refused.findings()).last().isInstanceOf(Finding.Failed.class);
        });
    }

    private void assertRefused(Reason reason) {
        assertRefused(tpm.evidence(), reason);
    }

    private static Assurance assurance(EvidenceVerdict verdict) {
        assertThat(verdict).as(verdict.toString()).isInstanceOf(EvidenceVerdict.Accepted.class);
        return ((EvidenceVerdict.Accepted) verdict).assurance();
    }

    private static List<String> claims(EvidenceVerdict verdict, Class<? extends Finding> kind) {
        return verdict.findings().stream()
                .filter(kind::isInstance)
                .map(Finding::claim)
                .toList();
    }

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
    void resultKeyThatIsNotTheIdentityKey_isRefused() {
        tpm.otherResultKey = Optional.of(TestPki.p256());
        assertRefused(Reason.OTHER_RESULT_KEY);
    }

    @Test
    void exportableResultKey_isRefused() {
        for (int missing :
                new int[] {TpmWriter.FIXED_TPM, TpmWriter.FIXED_PARENT, TpmWriter.SENSITIVE_DATA_ORIGIN, TpmWriter.SIGN
                }) {
            tpm.resultAttributes = TestTpm.RESULT_KEY & ~missing;
            assertRefused(Reason.EXPORTABLE_KEY);
        }
    }

    @Test
    void attestationKeyWithoutRestricted_isRefused() {
        tpm.attestationAttributes = TestTpm.ATTESTATION_KEY & ~TpmWriter.RESTRICTED;
        assertRefused(Reason.UNRESTRICTED_ATTESTATION_KEY);
    }

    @Test
    void attestationKeyThatDecryptsOrCanNotSign_isRefused() {
        tpm.attestationAttributes = TestTpm.ATTESTATION_KEY | TpmWriter.DECRYPT;
        assertRefused(Reason.UNRESTRICTED_ATTESTATION_KEY);
        tpm.attestationAttributes = TestTpm.ATTESTATION_KEY & ~TpmWriter.SIGN;
        assertRefused(Reason.UNRESTRICTED_ATTESTATION_KEY);
    }

    @Test
    void attestationKeyWithoutFixedTpm_isRefused() {
        for (int missing : new int[] {TpmWriter.FIXED_TPM, TpmWriter.FIXED_PARENT, TpmWriter.SENSITIVE_DATA_ORIGIN}) {
            tpm.attestationAttributes = TestTpm.ATTESTATION_KEY & ~missing;
            assertRefused(Reason.EXPORTABLE_ATTESTATION_KEY);
        }
    }

    @Test
    void keyCertifiedByAnotherTpm_isRefused() {
        TestTpm other = new TestTpm();
        other.otherResultKey = Optional.of(tpm.identity);
        tpm.otherCertified = Optional.of(other.certified());
        assertRefused(Reason.CERTIFIED_BY_ANOTHER_TPM);
    }

    @Test
    void attestationsOfAnotherTpm_areNotSignedByTheAttestationKey() {
        TestTpm other = new TestTpm();
        other.otherResultKey = Optional.of(tpm.identity);
        tpm.otherCertified = Optional.of(other.certified());
        tpm.otherQuoted = Optional.of(other.quoted());
        assertRefused(Reason.BAD_ATTESTATION_SIGNATURE);
    }

    @Test
    void changedQuote_isNotSignedByTheAttestationKey() {
        SignedAttest genuine = tpm.quoted();
        byte[] changed = genuine.attest().toArray();
        changed[changed.length - 1] ^= 1;
        tpm.otherQuoted = Optional.of(new SignedAttest(Bytes.copyOf(changed), genuine.signature()));
        assertRefused(Reason.BAD_ATTESTATION_SIGNATURE);
    }

    @Test
    void magicOtherThanTpmGenerated_isRefused() {
        tpm.magic = TestTpm.GENERATED + 1;
        SignedAttest certified = tpm.certified();
        SignedAttest quoted = tpm.quoted();
        tpm.magic = TestTpm.GENERATED;
        tpm.otherCertified = Optional.of(certified);
        assertRefused(Reason.NOT_MADE_BY_A_TPM);
        tpm.otherCertified = Optional.empty();
        tpm.otherQuoted = Optional.of(quoted);
        assertRefused(Reason.NOT_MADE_BY_A_TPM);
    }

    @Test
    void certificationAndQuoteExchanged_areTheWrongAttestations() {
        tpm.otherCertified = Optional.of(tpm.quoted());
        assertRefused(Reason.WRONG_ATTESTATION);
        tpm.otherCertified = Optional.empty();
        tpm.otherQuoted = Optional.of(tpm.certified());
        assertRefused(Reason.WRONG_ATTESTATION);
        tpm.otherQuoted = Optional.empty();
        tpm.certifyType = 0x8014;
        assertRefused(Reason.WRONG_ATTESTATION);
    }

    @Test
    void certificationOfAnotherKey_isRefused() {
        tpm.otherCertifiedName = Optional.of(TpmWriter.name(Bytes.utf8("another key")));
        assertRefused(Reason.OTHER_KEY_CERTIFIED);
    }

    @Test
    void changedPcr_isNotQuoted() {
        TreeMap<Integer, Digest> changed = new TreeMap<>(tpm.pcrs);
        changed.put(0, Digest.sha256(Bytes.utf8("another firmware")));
        tpm.otherPcrs = Optional.of(changed);
        assertRefused(Reason.CHANGED_PCR);
    }

    @Test
    void pcrMoreOrLessThanQuoted_isRefused() {
        TreeMap<Integer, Digest> changed = new TreeMap<>(tpm.pcrs);
        changed.put(9, Pcr.ZERO);
        tpm.otherPcrs = Optional.of(changed);
        assertRefused(Reason.CHANGED_PCR);
        changed.remove(9);
        changed.remove(3);
        assertRefused(Reason.CHANGED_PCR);
    }

    @Test
    void quoteOfAnotherBank_isRefused() {
        tpm.quotedHash = TpmWriter.SHA1;
        assertRefused(Reason.CHANGED_PCR);
    }

    @Test
    void firmwareLogThatDoesNotFold_isRefused() {
        for (FirmwareLog log : List.of(
                FirmwareLog.EMPTY,
                new FirmwareLog(TestTpm.FIRMWARE.runs().subList(1, 2)),
                new FirmwareLog(List.of(
                        TestTpm.FIRMWARE.runs().get(0),
                        new FirmwareRun(List.of(TestTpm.item("io.signet.statement"), TestTpm.item("evil"))))))) {
            tpm.firmware = log;
            assertRefused(Reason.FIRMWARE_MISMATCH);
        }
    }

    @Test
    void firmwareInAResettableOrUnquotedRegister_isRefused() {
        for (int pcr : new int[] {7, 13, 16, 23}) {
            tpm.firmwarePcr = pcr;
            if (pcr != 13) {
                tpm.pcrs.put(pcr, TestTpm.FIRMWARE.extend(Pcr.ZERO));
            }
            assertRefused(Reason.PCR_NOT_QUOTED);
        }
        for (int pcr : new int[] {8, 15}) {
            tpm.firmwarePcr = pcr;
            tpm.pcrs.put(pcr, TestTpm.FIRMWARE.extend(Pcr.ZERO));
            assurance(verify(tpm.evidence()));
        }
    }

    private BootLogWriter booted() {
        BootLogWriter log = new BootLogWriter()
                .startedFrom(3)
                .tell("what it is")
                .measure(0, 8, "firmware 1.0")
                .measure(7, 0x80000001, "secure boot on")
                .measure(14, 13, "the owner's keys");
        tpm.pcrs.putAll(log.pcrs());
        tpm.pcrs.put(14, TestTpm.FIRMWARE.extend(log.pcrs().get(14)));
        tpm.bootLog = log.toBytes();
        return log;
    }

    @Test
    void bootLogThatFolds_isProved() {
        booted();
        EvidenceVerdict verdict = verify(tpm.evidence());
        assurance(verdict);
        assertThat(claims(verdict, Finding.Proved.class)).contains("boot", "firmware");
    }

    @Test
    void bootLogWithAnotherEvent_isRefused() {
        BootLogWriter log = booted();
        tpm.bootLog = log.measure(0, 8, "one more").toBytes();
        assertRefused(Reason.BOOT_LOG_MISMATCH);
    }

    @Test
    void bootLogOfARegisterThatWasNotQuoted_isRefused() {
        booted();
        tpm.pcrs.remove(7);
        assertRefused(Reason.PCR_NOT_QUOTED);
    }

    @Test
    void damagedStructures_areMalformed() {
        booted();
        TpmEvidence genuine = tpm.tpmEvidence();
        Bytes broken = Bytes.utf8("broken");
        SignedAttest unreadable = new SignedAttest(broken, genuine.quoted().signature());
        for (TpmEvidence damaged : List.of(
                with(genuine, List.of(broken), genuine.endorsementKey(), genuine.attestationKey(), genuine.quoted()),
                with(genuine, List.of(), broken, genuine.attestationKey(), genuine.quoted()),
                with(genuine, List.of(), genuine.endorsementKey(), broken, genuine.quoted()),
                with(genuine, List.of(), genuine.endorsementKey(), genuine.attestationKey(), unreadable))) {
            assertRefused(tpm.evidence(damaged), Reason.MALFORMED);
        }
        tpm.bootLog = broken;
        assertRefused(Reason.MALFORMED);
    }

    private static TpmEvidence with(
            TpmEvidence genuine, List<Bytes> chain, Bytes endorsement, Bytes attestation, SignedAttest quoted) {
        return new TpmEvidence(
                chain,
                endorsement,
                attestation,
                genuine.resultKey(),
                genuine.certified(),
                quoted,
                genuine.pcrs(),
                genuine.firmwarePcr(),
                genuine.bootLog());
    }

    private EvidenceVerdict verifyListing(Set<Digest> firmware, FirmwareLog log) {
        tpm.firmware = log;
        tpm.pcrs.put(14, log.extend(Pcr.ZERO));
        return new EvidenceVerifier(POLICY.withFirmware(firmware)).verify(tpm.evidence(), asked());
    }

    @Test
    void firmwareThatThePolicyLists_isAcceptedByRunOrByBundle() {
        FirmwareRun run = TestTpm.FIRMWARE.runs().get(1);
        FirmwareLog log = new FirmwareLog(List.of(run));
        EvidenceVerdict byRun = verifyListing(Set.of(run.digest()), log);
        assurance(byRun);
        assertThat(claims(byRun, Finding.Proved.class)).contains("accepted firmware");
        assurance(verifyListing(
                Set.of(run.items().get(0).sha256(), run.items().get(1).sha256()), log));
    }

    @Test
    void firmwareThatThePolicyDoesNotList_isRefused() {
        FirmwareRun run = TestTpm.FIRMWARE.runs().get(1);
        Set<Digest> first = Set.of(run.items().get(0).sha256());
        for (FirmwareLog log : List.of(TestTpm.FIRMWARE, FirmwareLog.EMPTY)) {
            assertThat(verifyListing(first, log))
                    .isInstanceOfSatisfying(EvidenceVerdict.Refused.class, refused -> assertThat(refused.reason())
                            .isEqualTo(Reason.UNKNOWN_FIRMWARE));
        }
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
