package io.signet.attestation.tpm;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.signet.attestation.tpm.internal.UnixSocketChannel;
import io.signet.runtime.OwnerOnlyFile;
import io.signet.statement.Assurance;
import io.signet.statement.Bytes;
import io.signet.statement.NodeId;
import io.signet.statement.cose.CoseAlgorithm;
import io.signet.statement.cose.CoseSign1;
import io.signet.statement.cose.SigningException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A node's key in an emulated TPM, and what happens when that goes, comes back or is lied for. */
final class TpmKeyTest {
    private static final Bytes MESSAGE = Bytes.utf8("which chip says this?");
    private static final SortedSet<Integer> PCR_23 = new TreeSet<>(Set.of(23));

    @TempDir
    private Path directory;

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

    private TpmKey open() throws TpmException {
        return TpmKey.open(options, new SecureRandom());
    }

    private static boolean signs(TpmKey key) throws SigningException {
        CoseAlgorithm es256 = CoseAlgorithm.ES256;
        CoseSign1 signed = CoseSign1.sign(key.signer(), CoseSign1.EMPTY_HEADER, Bytes.EMPTY, MESSAGE);
        return es256.verify(
                key.publicKey(),
                CoseSign1.toBeSigned(CoseSign1.EMPTY_HEADER, Bytes.EMPTY, MESSAGE),
                signed.signature());
    }

    @Test
    void madeKey_signsAndIsTheSameAfterARestart() throws Exception {
        NodeId node;
        try (TpmKey key = open()) {
            assertThat(signs(key)).isTrue();
            assertThat(key.assurance()).isEqualTo(Assurance.TPM2);
            assertThat(key.description()).contains("TPM 2.0", "tpm/socket");
            node = key.node();
        }
        tpm.close();
        tpm = EmulatedTpm.start(directory.resolve("tpm"), false);
        try (TpmKey key = open()) {
            assertThat(key.node()).isEqualTo(node);
            assertThat(signs(key)).isTrue();
        }
    }

    @Test
    void wrappedKeys_areTheirOwnersOnly() throws Exception {
        open().close();
        Path file = directory.resolve("identity/tpm-keys.cbor");
        OwnerOnlyFile.read(file, 8192);
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-r-----"));
        assertThatExceptionOfType(TpmKeysException.class)
                .isThrownBy(this::open)
                .withMessageContaining("chmod 600 " + file);
    }

    @Test
    void damagedFile_isRefusedWithTheCure() throws Exception {
        open().close();
        Path file = directory.resolve("identity/tpm-keys.cbor");
        byte[] content = Files.readAllBytes(file);
        OwnerOnlyFile.replace(file, Arrays.copyOf(content, content.length - 1));
        assertThatExceptionOfType(TpmKeysException.class).isThrownBy(this::open).withMessageContaining("restore it");
    }

    @Test
    void keysOfAnotherTpm_areRefused() throws Exception {
        open().close();
        tpm.close();
        tpm = EmulatedTpm.start(directory.resolve("another"), false);
        options = TpmOptions.of(tpm.address(), directory.resolve("identity"));
        try (TpmKey key = open()) {
            assertThatExceptionOfType(SigningException.class)
                    .isThrownBy(() -> key.sign(MESSAGE))
                    .withMessageContaining("these keys are another TPM's");
        }
    }

    @Test
    void withoutTpm_noKeyIsMadeAndAnExistingOneWaitsForIt() throws Exception {
        tpm.kill();
        assertThatExceptionOfType(TpmUnavailableException.class)
                .isThrownBy(this::open)
                .withMessageContaining("can't be reached");
        tpm = EmulatedTpm.start(directory.resolve("tpm"), false);
        open().close();
        tpm.kill();
        try (TpmKey key = open()) {
            assertThatExceptionOfType(SigningException.class).isThrownBy(() -> key.sign(MESSAGE));
            tpm = EmulatedTpm.start(directory.resolve("tpm"), false);
            assertThat(signs(key)).isTrue();
        }
    }

    @Test
    void tpmThatIsKilledAndBack_signsAgain() throws Exception {
        try (TpmKey key = open()) {
            assertThat(signs(key)).isTrue();
            tpm.kill();
            for (int i = 0; i < 3; i++) {
                assertThatExceptionOfType(SigningException.class)
                        .isThrownBy(() -> key.sign(MESSAGE))
                        .withMessageContaining("the TPM can't be reached");
            }
            tpm = EmulatedTpm.start(directory.resolve("tpm"), false);
            assertThat(signs(key)).isTrue();
        }
    }

    @Test
    void emulatorThatRuns_isNotStartedTwiceAndStaysInReach() throws Exception {
        assertThatExceptionOfType(IOException.class)
                .isThrownBy(() -> EmulatedTpm.start(directory.resolve("tpm"), false))
                .withMessageContaining("runs in " + directory.resolve("tpm") + " already: stop");
        try (TpmKey key = open()) {
            assertThat(signs(key)).isTrue();
        }
    }

    @Test
    void emulatorThatAnotherProgramUses_isSaidToBeBusy() throws Exception {
        Path socket = tpm.address().path();
        byte[] getRandom = HexFormat.of().parseHex("80010000000c0000017b0008");
        try (TpmKey key = open()) {
            assertThat(signs(key)).isTrue();
            try (TpmTransport.Channel second = UnixSocketChannel.open(socket, Duration.ofMillis(50))) {
                assertThatExceptionOfType(IOException.class)
                        .isThrownBy(() -> second.exchange(getRandom))
                        .withMessageContaining("serves one program at a time: stop the other one that uses it");
            }
            assertThat(signs(key)).isTrue();
        }
    }

    @Test
    void queueOfAnEmulatorThatIsFull_isNotWaitedFor() throws Exception {
        Path socket = tpm.address().path();
        List<TpmTransport.Channel> waiting = new ArrayList<>();
        try (TpmKey key = open()) {
            assertThat(signs(key)).isTrue();
            assertThatExceptionOfType(IOException.class)
                    .isThrownBy(() -> {
                        for (int i = 0; i < 200; i++) {
                            waiting.add(UnixSocketChannel.open(socket, Duration.ofMillis(50)));
                        }
                    })
                    .withMessageContaining("stop the other one that uses it");
        } finally {
            for (TpmTransport.Channel channel : waiting) {
                channel.close();
            }
        }
    }

    /** Closing only ends the connection, as the end of a process does; the emulator then still holds keys and sessions. */
    @Test
    void connectionsThatEnd_leaveNoRoomTaken() throws Exception {
        for (int i = 0; i < 4; i++) {
            try (TpmKey key = open()) {
                assertThat(signs(key)).isTrue();
            }
        }
    }

    @Test
    void resourceManagerThatIsRestarted_isFoundAgainWithoutAnError() throws Exception {
        RecordingTransport transport = new RecordingTransport(TpmTransport.to(tpm.address()));
        try (TpmKey key = TpmKey.open(options, transport, new SecureRandom())) {
            assertThat(signs(key)).isTrue();
            int before = transport.connections();
            transport.cutAfter(0);
            assertThat(signs(key)).isTrue();
            assertThat(transport.connections()).isEqualTo(before + 1);
        }
    }

    @Test
    void secrets_neverCrossTheBusInClear() throws Exception {
        RecordingTransport transport = new RecordingTransport(TpmTransport.to(tpm.address()));
        Bytes secret = Bytes.utf8("the key of the model's weights");
        try (TpmKey key = TpmKey.open(options, transport, new SecureRandom())) {
            signs(key);
            assertThat(key.unseal(key.seal(secret, PCR_23))).isEqualTo(secret);
        }
        byte[] keys = Files.readAllBytes(directory.resolve("identity/tpm-keys.cbor"));
        // After the array's head, the version and the storage key's name (34 bytes) with its head comes the value's
        // head.
        Bytes auth = Bytes.copyOfRange(keys, 1 + 1 + 2 + 34 + 2, 1 + 1 + 2 + 34 + 2 + 32);
        String seen = Bytes.copyOf(transport.seen()).toHex();
        assertThat(seen)
                .contains(Bytes.copyOf(keys).toHex().substring(8, 76)) // the recording works: the name is no secret
                .doesNotContain(auth.toHex())
                .doesNotContain(secret.toHex());
    }

    @Test
    void alteredResponses_areNotBelieved() throws Exception {
        RecordingTransport transport = new RecordingTransport(TpmTransport.to(tpm.address()));
        try (TpmKey key = TpmKey.open(options, transport, new SecureRandom())) {
            assertThat(signs(key)).isTrue();
            transport.alter(response -> {
                byte[] altered = response.clone();
                altered[altered.length - 1] ^= 1;
                return altered;
            });
            assertThatExceptionOfType(SigningException.class).isThrownBy(() -> key.sign(MESSAGE));
            transport.alter(response -> new byte[] {(byte) 0x80, 1, 0, 0, 0, 10, 0, 0, 0, 0});
            assertThatExceptionOfType(SigningException.class)
                    .isThrownBy(() -> key.sign(MESSAGE))
                    .withMessageContaining("malformed");
            transport.alter(response -> response);
            assertThat(signs(key)).isTrue();
        }
    }

    @Test
    void sealedSecret_survivesARestartAndAnEncoding() throws Exception {
        Bytes secret = Bytes.utf8("secret");
        SealedSecret sealed;
        try (TpmKey key = open()) {
            sealed = key.seal(secret, options.pcrs());
        }
        tpm.close();
        tpm = EmulatedTpm.start(directory.resolve("tpm"), false);
        try (TpmKey key = open()) {
            assertThat(key.unseal(SealedSecret.decode(sealed.encode()))).isEqualTo(secret);
        }
    }

    @Test
    void secretOfAnotherTpm_isRefused() throws Exception {
        SealedSecret sealed;
        try (TpmKey key = open()) {
            sealed = key.seal(MESSAGE, PCR_23);
        }
        try (EmulatedTpm another = EmulatedTpm.start(directory.resolve("another"), false);
                TpmKey key =
                        TpmKey.open(TpmOptions.of(another.address(), directory.resolve("other")), new SecureRandom())) {
            assertThatExceptionOfType(TpmRefusedException.class)
                    .isThrownBy(() -> key.unseal(sealed))
                    .withMessageContaining("another TPM's");
        }
    }

    @Test
    void secretOutOfRange_isRefused() throws Exception {
        try (TpmKey key = open()) {
            assertThatIllegalArgumentException().isThrownBy(() -> key.seal(Bytes.EMPTY, PCR_23));
            assertThatIllegalArgumentException().isThrownBy(() -> key.seal(Bytes.copyOf(new byte[129]), PCR_23));
            assertThatIllegalArgumentException().isThrownBy(() -> key.seal(MESSAGE, new TreeSet<>()));
            Bytes largest = Bytes.copyOf(new byte[128]);
            assertThat(key.unseal(key.seal(largest, PCR_23))).isEqualTo(largest);
        }
    }

    @Test
    void missingDevice_isNamed() {
        TpmOptions device =
                TpmOptions.of(new TpmAddress.Device(directory.resolve("tpmrm0")), directory.resolve("identity"));
        assertThatExceptionOfType(TpmUnavailableException.class)
                .isThrownBy(() -> TpmKey.open(device, new SecureRandom()))
                .withMessageContaining("tpmrm0");
    }
}
