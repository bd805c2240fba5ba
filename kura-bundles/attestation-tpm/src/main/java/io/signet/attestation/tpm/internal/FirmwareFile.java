package io.signet.attestation.tpm.internal;

import io.signet.attestation.tpm.TpmKeysException;
import io.signet.runtime.OwnerOnlyFile;
import io.signet.runtime.OwnerOnlyFile.UnsafeFileException;
import io.signet.statement.Bytes;
import io.signet.statement.MalformedException;
import io.signet.statement.cbor.CborReader;
import io.signet.statement.cbor.CborWriter;
import io.signet.statement.evidence.FirmwareLog;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;

/**
 * The list of what was started since the machine was switched on, on the node's disk.
 *
 * @param path the file
 */
record FirmwareFile(Path path) {
    private static final int SIZE_BYTES_MAX = 4 << 20;
    private static final int VERSION = 1;
    private static final int FIELDS = 3;

    /**
     * What the file says.
     *
     * @param resetCount how often the TPM had been reset, which tells one start of the machine from another
     * @param log what was started since
     */
    record Since(long resetCount, FirmwareLog log) {}

    /** What was started since the start of the machine with that {@code resetCount}; nothing if the file is of another. */
    Since read(long resetCount) throws TpmKeysException {
        Since nothing = new Since(resetCount, FirmwareLog.EMPTY);
        try {
            CborReader reader = new CborReader(Bytes.copyOf(OwnerOnlyFile.read(path, SIZE_BYTES_MAX)));
            reader.readArray(FIELDS);
            reader.readExactInt(VERSION);
            Since since = new Since(reader.readInt(), FirmwareLog.read(reader));
            reader.expectEnd();
            return since.resetCount == resetCount ? since : nothing;
        } catch (NoSuchFileException e) {
            return nothing;
        } catch (UnsafeFileException e) {
            throw new TpmKeysException(path, e.getMessage(), e);
        } catch (IOException e) {
            throw new TpmKeysException(path, "can't be read: " + TpmConnection.reason(e), e);
        } catch (MalformedException e) {
            throw new TpmKeysException(
                    path, "is damaged (" + e.getMessage() + "): delete it and switch the machine off and on", e);
        }
    }

    void write(Since since) throws TpmKeysException {
        CborWriter writer =
                new CborWriter(4096).startArray(FIELDS).writeInt(VERSION).writeInt(since.resetCount);
        since.log.write(writer);
        try {
            Files.createDirectories(path.toAbsolutePath().getParent());
            OwnerOnlyFile.replace(path, writer.toBytes().toArray());
        } catch (IOException e) {
            throw new TpmKeysException(path, "can't be written: " + TpmConnection.reason(e), e);
        }
    }
}
