package io.signet.attestation.tpm;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.signet.runtime.Clock;
import io.signet.statement.Assurance;
import io.signet.statement.Bytes;
import io.signet.statement.Digest;
import io.signet.statement.TrustPolicy;
import io.signet.statement.cose.SigningException;
import io.signet.statement.evidence.ChipBinding;
import io.signet.statement.evidence.Evidence;
import io.signet.statement.evidence.EvidenceExpectation;
import io.signet.statement.evidence.EvidenceVerdict;
import io.signet.statement.evidence.EvidenceVerdict.Reason;
import io.signet.statement.evidence.EvidenceVerifier;
import io.signet.statement.evidence.FirmwareItem;
import io.signet.statement.evidence.FirmwareLog;
import io.signet.statement.evidence.FirmwareRun;
import io.signet.statement.evidence.TpmEvidence;
import io.signet.statement.tpm.MakeCredential;
import io.signet.statement.tpm.TpmPublic;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.security.cert.X509Certificate;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Evidence of an emulated TPM, checked by the verifier that everybody uses. */
final class TpmEvidenceTest {
    private static final Bytes NONCE = Bytes.utf8("what the challenger drew");
    private static final FirmwareRun RUN =
            new FirmwareRun(List.of(item("io.signet.statement"), item("io.signet.node")));

    @TempDir
    private Path directory;

    private final TestChipMaker maker = new TestChipMaker();
    private EmulatedTpm tpm;
    private TpmOptions options;

    @BeforeEach
    void switchOn() throws Exception {
        tpm = EmulatedTpm.start(directory.resolve("tpm"), false);
        options = TpmOptions.of(tpm.address(), directory.resolve("identity"));
    }

    @AfterEach
    void switchOff() {
        tpm.close();
    }

    private void reset() throws Exception {
        tpm.close();
        tpm = EmulatedTpm.start(directory.resolve("tpm"), false);
    }

    private static FirmwareItem item(String name) {
        return new FirmwareItem(name, "0.1.0", Digest.sha256(Bytes.utf8(name)));
    }

    private TpmKey open() throws TpmException {
        return TpmKey.open(options, new SecureRandom());
    }

    private EvidenceVerdict verify(TpmKey key, Evidence evidence, ChipBinding binding, X509Certificate... makers)
            throws Exception {
        TrustPolicy policy = TrustPolicy.of(List.of(maker.certificate())).withChipMakers(List.of(makers));
        EvidenceExpectation expected = EvidenceExpectation.of(key.publicKey(), Clock.SYSTEM.wallMillis())
                .withNonce(NONCE)
                .withBinding(binding);
        return new EvidenceVerifier(policy).verify(Evidence.decode(evidence.encode()), expected);
    }

    private Assurance accepted(EvidenceVerdict verdict) {
        assertThat(verdict).as(verdict.toString()).isInstanceOf(EvidenceVerdict.Accepted.class);
        return ((EvidenceVerdict.Accepted) verdict).assurance();
    }

    private static Reason refused(EvidenceVerdict verdict) {
        return ((EvidenceVerdict.Refused) verdict).reason();
    }

    @Test
    void emulator_isATpmInterfaceAndNoMore() throws Exception {
        try (TpmKey key = open()) {
            key.measure(RUN);
            Evidence evidence = key.evidence(NONCE);
            assertThat(accepted(verify(key, evidence, ChipBinding.NONE))).isEqualTo(Assurance.TPM2_INTERFACE);
            assertThat(accepted(verify(key, evidence, ChipBinding.CHALLENGE, maker.certificate())))
                    .isEqualTo(Assurance.TPM2_INTERFACE);
            assertThat(evidence.claims().firmware().runs()).containsExactly(RUN);
            assertThat(refused(verify(key, key.evidence(Bytes.utf8("another nonce")), ChipBinding.NONE)))
                    .isEqualTo(Reason.OLD_NONCE);
        }
    }

    @Test
    void chipOfATrustedMaker_isATpmOnceItHasAnsweredAChallenge() throws Exception {
        maker.endorse(tpm.address());
        try (TpmKey key = open()) {
            Evidence evidence = key.evidence(NONCE);
            assertThat(evidence.claims().tpm().orElseThrow().endorsementCertificates())
                    .hasSize(1);
            assertThat(accepted(verify(key, evidence, ChipBinding.CHALLENGE, maker.certificate())))
                    .isEqualTo(Assurance.TPM2);
            assertThat(accepted(verify(key, evidence, ChipBinding.CHALLENGE, new TestChipMaker().certificate())))
                    .isEqualTo(Assurance.TPM2_INTERFACE);
        }
    }

    @Test
    void challenge_isAnsweredForThisChipAndThisKeyOnly() throws Exception {
        try (TpmKey key = open()) {
            TpmEvidence said = key.evidence(NONCE).claims().tpm().orElseThrow();
            TpmPublic endorsement = TpmPublic.decode(said.endorsementKey());
            MakeCredential.Made made =
                    MakeCredential.challenge(endorsement, TpmPublic.decode(said.attestationKey()), new SecureRandom());
            assertThat(key.activate(made.challenge())).contains(made.secret());
            MakeCredential.Made other =
                    MakeCredential.challenge(endorsement, TpmPublic.decode(said.resultKey()), new SecureRandom());
            assertThatExceptionOfType(SigningException.class)
                    .isThrownBy(() -> key.activate(other.challenge()))
                    .withMessageContaining("another TPM's");
        }
    }

    @Test
    void everyRunSinceTheMachineWasSwitchedOn_isInTheList() throws Exception {
        for (int i = 0; i < 3; i++) {
            try (TpmKey key = open()) {
                key.measure(RUN);
                Evidence evidence = key.evidence(NONCE);
                assertThat(evidence.claims().firmware().runs()).hasSize(i + 1);
                accepted(verify(key, evidence, ChipBinding.NONE));
            }
        }
        reset();
        try (TpmKey key = open()) {
            assertThat(key.evidence(NONCE).claims().firmware()).isEqualTo(FirmwareLog.EMPTY);
            key.measure(RUN);
            assertThat(key.evidence(NONCE).claims().firmware().runs()).containsExactly(RUN);
            accepted(verify(key, key.evidence(NONCE), ChipBinding.NONE));
        }
    }

    @Test
    void bundleThatIsStartedLater_belongsToTheRun() throws Exception {
        try (TpmKey key = open()) {
            key.measure(RUN);
            key.measureMore(item("late"));
            Evidence evidence = key.evidence(NONCE);
            accepted(verify(key, evidence, ChipBinding.NONE));
            assertThat(evidence.claims().firmware().runs())
                    .containsExactly(new FirmwareRun(
                            List.of(item("io.signet.statement"), item("io.signet.node"), item("late"))));
        }
    }

    @Test
    void tpmThatIsResetUnderTheNode_isToldAgainWhatRuns() throws Exception {
        try (TpmKey key = open()) {
            key.measure(RUN);
            reset();
            Evidence evidence = key.evidence(NONCE);
            assertThat(evidence.claims().firmware().runs()).containsExactly(RUN);
            accepted(verify(key, evidence, ChipBinding.NONE));
        }
    }

    @Test
    void programThatDiesWhileItMeasures_leavesNothingBroken() throws Exception {
        try (TpmKey key = open()) {
            key.measure(RUN);
        }
        // Of the second run only the beginning reaches the register.
        RecordingTransport transport = new RecordingTransport(TpmTransport.to(tpm.address()));
        try (TpmKey key = TpmKey.open(options, transport, new SecureRandom())) {
            key.sign(NONCE); // loads the keys
            transport.cutForGoodAfter(3);
            assertThatExceptionOfType(TpmUnavailableException.class).isThrownBy(() -> key.measure(RUN));
        }
        try (TpmKey key = open()) {
            key.measure(RUN);
            Evidence evidence = key.evidence(NONCE);
            accepted(verify(key, evidence, ChipBinding.NONE));
            assertThat(evidence.claims().firmware().runs()).hasSize(3);
        }
    }

    @Test
    void registerThatAnotherProgramExtended_isNotExplainedAway() throws Exception {
        try (TpmKey key = open()) {
            key.measure(RUN);
        }
        maker.extend(tpm.address(), options.firmwarePcr());
        try (TpmKey key = open()) {
            key.measure(RUN);
            assertThat(refused(verify(key, key.evidence(NONCE), ChipBinding.NONE)))
                    .isEqualTo(Reason.FIRMWARE_MISMATCH);
        }
    }

    @Test
    void listThatWasShortened_isCaught() throws Exception {
        try (TpmKey key = open()) {
            key.measure(RUN);
        }
        Files.delete(directory.resolve("identity/tpm-firmware.cbor"));
        try (TpmKey key = open()) {
            assertThat(refused(verify(key, key.evidence(NONCE), ChipBinding.NONE)))
                    .isEqualTo(Reason.FIRMWARE_MISMATCH);
        }
    }
}
