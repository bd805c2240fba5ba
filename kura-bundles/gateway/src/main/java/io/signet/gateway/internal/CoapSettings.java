package io.signet.gateway.internal;

import io.signet.runtime.Limits;
import java.net.InetSocketAddress;
import java.time.Duration;

/**
 * What a {@link CoapGatewayConfig} says, checked.
 *
 * @param address where CoAP over DTLS is served
 * @param clientsMax clients known at once
 * @param requestsMax inference requests under way
 * @param bodyBytesMax bytes of one request and of one answer
 * @param timeout of each request
 */
record CoapSettings(InetSocketAddress address, int clientsMax, int requestsMax, int bodyBytesMax, Duration timeout) {
    /** @throws IllegalArgumentException if a value is out of range, with its key */
    static CoapSettings of(CoapGatewayConfig config) {
        return new CoapSettings(
                new InetSocketAddress(
                        GatewaySettings.address(config.address()),
                        Limits.requireInRange("port", config.port(), 0, 65_535)),
                Limits.requireInRange("clients.max", config.clients_max(), 1, 65_535),
                Limits.requireInRange("requests.max", config.requests_max(), 1, 65_535),
                Limits.requireInRange("body.kib.max", config.body_kib_max(), 1, 65_536) << 10,
                Duration.ofMillis(Limits.requireInRange("timeout.ms", config.timeout_ms(), 1, 3_600_000)));
    }
}
