package io.signet.attestation;

/** Why a key can't be used, or a log can't take or give statements: the family of this room's errors. */
public abstract sealed class AttestationException extends Exception
        permits KeyFileException,
                LogFullException,
                LogUnavailableException,
                MovedAwayException,
                Pkcs11Exception,
                TamperedLogException {
    AttestationException(String message) {
        super(message);
    }

    AttestationException(String message, Throwable cause) {
        super(message, cause);
    }

    /** Without a stack trace: for refusals under load, which have to be cheap. */
    AttestationException(String message, boolean writableStackTrace) {
        super(message, null, false, writableStackTrace);
    }
}
