package io.signet.broker;

import io.signet.mesh.spi.Topics;
import io.signet.runtime.Limits;
import java.nio.file.Path;

/**
 * One broker of one mesh.
 *
 * @param topics of the mesh that it serves; it relays nothing else
 * @param bindAddress address to listen on, {@code 0.0.0.0} for all
 * @param port TCP port, 0 for any free one
 * @param chain PEM file with the broker's certificate and its issuers, leaf first; it must name the hosts under which
 *     nodes reach the broker
 * @param key PEM file with the private key of the first certificate, PKCS#8 without a pass phrase
 * @param owners PEM file with the certificates of the owners whose nodes may connect
 * @param dataDirectory for files that live as long as the process; created, and made private to the user
 * @param packetBytesMax largest MQTT packet, 1 KiB to 64 MiB
 */
public record BrokerOptions(
        Topics topics,
        String bindAddress,
        int port,
        Path chain,
        Path key,
        Path owners,
        Path dataDirectory,
        int packetBytesMax) {
    /** A payload of 4 MiB, with 64 KiB for topic and properties. */
    public static final int PACKET_BYTES_MAX_DEFAULT = (4 << 20) + (64 << 10);

    private static final int ADDRESS_CHARS_MAX = 255;

    public BrokerOptions {
        Limits.requireText("bind address", bindAddress, ADDRESS_CHARS_MAX);
        Limits.requireInRange("port", port, 0, 65_535);
        Limits.requireInRange("packet.bytes.max", packetBytesMax, 1 << 10, 64 << 20);
    }
}
