package io.signet.mesh.mqtt;

import io.signet.runtime.Limits;
import java.time.Duration;

/**
 * What bounds one {@link PahoTransport}. Payloads received take at most {@code receiveMax * packetBytesMax} bytes of memory,
 * those to be sent {@code outboundBytesMax}.
 *
 * @param packetBytesMax largest MQTT packet that is sent or accepted (MQTT 5 section 3.1.2.11.4), 1 KiB to 64 MiB
 * @param receiveMax received messages that the mesh has not taken yet, after which the broker holds the rest back (MQTT 5
 *     section 3.1.2.11.3), 1 to 1,000
 * @param outboundMessagesMax accepted messages that the broker has not acknowledged yet, 1 to 100,000
 * @param outboundBytesMax payload bytes of these, at least one packet's
 * @param keepAlive longest silence before a sign of life is asked for, 1 s to 5 min; a dead broker is noticed within twice
 *     that
 * @param connectTimeout for the TCP connection, and again for the TLS handshake and the broker's answer, 100 ms to 1 min
 * @param retryMin pause after all brokers failed once, 10 ms to {@code retryMax}; it doubles with every further round
 * @param retryMax longest such pause, up to 10 min
 * @param sessionExpiry how long a broker keeps what arrives while the connection is broken, 0 to 1 h
 */
public record MqttLimits(
        int packetBytesMax,
        int receiveMax,
        int outboundMessagesMax,
        long outboundBytesMax,
        Duration keepAlive,
        Duration connectTimeout,
        Duration retryMin,
        Duration retryMax,
        Duration sessionExpiry) {
    /** Room for topic, properties and header beside a payload of 4 MiB. */
    private static final int OVERHEAD_BYTES = 64 << 10;

    /**
     * For tensors up to 4 MiB; larger ones belong on a direct path, not through a broker. Jobs have deadlines, so members are
     * back within seconds of their broker.
     */
    public static final MqttLimits DEFAULT = new MqttLimits(
            (4 << 20) + OVERHEAD_BYTES,
            32,
            512,
            64 << 20,
            Duration.ofSeconds(15),
            Duration.ofSeconds(5),
            Duration.ofMillis(200),
            Duration.ofSeconds(4),
            Duration.ofSeconds(30));

    public MqttLimits {
        Limits.requireInRange("packet.bytes.max", packetBytesMax, 1 << 10, 64 << 20);
        Limits.requireInRange("receive.max", receiveMax, 1, 1_000);
        Limits.requireInRange("outbound.messages.max", outboundMessagesMax, 1, 100_000);
        Limits.requireInRange("outbound.bytes.max", outboundBytesMax, packetBytesMax, 1L << 32);
        requireInRange("keep.alive", keepAlive, Duration.ofSeconds(1), Duration.ofMinutes(5));
        requireInRange("connect.timeout", connectTimeout, Duration.ofMillis(100), Duration.ofMinutes(1));
        requireInRange("retry.max", retryMax, Duration.ofMillis(10), Duration.ofMinutes(10));
        requireInRange("retry.min", retryMin, Duration.ofMillis(10), retryMax);
        requireInRange("session.expiry", sessionExpiry, Duration.ZERO, Duration.ofHours(1));
    }

    private static void requireInRange(String key, Duration value, Duration min, Duration max) {
        Limits.requireInRange(key + " (ms)", value.toMillis(), min.toMillis(), max.toMillis());
    }
}
