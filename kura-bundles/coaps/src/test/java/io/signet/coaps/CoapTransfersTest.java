package io.signet.coaps;

import static org.assertj.core.api.Assertions.assertThat;

import org.eclipse.californium.core.config.CoapConfig;
import org.eclipse.californium.elements.config.Configuration;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CoapTransfersTest {
    @ParameterizedTest
    @ValueSource(ints = {32, 1, 512, 4})
    void transfersInBlocks_areFewerThanClients(int transfers) {
        Configuration clients = new Configuration(CoapConfig.DEFINITIONS).set(CoapConfig.MAX_ACTIVE_PEERS, 256);
        assertThat(new CoapTransfers(transfers).bounded(clients).get(CoapConfig.MAX_ACTIVE_PEERS))
                .isEqualTo(transfers);
        assertThat(clients.get(CoapConfig.MAX_ACTIVE_PEERS)).isEqualTo(256);
    }
}
