package io.signet.attestation.tpm;

/** Why a TPM can't be used, or not for this: the family of this room's errors. */
public abstract sealed class TpmException extends Exception
        permits TpmUnavailableException, TpmRefusedException, TpmKeysException {
    TpmException(String message) {
        super(message);
    }

    TpmException(String message, Throwable cause) {
        super(message, cause);
    }
}
