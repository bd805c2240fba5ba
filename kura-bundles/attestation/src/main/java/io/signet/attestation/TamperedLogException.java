package io.signet.attestation;

/** A log that is not what its node signed: something was altered, removed or put in its place. Nothing was repaired. */
public final class TamperedLogException extends AttestationException {
    private final long index;

    /**
     * @param index the first entry that is not as it was, or that can't be told to be; at least 0
     * @param reason what is wrong with it
     */
    public TamperedLogException(long index, String reason) {
        super("the log was tampered with at entry " + index + ": " + reason);
        this.index = index;
    }

    /** The first entry that is not as it was, or that can't be told to be. */
    public long index() {
        return index;
    }
}
