package io.signet.cli.bench;

/** Something that a benchmark needs is not there; the message says what and how to get it. */
public final class BenchmarkException extends Exception {
    private static final long serialVersionUID = 1L;

    /** Says what is missing. */
    public BenchmarkException(String message) {
        super(message);
    }

    /** Says what failed, and why. */
    public BenchmarkException(String message, Throwable cause) {
        super(message, cause);
    }
}
