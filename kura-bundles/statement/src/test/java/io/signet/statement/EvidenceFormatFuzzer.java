package io.signet.statement;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import io.signet.statement.evidence.Evidence;
import io.signet.statement.tpm.BootLog;
import io.signet.statement.tpm.CredentialChallenge;
import io.signet.statement.tpm.TpmAttest;
import io.signet.statement.tpm.TpmPublic;
import io.signet.statement.tpm.TpmSignature;
import java.security.PublicKey;
import java.util.stream.Stream;
import org.junit.jupiter.params.provider.MethodSource;

/** The formats of evidence, most of them the TPM's. */
class EvidenceFormatFuzzer {
    private static final PublicKey SOME_KEY = TestPki.p256().getPublic();
    private static final TestTpm TPM = new TestTpm();
    private static final FuzzedFormats FORMATS = new FuzzedFormats()
            .withRoundTrip(bytes -> Evidence.decode(bytes).encode(), FuzzSeeds.evidence())
            .with(
                    bytes -> assertThat(TpmAttest.decode(bytes).attested()).isNotNull(),
                    TPM.certified().attest(),
                    TPM.quoted().attest())
            .withRoundTrip(bytes -> TpmPublic.decode(bytes).encoded(), TPM.endorsementPublic(), TPM.attestationPublic())
            .with(
                    bytes -> assertThat(TpmSignature.decode(bytes).verifies(SOME_KEY, Bytes.EMPTY))
                            .isFalse(),
                    TPM.certified().signature(),
                    TpmWriter.rsassa(Bytes.copyOf(new byte[256])))
            .withRoundTrip(
                    bytes -> CredentialChallenge.decode(bytes).encode(),
                    new CredentialChallenge(Bytes.utf8("some"), Bytes.utf8("some")).encode())
            .with(
                    EvidenceFormatFuzzer::bootLog,
                    new BootLogWriter()
                            .startedFrom(3)
                            .tell("something")
                            .measure(0, 8, "firmware")
                            .measure(7, 0x80000001, "variable")
                            .toBytes());

    private static void bootLog(Bytes bytes) throws MalformedException {
        BootLog log = BootLog.decode(bytes);
        try {
            assertThat(BootLog.decode(log.compact()).replay()).isEqualTo(log.replay());
        } catch (MalformedException e) {
            throw new AssertionError("the compact form can't be read", e);
        }
    }

    static Stream<byte[]> seeds() {
        return FORMATS.seeds();
    }

    @MethodSource("seeds")
    @FuzzTest(maxDuration = "20s")
    void anyBytes_areReadOrRefused(byte[] data) {
        FORMATS.check(data);
    }
}
