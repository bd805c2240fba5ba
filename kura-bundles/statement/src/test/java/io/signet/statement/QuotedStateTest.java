package io.signet.statement;

import static org.assertj.core.api.Assertions.assertThat;

import io.signet.statement.evidence.EvidenceVerdict;
import io.signet.statement.evidence.EvidenceVerdict.Reason;
import io.signet.statement.evidence.EvidenceVerifier;
import io.signet.statement.evidence.FirmwareLog;
import io.signet.statement.evidence.FirmwareRun;
import io.signet.statement.evidence.SignedAttest;
import io.signet.statement.evidence.TpmEvidence;
import io.signet.statement.tpm.Pcr;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/** What the TPM says in evidence: of its keys, its registers, and what was booted and started. */
class QuotedStateTest extends EvidenceFixture {
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
}
