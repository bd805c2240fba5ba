package io.signet.gateway.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What the section {@code gateway} of a node's configuration may say. */
class GatewaySettingsTest {
    private static GatewaySettings settings(Map<String, Object> values) {
        return GatewaySettings.of(TestNode.config(GatewayConfig.class, values));
    }

    @Test
    void withoutSettings_itServesCertifiedClientsOnAllAddresses() {
        GatewaySettings settings = settings(Map.of());
        assertThat(settings.certificates()).isTrue();
        assertThat(settings.address().getPort()).isEqualTo(8643);
        assertThat(settings.address().getAddress().isAnyLocalAddress()).isTrue();
        assertThat(settings.localPort()).isEmpty();
        assertThat(settings.bodyBytesMax()).isEqualTo(64 << 20);
        assertThat(settings.timeout()).isEqualTo(Duration.ofSeconds(30));
    }

    @Test
    void openGateway_isForThisMachineUnlessSaidOtherwise() {
        assertThat(settings(Map.of("clients", "open", "address", "127.0.0.1")).certificates())
                .isFalse();
        assertThat(settings(Map.of("clients", "open", "open.anywhere", true)).certificates())
                .isFalse();
        assertThatIllegalArgumentException()
                .isThrownBy(() -> settings(Map.of("clients", "open")))
                .withMessageContaining("set address to 127.0.0.1, or open.anywhere to true");
    }

    @ParameterizedTest
    @CsvSource({
        "port, 65536, port = 65536 is out of range: 0 to 65535",
        "local.port, -2, local.port = -2 is out of range: -1 to 65535",
        "connections.max, 0, connections.max = 0 is out of range: 1 to 65535",
        "requests.max, 0, requests.max = 0 is out of range: 1 to 65535",
        "body.mib.max, 1025, body.mib.max = 1025 is out of range: 1 to 1024",
        "bodies.mib.max, 63, bodies.mib.max = 63 is out of range: 64 to 65536",
        "timeout.ms, 0, timeout.ms = 0 is out of range: 1 to 3600000"
    })
    void numbersOutOfRange_areRefusedWithKeyAndRange(String key, int value, String message) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> settings(Map.of(key, value)))
                .withMessage(message);
    }

    @Test
    void otherWords_areRefused() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> settings(Map.of("clients", "everyone")))
                .withMessage("clients = 'everyone' is not 'certificate' or 'open'");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> settings(Map.of("address", "no.such.host.invalid")))
                .withMessage("address: 'no.such.host.invalid' is not known");
    }
}
