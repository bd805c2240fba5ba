package io.signet.attestation;

/** A log that refuses a statement because too many wait for their signature already. Try again later. */
public final class LogFullException extends AttestationException {
    private final int statementsMax;
    private final long bytesMax;

    /**
     * @param statementsMax how many statements may wait
     * @param bytesMax how many bytes they may have together
     */
    public LogFullException(int statementsMax, long bytesMax) {
        super(
                "the log's queue is full: it takes " + statementsMax + " statements of " + bytesMax
                        + " bytes together; try again later",
                false);
        this.statementsMax = statementsMax;
        this.bytesMax = bytesMax;
    }

    /** How many statements may wait. */
    public int statementsMax() {
        return statementsMax;
    }

    /** How many bytes they may have together. */
    public long bytesMax() {
        return bytesMax;
    }
}
