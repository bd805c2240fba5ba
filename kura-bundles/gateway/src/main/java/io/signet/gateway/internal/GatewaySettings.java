package io.signet.gateway.internal;

import io.signet.runtime.Limits;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.OptionalInt;

/**
 * What a {@link GatewayConfig} says, checked.
 *
 * @param address where HTTPS is served
 * @param certificates whether clients over HTTPS need a certificate
 * @param localPort the port for programs on this machine; empty for none
 * @param connectionsMax open connections
 * @param requestsMax inference requests under way
 * @param bodyBytesMax bytes of one body
 * @param bodiesBytesMax bytes of all bodies under way
 * @param timeout of requests that do not say how long they wait
 */
record GatewaySettings(
        InetSocketAddress address,
        boolean certificates,
        OptionalInt localPort,
        int connectionsMax,
        int requestsMax,
        int bodyBytesMax,
        long bodiesBytesMax,
        Duration timeout) {
    /** @throws IllegalArgumentException if a value is out of range, with its key */
    static GatewaySettings of(GatewayConfig config) {
        InetAddress host = address(config.address());
        boolean certificates =
                switch (config.clients()) {
                    case "certificate" -> true;
                    case "open" -> false;
                    default ->
                        throw new IllegalArgumentException(
                                "clients = '" + config.clients() + "' is not 'certificate' or 'open'");
                };
        if (!certificates && !host.isLoopbackAddress() && !config.open_anywhere()) {
            throw new IllegalArgumentException("clients = open lets anyone in who reaches " + config.address()
                    + ": set address to 127.0.0.1, or open.anywhere to true if that is what you want");
        }
        int local = Limits.requireInRange("local.port", config.local_port(), -1, 65_535);
        int body = Limits.requireInRange("body.mib.max", config.body_mib_max(), 1, 1024);
        int bodies = Limits.requireInRange("bodies.mib.max", config.bodies_mib_max(), body, 65_536);
        return new GatewaySettings(
                new InetSocketAddress(host, Limits.requireInRange("port", config.port(), 0, 65_535)),
                certificates,
                local < 0 ? OptionalInt.empty() : OptionalInt.of(local),
                Limits.requireInRange("connections.max", config.connections_max(), 1, 65_535),
                Limits.requireInRange("requests.max", config.requests_max(), 1, 65_535),
                body << 20,
                (long) bodies << 20,
                Duration.ofMillis(Limits.requireInRange("timeout.ms", config.timeout_ms(), 1, 3_600_000)));
    }

    /** Where and how to listen. */
    ListenerPlan listeners() {
        return new ListenerPlan(
                "signet-gateway",
                address,
                certificates ? ListenerPlan.Clients.CERTIFIED : ListenerPlan.Clients.ANYONE,
                localPort,
                connectionsMax);
    }

    static InetAddress address(String text) {
        try {
            return InetAddress.getByName(Limits.requireText("address", text, 255));
        } catch (UnknownHostException e) {
            throw new IllegalArgumentException("address: '" + text + "' is not known", e);
        }
    }
}
