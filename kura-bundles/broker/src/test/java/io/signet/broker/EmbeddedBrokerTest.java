package io.signet.broker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.signet.mesh.mqtt.testing.TestPki;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The embedded broker keeps the contract, and what it promises beyond. */
class EmbeddedBrokerTest extends BrokerContract {
    private static final int CLIENT_IDENTIFIER_NOT_VALID = 0x85; // MQTT 5 section 3.2.2.2
    private static final int NOT_AUTHORIZED = 0x87;
    private BrokerOptions latest;

    @Override
    TestBroker start(BrokerOptions options) {
        latest = options;
        try {
            EmbeddedBroker broker = EmbeddedBroker.start(options);
            return new TestBroker() {
                @Override
                public int port() {
                    return broker.port();
                }

                @Override
                public void close() {
                    broker.close();
                }
            };
        } catch (BrokerException e) {
            throw new IllegalStateException(e);
        }
    }

    @Test
    void clientIdOfAnotherIdentity_isRefused() throws IOException {
        try (RawClient raw = open(alice)) {
            assertThat(raw.connect(BOB.toHex() + "-1")).isEqualTo(CLIENT_IDENTIFIER_NOT_VALID);
        }
    }

    @Test
    void certificateThatNamesNoNode_isRefused() throws IOException {
        try (RawClient raw = open(pki.issue("alice"))) {
            assertThat(raw.connect("alice-1")).isEqualTo(NOT_AUTHORIZED);
        }
    }

    @Test
    void foreignSubscription_isRefused() throws IOException {
        for (String filter : List.of(TOPICS.task(BOB), TOPICS.root() + "/reply/#", TOPICS.root() + "/#", "#")) {
            try (RawClient raw = open(alice)) {
                assertThat(raw.connect(ALICE.toHex() + "-1")).isZero();

                assertThat(raw.subscribe(filter)).as(filter).isEqualTo(NOT_AUTHORIZED);
            }
        }
    }

    @Test
    void retainedTask_isRefused() throws IOException {
        try (RawClient raw = open(alice)) {
            assertThat(raw.connect(ALICE.toHex() + "-1")).isZero();

            assertThat(raw.publish(TOPICS.task(BOB), true, new byte[1])).isEqualTo(NOT_AUTHORIZED);
        }
    }

    @Test
    void files_arePrivateAndWithoutThePassword() throws IOException {
        try (Stream<Path> files = Files.walk(latest.dataDirectory())) {
            List<Path> all = files.toList();

            assertThat(all)
                    .extracting(Path::getFileName)
                    .extracting(Path::toString)
                    .doesNotContain("config.xml");
            for (Path file : all) {
                if (file.toString().endsWith(".p12")) {
                    assertThat(Files.getPosixFilePermissions(file)).hasSize(2);
                }
            }
            assertThat(Files.getPosixFilePermissions(latest.dataDirectory())).hasSize(3);
        }
    }

    @Test
    void portInUse_saysSo(@TempDir Path directory) {
        BrokerOptions taken = new BrokerOptions(
                TOPICS,
                "127.0.0.1",
                port(),
                latest.chain(),
                latest.key(),
                latest.owners(),
                directory,
                latest.packetBytesMax());

        assertThatThrownBy(() -> EmbeddedBroker.start(taken))
                .isInstanceOf(BrokerException.class)
                .hasMessageContaining("cannot listen on 127.0.0.1:" + port())
                .hasMessageContaining("choose another port");
    }

    @Test
    void keyThatIsNone_saysWhichFile(@TempDir Path directory) {
        BrokerOptions wrong = new BrokerOptions(
                TOPICS,
                "127.0.0.1",
                0,
                latest.chain(),
                latest.chain(),
                latest.owners(),
                directory,
                latest.packetBytesMax());

        assertThatThrownBy(() -> EmbeddedBroker.start(wrong))
                .isInstanceOf(BrokerException.class)
                .hasMessageContaining(latest.chain() + " holds no '-----BEGIN PRIVATE KEY-----'");
    }

    private RawClient open(TestPki.Identity identity) throws IOException {
        return RawClient.open(port(), pki.owner(), Optional.of(identity), "TLSv1.3");
    }
}
