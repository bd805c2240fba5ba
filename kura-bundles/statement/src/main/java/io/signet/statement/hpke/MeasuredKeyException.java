package io.signet.statement.hpke;

/** A measured key can't be used. The message says why, and what to do. */
public final class MeasuredKeyException extends Exception {
    private static final long serialVersionUID = 1L;

    private final boolean passing;

    /** For a reason that stays as long as the machine runs. */
    public MeasuredKeyException(String reason) {
        super(reason);
        this.passing = false;
    }

    /**
     * For what {@code cause} says.
     *
     * @param passing true if it may be otherwise when it is tried again
     */
    public MeasuredKeyException(String reason, Throwable cause, boolean passing) {
        super(reason, cause);
        this.passing = passing;
    }

    /** True if it may be otherwise when it is tried again: the TPM did not answer. */
    public boolean isPassing() {
        return passing;
    }
}
