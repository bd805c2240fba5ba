package io.signet.mesh.mqtt.internal;

import java.net.URI;
import java.util.Set;
import org.eclipse.paho.mqttv5.client.MqttConnectionOptions;
import org.eclipse.paho.mqttv5.client.internal.NetworkModule;
import org.eclipse.paho.mqttv5.client.spi.NetworkModuleFactory;

/**
 * The only network module that the embedded Paho finds: it knows TLS and nothing else. Made by Paho through
 * {@link java.util.ServiceLoader}.
 */
public final class MqttsModuleFactory implements NetworkModuleFactory {
    @Override
    public Set<String> getSupportedUriSchemes() {
        return Set.of("mqtts");
    }

    @Override
    public void validateURI(URI brokerUri) {
        // done by MqttOptions
    }

    @Override
    public NetworkModule createNetworkModule(URI brokerUri, MqttConnectionOptions options, String clientId) {
        return ((TlsLinkFactory) options.getSocketFactory()).link();
    }
}
