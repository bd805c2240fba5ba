package io.signet.simulator.real;

import java.io.IOException;
import java.util.List;

/** What lies between the nodes of the fleet and the relays to the brokers. Used by one thread. */
interface NodeNetwork {
    /** What does what, in words for the report. */
    String describe();

    /** What a process of a node in {@code region} has to be started by; empty for nothing. */
    List<String> prefix(String region);

    /** The address, of this machine, at which nodes find broker {@code number}, counted from 1. */
    String brokerAddress(int number);

    /**
     * Makes the way from {@code region} to broker {@code number} like {@code link}, as far as it can.
     *
     * @throws IOException if that fails although it should not
     */
    void set(String region, int number, Link link) throws IOException, InterruptedException;

    /** What of {@code link} is left to do for relays. */
    Link left(Link link);

    /** Takes everything back that was made. Does nothing when called again. */
    void remove() throws IOException, InterruptedException;
}
