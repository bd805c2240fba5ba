package io.signet.gateway.internal;

import java.net.InetSocketAddress;
import java.util.OptionalInt;

/**
 * Where and how to listen.
 *
 * @param name of the server's threads
 * @param address where HTTPS is served
 * @param clients whether they show certificates
 * @param localPort the port for programs on this machine; empty for none
 * @param connectionsMax open connections
 */
record ListenerPlan(
        String name, InetSocketAddress address, Clients clients, OptionalInt localPort, int connectionsMax) {
    /** Whether clients over HTTPS show certificates, which always have to be of an owner whom the node trusts. */
    enum Clients {
        /** They are not asked for one. */
        ANYONE,
        /** They are asked for one and may have none. */
        ASKED,
        /** Without one, nobody comes. */
        CERTIFIED
    }
}
