package io.signet.gateway.internal;

import io.signet.coaps.CoapLimits;
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
 * @param transfersMax requests that come in blocks at once, and answers that go so
 * @param timeout of each request
 */
record CoapSettings(
        InetSocketAddress address,
        int clientsMax,
        int requestsMax,
        int bodyBytesMax,
        int transfersMax,
        Duration timeout) {
    /** @throws IllegalArgumentException if a value is out of range, with its key */
    static CoapSettings of(CoapGatewayConfig config) {
        int bodyKib = Limits.requireInRange("body.kib.max", config.body_kib_max(), 1, 65_536);
        int one = Math.max(1, (2 * bodyKib + 1023) / 1024); // MiB for a request and an answer
        int bodies = Limits.requireInRange("bodies.mib.max", config.bodies_mib_max(), one, 65_536);
        return new CoapSettings(
                new InetSocketAddress(
                        GatewaySettings.address(config.address()),
                        Limits.requireInRange("port", config.port(), 0, 65_535)),
                Limits.requireInRange("clients.max", config.clients_max(), 1, 65_535),
                Limits.requireInRange("requests.max", config.requests_max(), 1, 65_535),
                bodyKib << 10,
                (int) (((long) bodies << 10) / (2L * bodyKib)),
                Duration.ofMillis(Limits.requireInRange("timeout.ms", config.timeout_ms(), 1, 3_600_000)));
    }

    /** What the listener holds at most. */
    CoapLimits limits() {
        return new CoapLimits(clientsMax, bodyBytesMax, transfersMax);
    }
}
