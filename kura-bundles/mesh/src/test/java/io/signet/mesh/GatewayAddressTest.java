package io.signet.mesh;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class GatewayAddressTest {
    @ParameterizedTest
    @ValueSource(strings = {"node-1.example:8643", "10.0.0.7:1", "[2001:db8::7]:65535", "localhost:8643"})
    void hostAndPort_areAnAddress(String text) {
        assertThat(new GatewayAddress(text)).hasToString(text);
        assertThat(new GatewayAddress(text).uri()).hasToString("https://" + text + "/");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "node-1.example",
                "node-1.example:",
                ":8643",
                "node-1.example:0",
                "node-1.example:65536",
                "user@node-1.example:8643",
                "node-1.example:8643/",
                "node-1.example:8643?x",
                "https://node-1.example:8643",
                "node 1:8643",
                "a23456789.b23456789.c23456789.d23456789.e23456789.f23456789.g2:8643"
            })
    void anythingElse_isRefused(String text) {
        assertThatThrownBy(() -> new GatewayAddress(text))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("the address of a gateway is HOST:PORT, at most 62 characters, not '" + text);
    }
}
