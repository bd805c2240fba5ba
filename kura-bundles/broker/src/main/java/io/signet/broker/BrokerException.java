package io.signet.broker;

/** A broker cannot start; the message says why and what to do. */
public final class BrokerException extends Exception {
    private static final long serialVersionUID = 1L;

    /** For reasons found by this module. */
    public BrokerException(String message) {
        super(message);
    }

    /** For failures below. */
    public BrokerException(String message, Throwable cause) {
        super(message, cause);
    }
}
