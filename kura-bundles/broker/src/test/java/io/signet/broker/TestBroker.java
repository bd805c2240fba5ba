package io.signet.broker;

/** A broker of whatever make, running. */
interface TestBroker extends AutoCloseable {
    /** The port it listens on. */
    int port();

    /** Stops it; the same configuration can be started again. */
    @Override
    void close();
}
