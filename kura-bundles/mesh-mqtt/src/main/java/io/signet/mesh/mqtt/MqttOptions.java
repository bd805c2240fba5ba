package io.signet.mesh.mqtt;

import io.signet.runtime.Limits;
import java.net.URI;
import java.util.List;

/**
 * Where and as whom to connect.
 *
 * @param brokers 1 to 16 addresses {@code mqtts://HOST[:PORT]}, tried in this order; the port is 8883 unless given
 * @param clientId the certificate's common name, a hyphen, and something that differs between the processes of one
 *     identity; at most 128 characters
 * @param limits what bounds the transport
 */
public record MqttOptions(List<URI> brokers, String clientId, MqttLimits limits) {
    private static final int BROKERS_MAX = 16;
    private static final int CLIENT_ID_CHARS_MAX = 128;

    public MqttOptions {
        brokers = List.copyOf(brokers);
        Limits.requireInRange("number of brokers", brokers.size(), 1, BROKERS_MAX);
        brokers.forEach(MqttOptions::requireBroker);
        Limits.requireText("client id", clientId, CLIENT_ID_CHARS_MAX);
    }

    private static void requireBroker(URI broker) {
        boolean plain = broker.getHost() != null
                && "mqtts".equals(broker.getScheme())
                && broker.getRawPath().isEmpty()
                && broker.getRawQuery() == null
                && broker.getRawFragment() == null
                && broker.getRawUserInfo() == null;
        if (!plain) {
            throw new IllegalArgumentException(
                    "a broker's address looks like mqtts://broker.example.org:8883, unlike '" + broker + "'");
        }
    }
}
