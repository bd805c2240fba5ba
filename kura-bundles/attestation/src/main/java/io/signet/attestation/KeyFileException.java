package io.signet.attestation;

import java.nio.file.Path;

/** A key file that can't be made or must not be used. */
public final class KeyFileException extends AttestationException {
    private final String file;

    /**
     * @param file which file
     * @param reason what is wrong and what to do about it
     */
    public KeyFileException(Path file, String reason) {
        super(file + ": " + reason);
        this.file = file.toString();
    }

    /**
     * @param file which file
     * @param reason what is wrong and what to do about it
     * @param cause what the platform said
     */
    public KeyFileException(Path file, String reason, Throwable cause) {
        super(file + ": " + reason, cause);
        this.file = file.toString();
    }

    /** Which file. */
    public Path file() {
        return Path.of(file);
    }
}
