package io.signet.cli;

import io.signet.attestation.AttestationException;
import io.signet.attestation.HardwareKey;
import io.signet.attestation.Pkcs11Key;
import io.signet.attestation.Pkcs11Uri;
import io.signet.attestation.SoftwareKey;
import io.signet.attestation.tpm.TpmAddress;
import io.signet.attestation.tpm.TpmException;
import io.signet.attestation.tpm.TpmKey;
import io.signet.attestation.tpm.TpmLockout;
import io.signet.attestation.tpm.TpmOptions;
import io.signet.launcher.KeySettings;
import io.signet.launcher.LaunchException;
import io.signet.launcher.NodeMain;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;
import java.util.random.RandomGenerator;

/**
 * A node's key, looked at from outside the node; its emulated TPM, if it has one, is on meanwhile.
 *
 * @param key what the node's configuration chooses
 * @param trouble why the key can't give evidence now, empty if it can
 * @param tpm the same key if it is in a TPM
 * @param release ends what was needed
 */
record NodeKeyAccess(HardwareKey key, Optional<String> trouble, Optional<TpmKey> tpm, Runnable release)
        implements AutoCloseable {
    static NodeKeyAccess open(Path home, RandomGenerator random)
            throws CliException, LaunchException, TpmException, IOException {
        KeySettings settings = KeySettings.read(home);
        if (settings.kind().isEmpty()) {
            throw new CliException(
                    ExitCode.DATA,
                    "the node has no key: " + home.resolve("node.yaml") + " names none, and this machine has no TPM at "
                            + TpmOptions.DEVICE);
        }
        try {
            return switch (settings.kind().get()) {
                case TPM -> tpm(home, settings, random);
                case PKCS11 -> {
                    Pkcs11Key key = Pkcs11Key.open(Pkcs11Uri.parse(settings.text("key.uri", "")));
                    yield new NodeKeyAccess(key, Optional.empty(), Optional.empty(), key::close);
                }
                case SOFTWARE ->
                    new NodeKeyAccess(
                            SoftwareKey.load(Path.of(settings.text("key.file", ""))),
                            Optional.empty(),
                            Optional.empty(),
                            () -> {});
            };
        } catch (AttestationException | IllegalArgumentException e) {
            throw new CliException(ExitCode.DATA, e.getMessage());
        }
    }

    private static NodeKeyAccess tpm(Path home, KeySettings settings, RandomGenerator random)
            throws CliException, TpmException, IOException {
        TpmOptions options = TpmOptions.configured(
                settings.text("directory", ""),
                settings.text("device.file", TpmOptions.DEVICE),
                settings.text("socket.file", ""),
                settings.text("pcrs", TpmOptions.BOOT_PCRS),
                Integer.parseInt(settings.text("firmware.pcr", Integer.toString(TpmOptions.FIRMWARE_PCR))));
        boolean emulated = options.address() instanceof TpmAddress.Socket;
        if (emulated && NodeMain.isRunning(home)) {
            TpmKey key = TpmKey.open(options, random);
            return new NodeKeyAccess(
                    key,
                    Optional.of("the node runs and holds its emulated TPM, which serves one program at a time; stop it"
                            + " first"),
                    Optional.of(key),
                    key::close);
        }
        NodeEmulator emulator = emulated ? NodeEmulator.start(home) : new NodeEmulator(Optional.empty());
        boolean done = false;
        try {
            TpmKey key = TpmKey.open(options, random);
            done = true;
            return new NodeKeyAccess(key, Optional.empty(), Optional.of(key), () -> {
                key.close();
                emulator.close();
            });
        } finally {
            if (!done) {
                emulator.close();
            }
        }
    }

    /** How near the TPM is to its lockout, if the key is in one that tells. */
    Optional<TpmLockout> lockout() {
        if (tpm.isEmpty() || trouble.isPresent()) {
            return Optional.empty();
        }
        try {
            return Optional.of(tpm.get().lockout());
        } catch (TpmException e) {
            return Optional.empty(); // it gives no evidence either, which says why
        }
    }

    @Override
    public void close() {
        release.run();
    }
}
