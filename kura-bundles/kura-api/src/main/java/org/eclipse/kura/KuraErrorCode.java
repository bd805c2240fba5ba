package org.eclipse.kura;

/** What kind of error it is. */
public enum KuraErrorCode {
    /** Anything else. */
    INTERNAL_ERROR,
    /** It can't do that. */
    OPERATION_NOT_SUPPORTED,
    /** An argument is wrong. */
    INVALID_PARAMETER,
    /** It took too long. */
    TIMED_OUT
}
