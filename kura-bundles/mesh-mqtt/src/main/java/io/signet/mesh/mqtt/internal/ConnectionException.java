package io.signet.mesh.mqtt.internal;

/** A connection to a broker could not be made, or broke; the message says why and what to do. */
final class ConnectionException extends Exception {
    private static final long serialVersionUID = 1L;

    ConnectionException(String message) {
        super(message);
    }

    ConnectionException(Throwable cause) {
        super(ConnectionReason.of(cause), cause);
    }
}
