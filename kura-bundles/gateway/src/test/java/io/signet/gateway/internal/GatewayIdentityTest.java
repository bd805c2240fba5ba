package io.signet.gateway.internal;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.signet.provisioning.ProvisioningException;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class GatewayIdentityTest {
    @TempDir
    private Path directory;

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void certificateOfAnotherKey_isRefused(boolean coap) throws Exception {
        try (TestNode node = new TestNode(directory.resolve("one"), Map.of());
                TestNode other = new TestNode(directory.resolve("other"), Map.of())) {
            assertThatThrownBy(() -> node.startWithKeyOf(other, coap))
                    .isInstanceOf(ProvisioningException.class)
                    .hasMessageContaining("chain.pem is the certificate of " + node.node() + ", the key is that of "
                            + other.node() + ": have a certificate issued for this key");
        }
    }
}
