package io.signet.meter.internal;

import io.signet.meter.Split;

/** A file holds no picture that is read. Its message is for people and does not name the file, which the caller does. */
public final class RefusedException extends Exception {
    private static final long serialVersionUID = 1L;

    private final Split.Refusal refusal;

    RefusedException(Split.Refusal refusal, String message) {
        // Foreign bytes are to blame, not the program: no stack trace.
        super(message, null, false, false);
        this.refusal = refusal;
    }

    /** Why. */
    public Split.Refusal refusal() {
        return refusal;
    }
}
