package io.signet.attestation.tpm;

import java.nio.file.Path;

/** The files that belong to a TPM's keys are missing, wrong or another TPM's. */
public final class TpmKeysException extends TpmException {
    /**
     * @param file which file
     * @param reason what is wrong and what to do about it
     */
    public TpmKeysException(Path file, String reason) {
        super(file + ": " + reason);
    }

    /** As {@link #TpmKeysException(Path, String)}, with what lay behind it. */
    public TpmKeysException(Path file, String reason, Throwable cause) {
        super(file + ": " + reason, cause);
    }
}
