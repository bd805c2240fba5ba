package io.signet.attestation.tpm.internal;

import io.signet.attestation.tpm.TpmKeysException;
import io.signet.runtime.OwnerOnlyFile;
import io.signet.runtime.OwnerOnlyFile.UnsafeFileException;
import io.signet.statement.Bytes;
import io.signet.statement.MalformedException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Optional;

/**
 * The directory with a node's wrapped keys.
 *
 * @param path made if need be
 */
record KeyDirectory(Path path) {
    private static final String KEYS = "tpm-keys.cbor";
    private static final String FIRMWARE = "tpm-firmware.cbor";

    /** The file with the list of what was started. */
    FirmwareFile firmware() {
        return new FirmwareFile(path.resolve(FIRMWARE));
    }

    /** The file with the keys. */
    Path file() {
        return path.resolve(KEYS);
    }

    /** The keys, empty if none were made yet. */
    Optional<WrappedKeys> read() throws TpmKeysException {
        try {
            return Optional.of(
                    WrappedKeys.decode(Bytes.copyOf(OwnerOnlyFile.read(file(), WrappedKeys.SIZE_BYTES_MAX))));
        } catch (NoSuchFileException e) {
            return Optional.empty();
        } catch (UnsafeFileException e) {
            throw new TpmKeysException(file(), e.getMessage(), e);
        } catch (IOException e) {
            throw new TpmKeysException(file(), "can't be read: " + TpmConnection.reason(e), e);
        } catch (MalformedException e) {
            throw new TpmKeysException(
                    file(), "is damaged (" + e.getMessage() + "): restore it, or delete it and enrol the node anew", e);
        }
    }

    /** Writes {@code keys}; there must be none yet. */
    void create(WrappedKeys keys) throws TpmKeysException {
        try {
            Files.createDirectories(path);
            OwnerOnlyFile.create(file(), keys.encode().toArray());
        } catch (UnsafeFileException e) {
            throw new TpmKeysException(file(), e.getMessage(), e);
        } catch (IOException | UnsupportedOperationException e) {
            throw new TpmKeysException(file(), "can't be written: " + e.getMessage(), e);
        }
    }
}
