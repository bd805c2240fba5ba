package io.signet.mesh.spi;

import io.signet.statement.Bytes;
import java.time.Duration;
import java.util.Optional;

/**
 * A message to publish with QoS 1.
 *
 * @param topic topic name, no wildcards
 * @param payload the signed message; empty clears a retained one
 * @param retained true if the broker keeps it for later subscribers
 * @param responseTopic where an answer is expected (MQTT 5 section 3.3.2.3.5)
 * @param correlation echoed by the answer (MQTT 5 section 3.3.2.3.6); empty if none
 * @param expiry how long the broker may hold it back; zero for as long as it likes
 */
public record Outgoing(
        String topic,
        Bytes payload,
        boolean retained,
        Optional<String> responseTopic,
        Bytes correlation,
        Duration expiry) {
    /** A retained message without an answer. */
    public static Outgoing retained(String topic, Bytes payload, Duration expiry) {
        return new Outgoing(topic, payload, true, Optional.empty(), Bytes.EMPTY, expiry);
    }
}
