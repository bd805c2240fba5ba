package io.signet.statement.cose;

/** A key could not sign: the hardware is absent, busy or refuses. The message says which and what to do. */
public final class SigningException extends Exception {
    /** @param message what was wrong and what to do, in plain words */
    public SigningException(String message) {
        super(message);
    }

    /** As {@link #SigningException(String)}, with what lay behind it. */
    public SigningException(String message, Throwable cause) {
        super(message, cause);
    }
}
