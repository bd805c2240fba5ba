package io.signet.inference.importing.internal;

/** A model's description is no such thing, or says what a package can't hold. The message says what to do. */
public final class UnreadableModelException extends Exception {
    private static final long serialVersionUID = 1L;

    UnreadableModelException(String message) {
        super(message);
    }

    UnreadableModelException(String message, Throwable cause) {
        super(message, cause);
    }
}
