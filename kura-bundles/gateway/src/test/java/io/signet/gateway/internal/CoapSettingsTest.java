package io.signet.gateway.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What the section {@code gateway-coap} of a node's configuration may say. */
class CoapSettingsTest {
    private static CoapSettings settings(Map<String, Object> values) {
        return CoapSettings.of(TestNode.config(CoapGatewayConfig.class, values));
    }

    @Test
    void withoutSettings_itListensWhereCoapDoes() {
        CoapSettings settings = settings(Map.of());
        assertThat(settings.address().getPort()).isEqualTo(5684);
        assertThat(settings.address().getAddress().isAnyLocalAddress()).isTrue();
        assertThat(settings.bodyBytesMax()).isEqualTo(1 << 20);
        assertThat(settings.timeout()).isEqualTo(Duration.ofSeconds(30));
    }

    @ParameterizedTest
    @CsvSource({
        "port, 65536, port = 65536 is out of range: 0 to 65535",
        "clients.max, 0, clients.max = 0 is out of range: 1 to 65535",
        "requests.max, 0, requests.max = 0 is out of range: 1 to 65535",
        "body.kib.max, 65537, body.kib.max = 65537 is out of range: 1 to 65536",
        "bodies.mib.max, 1, bodies.mib.max = 1 is out of range: 2 to 65536",
        "timeout.ms, 0, timeout.ms = 0 is out of range: 1 to 3600000"
    })
    void numbersOutOfRange_areRefusedWithKeyAndRange(String key, int value, String message) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> settings(Map.of(key, value)))
                .withMessage(message);
    }

    @ParameterizedTest
    @CsvSource({"1024, 64, 32", "1024, 2, 1", "65536, 128, 1", "1, 1, 512", "600, 5, 4"})
    void transfersInBlocks_haveRoomInTheMemoryThatIsForThem(int bodyKib, int bodiesMib, int transfers) {
        CoapSettings settings = settings(Map.of("body.kib.max", bodyKib, "bodies.mib.max", bodiesMib));
        assertThat(settings.transfersMax()).isEqualTo(transfers);
        assertThat(2L * transfers * settings.bodyBytesMax()).isLessThanOrEqualTo((long) bodiesMib << 20);
    }

    @Test
    void portInUse_isSaidSo(@TempDir Path directory) throws Exception {
        try (TestNode node = new TestNode(directory, Map.of())) {
            CoapGatewayComponent first = node.coap(Map.of());
            assertThatExceptionOfType(IOException.class)
                    .isThrownBy(() -> node.coap(Map.of("port", first.port())))
                    .withMessageContaining(first.port() + ": is the port in use?");
            first.deactivate();
        }
    }
}
