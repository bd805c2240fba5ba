package io.signet.simulator.run;

/** A scenario can't run here; says why and what to do. */
public final class RunException extends Exception {
    private static final long serialVersionUID = 1L;

    /** With what was wrong and what to do. */
    public RunException(String message) {
        super(message);
    }

    /** The same, with its cause. */
    public RunException(String message, Throwable cause) {
        super(message, cause);
    }
}
