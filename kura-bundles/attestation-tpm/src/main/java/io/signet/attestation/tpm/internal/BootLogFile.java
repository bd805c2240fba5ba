package io.signet.attestation.tpm.internal;

import io.signet.statement.Bytes;
import io.signet.statement.Digest;
import io.signet.statement.MalformedException;
import io.signet.statement.evidence.TpmEvidence;
import io.signet.statement.tpm.BootLog;
import io.signet.statement.tpm.Pcr;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The log of the measured boot, where firmware and kernel made one.
 *
 * @param log empty if there is none that can be used
 */
record BootLogFile(Optional<BootLog> log) {
    private static final Logger LOG = LoggerFactory.getLogger(BootLogFile.class);

    /** Reads {@code path}, which the kernel shows to root alone. */
    static BootLogFile read(Path path) {
        if (!Files.exists(path)) {
            return new BootLogFile(Optional.empty());
        }
        try (InputStream in = Files.newInputStream(path)) { // the kernel's files have no size to ask for
            Bytes content = Bytes.copyOf(in.readNBytes(BootLog.SIZE_BYTES_MAX + 1));
            return new BootLogFile(Optional.of(BootLog.decode(content)));
        } catch (IOException e) {
            LOG.warn(
                    "the log of the measured boot can't be read, evidence goes without it: {}",
                    TpmConnection.reason(e));
        } catch (MalformedException e) {
            LOG.warn("the log of the measured boot is not used: {}", e.getMessage());
        }
        return new BootLogFile(Optional.empty());
    }

    /** What {@code register} held when the boot was over. */
    Digest valueOf(int register) {
        return log.map(boot -> boot.replay().getOrDefault(register, Pcr.ZERO)).orElse(Pcr.ZERO);
    }

    /** As evidence has it, empty if there is none or it is too large even so. */
    Bytes compact() {
        Bytes compact = log.map(BootLog::compact).orElse(Bytes.EMPTY);
        if (compact.size() > TpmEvidence.BOOT_LOG_BYTES_MAX) {
            LOG.warn("the log of the measured boot is too large for evidence: {} bytes", compact.size());
            return Bytes.EMPTY;
        }
        return compact;
    }
}
