package io.signet.pictures;

/** A file holds no picture that is read. Its message is for people, and begins with a verb: {@code is truncated: ...}. */
public final class PictureException extends Exception {
    private static final long serialVersionUID = 1L;

    /** Why a file is refused. */
    public enum Reason {
        /** It is neither PNG nor JPEG. */
        NOT_A_PICTURE,
        /** It holds a picture in a form that is not read: another format, an animation, CMYK colours. */
        UNSUPPORTED,
        /** It ends too early. */
        TRUNCATED,
        /** It contradicts its own format. */
        CORRUPT,
        /** Whoever wants it waits no longer. */
        TOO_SLOW
    }

    private final Reason reason;

    /** Without a stack trace: foreign bytes are to blame, not the program. */
    public PictureException(Reason reason, String message) {
        super(message, null, false, false);
        this.reason = reason;
    }

    /** Why. */
    public Reason reason() {
        return reason;
    }
}
