package io.signet.attestation.tpm;

/** The TPM can't be reached, or does not answer as a TPM does. It may come back. */
public final class TpmUnavailableException extends TpmException {
    /** @param message what was tried and what to do, in plain words */
    public TpmUnavailableException(String message) {
        super(message);
    }

    /** As {@link #TpmUnavailableException(String)}, with what lay behind it. */
    public TpmUnavailableException(String message, Throwable cause) {
        super(message, cause);
    }
}
