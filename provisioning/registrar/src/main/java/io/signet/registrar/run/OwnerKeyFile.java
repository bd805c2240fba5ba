package io.signet.registrar.run;

import io.signet.attestation.AttestationException;
import io.signet.attestation.HardwareKey;
import io.signet.attestation.Pkcs11Key;
import io.signet.attestation.Pkcs11Uri;
import io.signet.attestation.tpm.TpmAddress;
import io.signet.attestation.tpm.TpmException;
import io.signet.attestation.tpm.TpmKey;
import io.signet.attestation.tpm.TpmOptions;
import io.signet.provisioning.ProvisioningException;
import io.signet.provisioning.Settings;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.random.RandomGenerator;
import java.util.regex.Pattern;

/**
 * Where an owner's key is that is in no file: {@code key.yaml} in the owner's directory, with one of {@code token} (a URI after
 * RFC 7512), {@code tpm} (a device) and {@code tpm-socket} (an emulated TPM, which protects nothing). What a TPM has wrapped is in
 * the directory {@code tpm} beside it.
 *
 * @param directory with the owner's certificate
 */
record OwnerKeyFile(Path directory) {
    private static final String NAME = "key.yaml";
    private static final String TPM_DIRECTORY = "tpm";
    private static final String TOKEN = "token";
    private static final String DEVICE = "tpm";
    private static final String SOCKET = "tpm-socket";
    private static final int PATH_CHARS_MAX = 4096;
    private static final Pattern PLAIN = Pattern.compile("[^\"\\\\\\p{Cntrl}]+");

    /**
     * A key that can sign until it is closed.
     *
     * @param release ends what is needed for it
     */
    record OpenKey(HardwareKey key, Runnable release) implements AutoCloseable {
        @Override
        public void close() {
            release.run();
        }
    }

    private Path file() {
        return directory.resolve(NAME);
    }

    /** Whether the key is in hardware. */
    boolean exists() {
        return Files.exists(file());
    }

    /** Makes a key in a TPM, and says where it is. */
    OpenKey create(OwnerKeyKind.Tpm kind, RandomGenerator random) throws ProvisioningException, IOException {
        String path = kind.address().path().toString();
        if (!PLAIN.matcher(path).matches()) {
            throw new IllegalArgumentException("the TPM's path has quotes, backslashes or control characters");
        }
        OpenKey key = inTpm(kind.address(), random);
        write(kind.address() instanceof TpmAddress.Socket ? SOCKET : DEVICE, path);
        return key;
    }

    /** Has a token draw a key, and says where it is. */
    OpenKey create(OwnerKeyKind.Token kind) throws ProvisioningException, IOException {
        try {
            Pkcs11Key key = Pkcs11Key.generate(kind.uri());
            write(TOKEN, kind.uri().toString()); // in which all that is not plain is escaped
            return new OpenKey(key, key::close);
        } catch (AttestationException e) {
            throw new ProvisioningException(e.getMessage());
        }
    }

    private void write(String key, String value) throws IOException {
        Files.writeString(file(), key + ": \"" + value + "\"\n");
    }

    /**
     * Opens the key that is there.
     *
     * @throws ProvisioningException if the file is wrong, or the hardware is not there or does not sign
     */
    OpenKey open(RandomGenerator random) throws ProvisioningException {
        Settings settings = Settings.read(file());
        if (settings.has(TOKEN)) {
            Pkcs11Uri uri = settings.parsed(TOKEN, Pkcs11Uri.CHARS_MAX, Pkcs11Uri::parse);
            settings.requireNothingElse();
            try {
                Pkcs11Key key = Pkcs11Key.open(uri);
                return new OpenKey(key, key::close);
            } catch (AttestationException e) {
                throw ProvisioningException.in(file(), e.getMessage());
            }
        }
        TpmAddress address = settings.has(SOCKET)
                ? new TpmAddress.Socket(Path.of(settings.text(SOCKET, PATH_CHARS_MAX)))
                : new TpmAddress.Device(Path.of(settings.text(DEVICE, PATH_CHARS_MAX)));
        settings.requireNothingElse();
        return inTpm(address, random);
    }

    private OpenKey inTpm(TpmAddress address, RandomGenerator random) throws ProvisioningException {
        try {
            TpmKey key = TpmKey.open(TpmOptions.of(address, directory.resolve(TPM_DIRECTORY)), random);
            return new OpenKey(key, key::close);
        } catch (TpmException e) {
            throw new ProvisioningException("the owner's key in the TPM can't be used: " + e.getMessage());
        }
    }
}
