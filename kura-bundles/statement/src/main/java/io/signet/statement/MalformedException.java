package io.signet.statement;

/**
 * Bytes from outside that are not what their format demands. Checked, because hostile bytes are no bug; without a stack
 * trace, because whoever sends them should not be able to make the receiver work.
 */
public final class MalformedException extends Exception {
    private final int offset;

    /**
     * @param reason what was wrong and what would have been right, in plain words
     * @param offset where in the input, in bytes from its start; at least 0
     */
    public MalformedException(String reason, int offset) {
        super(reason + " (at byte " + offset + ")", null, false, false);
        this.offset = offset;
    }

    /** Where in the input the fault is, in bytes from its start. */
    public int offset() {
        return offset;
    }
}
