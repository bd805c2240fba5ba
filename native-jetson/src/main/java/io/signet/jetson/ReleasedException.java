package io.signet.jetson;

/** Something native was used after it was closed: a bug of the caller, found before memory was touched. */
public final class ReleasedException extends IllegalStateException {
    private static final long serialVersionUID = 1L;

    /** Says what is closed. */
    public ReleasedException(String what) {
        super(what + " is closed");
    }
}
