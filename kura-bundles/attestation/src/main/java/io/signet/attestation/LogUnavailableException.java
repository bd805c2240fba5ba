package io.signet.attestation;

/** A log that can't be opened, read or written, or whose key does not sign. No receipt was given for the statement. */
public final class LogUnavailableException extends AttestationException {
    /**
     * @param reason what is wrong
     */
    public LogUnavailableException(String reason) {
        super(reason, false);
    }

    /**
     * @param reason what is wrong
     * @param cause what the storage or the key said
     */
    public LogUnavailableException(String reason, Throwable cause) {
        super(reason, cause);
    }
}
