package io.signet.verifier;

/** What all verdicts together come to. */
public enum Outcome {
    /** Everything was accepted. */
    ACCEPTED(0),
    /** Something was rejected. */
    REJECTED(1),
    /** Nothing was rejected, but something can't be read or is not there. The value is that of sysexits.h for wrong data. */
    UNREADABLE(65);

    private final int exitCode;

    Outcome(int exitCode) {
        this.exitCode = exitCode;
    }

    /** The exit status for it. */
    public int exitCode() {
        return exitCode;
    }
}
