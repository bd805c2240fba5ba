package io.signet.attestation.tpm.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.signet.attestation.tpm.EmulatedTpm;
import io.signet.attestation.tpm.SealedSecret;
import io.signet.attestation.tpm.TpmException;
import io.signet.attestation.tpm.TpmOptions;
import io.signet.attestation.tpm.TpmRefusedException;
import io.signet.attestation.tpm.TpmTransport;
import io.signet.statement.Bytes;
import io.signet.statement.Digest;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeSet;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What other programs and other firmware do to the TPM. */
final class TpmStateTest {
    private static final TpmEntity LOCKOUT = TpmEntity.permanent(0x4000000a);
    private static final int TRIES_MAX = 3;

    @TempDir
    private Path directory;

    private EmulatedTpm tpm;
    private TpmKeys keys;

    @BeforeEach
    void open() throws Exception {
        tpm = EmulatedTpm.start(directory.resolve("tpm"), false);
        keys = open(tpm, "identity");
    }

    private TpmKeys open(EmulatedTpm emulator, String identity) throws TpmException {
        TpmOptions options = TpmOptions.of(emulator.address(), directory.resolve(identity));
        return TpmKeys.open(options, TpmTransport.to(emulator.address()), new SecureRandom());
    }

    @AfterEach
    void close() {
        keys.close();
        tpm.close();
    }

    @Test
    void changedRegister_keepsASecretShutUntilItIsAsBefore() throws Exception {
        TreeSet<Integer> pcrs = new TreeSet<>(Set.of(7, 14));
        SealedSecret sealed = keys.seal(Bytes.utf8("secret"), pcrs);
        Bytes event = Digest.sha256(Bytes.utf8("other firmware")).value();
        Bytes after = keys.link().call(loaded -> {
            Pcrs.extend(loaded.tpm(), 14, event);
            return Pcrs.read(loaded.tpm(), Set.of(14)).get(14);
        });
        assertThat(after)
                .as("SHA-256 of zeros and the event")
                .isEqualTo(Bytes.copyOf(Kdf.sha256(new byte[32], event.toArray())));
        assertThatExceptionOfType(TpmRefusedException.class)
                .isThrownBy(() -> keys.unseal(sealed))
                .withMessageContaining("the firmware is not the one it was sealed to");
        assertThat(keys.sign(Bytes.utf8("the keys are not bound to it")).size()).isEqualTo(64);
        tpm.close();
        tpm = EmulatedTpm.start(directory.resolve("tpm"), false); // a reset: the registers are zero again
        assertThat(keys.unseal(sealed)).isEqualTo(Bytes.utf8("secret"));
    }

    @Test
    void allRegisters_areReadHoweverManyTheTpmGivesAtOnce() throws Exception {
        Set<Integer> all = new TreeSet<>();
        for (int pcr = 0; pcr < Pcrs.COUNT; pcr++) {
            all.add(pcr);
        }
        SortedMap<Integer, Bytes> values = keys.link().call(loaded -> Pcrs.read(loaded.tpm(), all));
        assertThat(values).hasSize(Pcrs.COUNT);
    }

    /** Another program's key that lockout protects, as its authorisation value can be guessed. */
    private static TpmEntity guessable(TpmConnection tpm, LoadedKey storage) throws Exception {
        Template template = new Template(
                new TpmWriter()
                        .u16(0x0008)
                        .u16(Template.SHA256)
                        .u32(0x52)
                        .sized(Bytes.EMPTY)
                        .u16(0x0010)
                        .toBytes(),
                new TpmWriter().u16(0).toBytes());
        TpmSession session = tpm.startHmacSession(storage);
        Bytes pin = Bytes.utf8("1234");
        WrappedKeys.Wrapped wrapped = KeyMaker.create(tpm, storage, session, template, pin, Bytes.utf8("secret"));
        tpm.flush(session.entity());
        return KeyMaker.load(tpm, storage, wrapped, Bytes.utf8("4321"));
    }

    @Test
    void lockoutByAnotherProgram_isReportedAndDoesNotStopTheNode() throws Exception {
        keys.close();
        try (TpmConnection other =
                new TpmConnection(TpmTransport.to(tpm.address()).connect(), new SecureRandom())) {
            other.flushAll();
            other.run(TpmCommand.authorised(
                    TpmCommand.Code.DICTIONARY_ATTACK_PARAMETERS,
                    new TpmWriter().u32(TRIES_MAX).u32(1000).u32(0),
                    LOCKOUT));
            LoadedKey storage = KeyMaker.storage(other);
            TpmEntity object = guessable(other, storage);
            TpmSession session = other.startHmacSession(storage);
            TpmCommand unseal = TpmCommand.authorised(TpmCommand.Code.UNSEAL, new TpmWriter(), object);
            for (int i = 0; i < TRIES_MAX; i++) {
                assertThatExceptionOfType(TpmRefusedException.class)
                        .isThrownBy(() -> other.run(unseal, session.plain()))
                        .withMessageContaining("counts towards the lockout");
            }
            assertThatExceptionOfType(TpmRefusedException.class)
                    .isThrownBy(() -> other.run(unseal, session.plain()))
                    .withMessageContaining("it is in lockout")
                    .withMessageContaining("--clear-lockout");
        }
        try (TpmKeys again = open(tpm, "identity")) {
            assertThat(again.lockout().locked()).isTrue();
            assertThat(again.lockout().triesMax()).isEqualTo(TRIES_MAX);
            assertThat(again.lockout().forgivesEverySeconds()).isEqualTo(1000);
            assertThat(again.sign(Bytes.utf8("message")).size()).isEqualTo(64);
        }
    }
}
