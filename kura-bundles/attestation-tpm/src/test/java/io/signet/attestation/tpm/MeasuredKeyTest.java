package io.signet.attestation.tpm;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.signet.runtime.Clock;
import io.signet.statement.Bytes;
import io.signet.statement.Digest;
import io.signet.statement.TrustPolicy;
import io.signet.statement.evidence.EvidenceExpectation;
import io.signet.statement.evidence.EvidenceVerdict;
import io.signet.statement.evidence.EvidenceVerifier;
import io.signet.statement.evidence.FirmwareItem;
import io.signet.statement.evidence.FirmwareRun;
import io.signet.statement.hpke.Hpke;
import io.signet.statement.hpke.MeasuredKey;
import io.signet.statement.hpke.MeasuredKeyException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What was encrypted to a node's evidence opens on that node, under that firmware, and nowhere else. */
final class MeasuredKeyTest {
    private static final Bytes INFO = Bytes.utf8("a secret for one firmware");
    private static final byte[] SECRET = "nobody else reads this".getBytes(StandardCharsets.US_ASCII);
    private static final FirmwareRun GOOD = run("io.signet.node");
    private static final FirmwareRun OTHER = run("io.evil.node");

    @TempDir
    private Path directory;

    private final TestChipMaker owner = new TestChipMaker();
    private EmulatedTpm tpm;

    @BeforeEach
    void switchOn() throws Exception {
        tpm = EmulatedTpm.start(directory.resolve("tpm"), false);
    }

    @AfterEach
    void switchOff() {
        tpm.close();
    }

    private void reset() throws Exception {
        tpm.close();
        switchOn();
    }

    private static FirmwareRun run(String name) {
        return new FirmwareRun(List.of(new FirmwareItem(name, "0.1.0", Digest.sha256(Bytes.utf8(name)))));
    }

    private TpmKey start(FirmwareRun run) throws TpmException {
        return start(tpm, "identity", run);
    }

    private TpmKey start(EmulatedTpm chip, String identity, FirmwareRun run) throws TpmException {
        TpmKey key = TpmKey.open(TpmOptions.of(chip.address(), directory.resolve(identity)), new SecureRandom());
        key.measure(run);
        return key;
    }

    /** What a verifier finds in fresh evidence. */
    private MeasuredKey shown(TpmKey key) throws Exception {
        Bytes nonce = Bytes.utf8("drawn by the publisher");
        EvidenceVerdict verdict = new EvidenceVerifier(TrustPolicy.of(List.of(owner.certificate())))
                .verify(
                        key.evidence(nonce),
                        EvidenceExpectation.of(key.publicKey(), Clock.SYSTEM.wallMillis())
                                .withNonce(nonce));
        assertThat(verdict).isInstanceOf(EvidenceVerdict.Accepted.class);
        return ((EvidenceVerdict.Accepted) verdict).unwrapKey().orElseThrow();
    }

    /**
     * A secret, encrypted to what a node showed.
     *
     * @param to the node's key
     */
    private record Sent(MeasuredKey to, Hpke.Sealed sealed) {
        void assertOpens(TpmKey key) throws MeasuredKeyException {
            assertThat(Hpke.open(key, to, INFO, Bytes.EMPTY, sealed))
                    .hasValueSatisfying(secret -> assertThat(secret).isEqualTo(SECRET));
        }

        void assertRefused(TpmKey key, String reason) {
            assertThatExceptionOfType(MeasuredKeyException.class)
                    .isThrownBy(() -> Hpke.open(key, to, INFO, Bytes.EMPTY, sealed))
                    .withMessageContaining(reason);
        }
    }

    private Sent sendTo(TpmKey key) throws Exception {
        MeasuredKey to = shown(key);
        return new Sent(to, Hpke.seal(to, INFO, Bytes.EMPTY, SECRET));
    }

    /** Sends to the node as it is now, with the good firmware; switches it off then. */
    private Sent sendToTheGoodNode() throws Exception {
        try (TpmKey key = start(GOOD)) {
            Sent sent = sendTo(key);
            sent.assertOpens(key);
            assertThat(shown(key)).as("evidence again").isEqualTo(sent.to());
            return sent;
        }
    }

    @Test
    void sameTpmAndFirmware_open_afterTheMachineWasSwitchedOffToo() throws Exception {
        Sent sent = sendToTheGoodNode();
        reset();
        try (TpmKey key = start(GOOD)) {
            sent.assertOpens(key);
        }
    }

    @Test
    void otherFirmware_isRefusedAndHasAnotherKey_andTheFirstOneIsBackWithItsFirmware() throws Exception {
        Sent sent;
        try (TpmKey key = start(GOOD)) {
            sent = sendTo(key);
            key.measureMore(OTHER.items().get(0));
            sent.assertRefused(key, "PCR [14] has another value");
        }
        reset();
        try (TpmKey key = start(OTHER)) {
            sent.assertRefused(key, "PCR [14] has another value");
            MeasuredKey other = shown(key);
            assertThat(other.point()).isNotEqualTo(sent.to().point());
            new Sent(new MeasuredKey(sent.to().point(), other.registers()), sent.sealed())
                    .assertRefused(key, "another TPM");
        }
        reset();
        try (TpmKey key = start(GOOD)) {
            sent.assertOpens(key);
        }
    }

    @Test
    void otherTpm_ofTheSameFirmwareOrWithACopyOfTheDisk_isRefused() throws Exception {
        Sent sent = sendToTheGoodNode();
        Path copy = Files.createDirectories(directory.resolve("copy"));
        Files.copy(directory.resolve("identity/tpm-keys.cbor"), copy.resolve("tpm-keys.cbor"));
        try (EmulatedTpm another = EmulatedTpm.start(directory.resolve("another"), false)) {
            try (TpmKey key = start(another, "other", GOOD)) {
                sent.assertRefused(key, "another TPM than this machine's");
            }
            TpmOptions options = TpmOptions.of(another.address(), copy);
            try (TpmKey key = TpmKey.open(options, new SecureRandom())) {
                sent.assertRefused(key, "these keys are another TPM's");
            }
        }
    }

    @Test
    void sameTpm_withoutTheNodesSecret_hasAnotherKey() throws Exception {
        Sent sent = sendToTheGoodNode();
        reset();
        try (TpmKey key = start(tpm, "other", GOOD)) {
            sent.assertRefused(key, "this node's keys were made anew");
        }
    }

    @Test
    void agreedSecret_doesNotCrossTheBusInClear() throws Exception {
        RecordingTransport transport = new RecordingTransport(TpmTransport.to(tpm.address()));
        TpmOptions options = TpmOptions.of(tpm.address(), directory.resolve("identity"));
        try (TpmKey key = TpmKey.open(options, transport, new SecureRandom())) {
            key.measure(GOOD);
            Sent sent = sendTo(key);
            Bytes point = sent.sealed().encapsulated();
            String agreed = Bytes.copyOf(key.agree(sent.to(), point)).toHex();
            assertThat(Bytes.copyOf(transport.seen()).toHex())
                    .contains(point.toHex().substring(2, 66)) // the recording works
                    .doesNotContain(agreed);
        }
    }
}
