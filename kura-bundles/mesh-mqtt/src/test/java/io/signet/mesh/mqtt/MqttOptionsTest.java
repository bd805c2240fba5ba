package io.signet.mesh.mqtt;

import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.net.URI;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class MqttOptionsTest {
    @ParameterizedTest
    @ValueSource(
            strings = {
                "mqtt://broker",
                "tcp://broker:1883",
                "mqtts:broker",
                "mqtts://broker/path",
                "mqtts://user@broker",
                "mqtts://broker?x=1"
            })
    void anythingButMqtts_isRefused(String address) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new MqttOptions(List.of(URI.create(address)), "node-1", MqttLimits.DEFAULT))
                .withMessageContaining("looks like mqtts://broker.example.org:8883")
                .withMessageContaining(address);
    }

    @Test
    void noBroker_isRefused() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new MqttOptions(List.of(), "node-1", MqttLimits.DEFAULT))
                .withMessageContaining("number of brokers = 0 is out of range: 1 to 16");
    }
}
