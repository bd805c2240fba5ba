package io.signet.broker;

import static org.assertj.core.api.Assertions.assertThat;

import io.signet.mesh.spi.Topics;
import io.signet.statement.NodeId;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class MosquittoConfigTest {
    @Test
    void written_isWhatTheDocumentationShows(@TempDir Path directory) throws IOException {
        BrokerOptions options = new BrokerOptions(
                new Topics("demo"),
                "0.0.0.0",
                8883,
                Path.of("/etc/signet/broker/chain.pem"),
                Path.of("/etc/signet/broker/key.pem"),
                Path.of("/etc/signet/owner.pem"),
                directory,
                BrokerOptions.PACKET_BYTES_MAX_DEFAULT);

        Path conf = MosquittoConfig.write(
                options, List.of(NodeId.fromHex("0123456789abcdef0123456789abcdef")), directory.resolve("mosquitto"));

        String page = Files.readString(Path.of("../../docs/broker.md"));
        assertThat(page).contains(Files.readString(conf.resolveSibling("mosquitto.acl")));
        assertThat(page)
                .contains(Files.readString(conf)
                        .replace(conf.getParent().toAbsolutePath().toString(), "/etc/mosquitto/conf.d"));
    }
}
