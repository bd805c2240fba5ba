package io.signet.mesh.mqtt.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import io.signet.mesh.mqtt.TlsIdentity;
import io.signet.mesh.mqtt.testing.TestClient;
import io.signet.mesh.mqtt.testing.TestPki;
import java.io.IOException;
import java.net.ServerSocket;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What an operator reads when a connection fails. */
class ConnectionReasonTest {
    private static final TestPki PKI = new TestPki("owner");
    private static final TestPki STRANGER = new TestPki("stranger");
    private static final TestPki.Identity NODE = PKI.issue("node");

    @Test
    void nothingListens_saysSo() {
        assertThat(reason(TestClient.localhost(ScriptedBroker.closedPort()), PKI.tls(NODE)))
                .isEqualTo("nothing listens there");
    }

    @Test
    void silence_saysSo() throws IOException {
        try (ServerSocket silent = ScriptedBroker.silent()) {
            assertThat(reason(TestClient.localhost(silent.getLocalPort()), PKI.tls(NODE)))
                    .isEqualTo("no answer in time");
        }
    }

    @Test
    void unknownHost_saysSo() {
        assertThat(reason(URI.create("mqtts://broker.invalid"), PKI.tls(NODE))).isEqualTo("unknown host");
    }

    @Test
    void brokerOfAnotherOwner_saysWhatToTrust() {
        assertThat(reasonOf(new ScriptedBroker(PKI, STRANGER.issue("broker")), PKI.tls(NODE)))
                .startsWith("the broker's certificate was not issued by a trusted owner");
    }

    @Test
    void brokerOfAnotherName_saysWhichNameIsMissing() {
        assertThat(reasonOf(new ScriptedBroker(PKI, PKI.issue("broker", List.of("elsewhere"), 30)), PKI.tls(NODE)))
                .startsWith("the broker's certificate is not for this host name");
    }

    @Test
    void expiredBroker_saysSince() {
        assertThat(reasonOf(new ScriptedBroker(PKI, PKI.issue("broker", List.of("localhost"), 0)), PKI.tls(NODE)))
                .startsWith("the broker's certificate is not valid now");
    }

    @Test
    void tls12Only_saysToEnable13() {
        assertThat(reasonOf(new ScriptedBroker(PKI, PKI.issue("broker"), "TLSv1.2"), PKI.tls(NODE)))
                .isEqualTo("the broker does not speak TLS 1.3: enable it there");
    }

    @Test
    void clientOfAnotherOwner_saysWhoMustIssueIt() {
        TestPki.Identity foreign = STRANGER.issue("node");
        TlsIdentity identity = new TlsIdentity(foreign.key(), List.of(foreign.certificate()), List.of(PKI.owner()));

        // whether the alert or the broken connection is noticed first is up to the network
        assertThat(reasonOf(new ScriptedBroker(PKI, PKI.issue("broker")), identity))
                .startsWith("the broker ")
                .contains("certificate")
                .contains("it must be issued by the owner whom the broker trusts");
    }

    private static String reasonOf(ScriptedBroker broker, TlsIdentity identity) {
        try (broker) {
            return reason(TestClient.localhost(broker.port()), identity);
        }
    }

    /** Connects and reads, since TLS 1.3 tells a client only after the handshake that it is refused. */
    private static String reason(URI broker, TlsIdentity identity) {
        TlsLink link = new TlsLink(new TlsContext(identity), broker, Duration.ofMillis(500), 1_024);
        Throwable failure = catchThrowable(() -> {
            try {
                link.start();
                link.getInputStream().read();
            } finally {
                link.stop();
            }
        });
        return ConnectionReason.of(failure);
    }
}
