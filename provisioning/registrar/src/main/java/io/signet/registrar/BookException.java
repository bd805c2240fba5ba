package io.signet.registrar;

/** The registrar's book can't be read or written now, or is not what this version understands. The message says why. */
public final class BookException extends Exception {
    private static final long serialVersionUID = 1L;

    public BookException(String message) {
        super(message);
    }

    public BookException(String message, Throwable cause) {
        super(message, cause);
    }
}
