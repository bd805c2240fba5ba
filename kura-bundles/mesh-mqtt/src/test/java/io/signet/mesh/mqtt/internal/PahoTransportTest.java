package io.signet.mesh.mqtt.internal;

import static org.assertj.core.api.Assertions.assertThat;

import io.signet.mesh.mqtt.MqttLimits;
import io.signet.mesh.mqtt.testing.Await;
import io.signet.mesh.mqtt.testing.TestClient;
import io.signet.mesh.mqtt.testing.TestPki;
import io.signet.mesh.spi.Outgoing;
import io.signet.statement.Bytes;
import java.io.IOException;
import java.net.ServerSocket;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** The transport against a broker that misbehaves, as an untrusted one may. */
class PahoTransportTest {
    private static final TestPki PKI = new TestPki("owner");
    private static final TestPki.Identity BROKER = PKI.issue("broker");
    private static final TestPki.Identity NODE = PKI.issue("node");
    private static final List<String> FILTERS = List.of("in");
    private static final byte[] NO_PROPERTIES = new byte[0];

    private final ScriptedBroker broker = new ScriptedBroker(PKI, BROKER);

    @AfterEach
    void closeBroker() {
        broker.close();
    }

    @Test
    void announcedHugePacket_breaksTheConnectionAndReconnects() {
        try (TestClient client = connect()) {
            broker.send(Packets.concat(new byte[] {0x32}, Packets.variableInt(200_000_000)));

            Await.until("another connection", () -> broker.connections() >= 2);
            client.awaitConnected();
        }
    }

    @Test
    void packetThatKillsPahosReceiver_reconnects() {
        try (TestClient client = connect()) {
            broker.send(Packets.publish("\u0001control", 1, NO_PROPERTIES, new byte[1]));

            Await.until("another connection", () -> broker.connections() >= 2);
            client.awaitConnected();
        }
    }

    @Test
    void receiveMaximum65535_sends() {
        broker.answerConnectWith(Packets.connAck(Packets.property16(0x21, 65_535)));
        try (TestClient client = connect()) {
            client.publish(message(10));

            Await.until("the acknowledgement", () -> client.transport().stats().sent() == 1);
        }
    }

    @Test
    void brokersReceiveMaximum_isKept() {
        broker.answerConnectWith(Packets.connAck(Packets.property16(0x21, 2)));
        broker.acknowledge(false);
        try (TestClient client = connect()) {
            for (int i = 0; i < 5; i++) {
                client.publish(message(10 + i));
            }
            Await.until("two messages", () -> publications().size() == 2);
            broker.send(Packets.pubAck(ScriptedBroker.packetId(publications().get(0)), 0));

            Await.until("a third message", () -> publications().size() == 3);
            assertThat(client.transport().stats().sent()).isEqualTo(1);
        }
    }

    @Test
    void unacknowledged_isSentAgainOverTheNextConnection() {
        broker.acknowledge(false);
        try (TestClient client = connect()) {
            client.publish(message(10));
            Await.until("the message", () -> publications().size() == 1);
            broker.acknowledge(true);

            broker.drop();

            Await.until("the message again", () -> publications().size() == 2);
            Await.until("the acknowledgement", () -> client.transport().stats().sent() == 1);
        }
    }

    @Test
    void refusedMessage_isCountedAndForgotten() {
        broker.acknowledge(false);
        try (TestClient client = connect()) {
            client.publish(message(10));
            Await.until("the message", () -> publications().size() == 1);

            broker.send(Packets.pubAck(ScriptedBroker.packetId(publications().get(0)), 0x87));

            Await.until("the refusal", () -> client.transport().stats().refused() == 1);
            assertThat(client.transport().connected()).isTrue();
        }
    }

    @Test
    void fullQueue_refusesAtOnce() {
        broker.acknowledge(false);
        try (TestClient client = connect()) {
            int accepted = 0;
            while (client.transport().publish(message(10))) {
                accepted++;
            }

            assertThat(accepted).isEqualTo(TestClient.LIMITS.outboundMessagesMax());
        }
    }

    @Test
    void notConnected_refuses() {
        try (TestClient client = TestClient.start(ScriptedBroker.closedPort(), "node-1", PKI.tls(NODE), FILTERS)) {
            assertThat(client.transport().publish(message(10))).isFalse();
            assertThat(client.transport().connectionEpoch()).isZero();
        }
    }

    @Test
    void messageLargerThanABrokerTakes_isNotAccepted() {
        broker.answerConnectWith(
                Packets.connAck((byte) 0x27, (byte) 0, (byte) 0, (byte) 0x10, (byte) 0)); // maximum packet size 4,096
        try (TestClient client = connect()) {
            assertThat(client.transport().publish(message(4_096))).isFalse();
            assertThat(client.transport().stats().oversized()).isEqualTo(1);
            assertThat(client.transport().publish(message(3_900))).isTrue();
        }
    }

    @Test
    void brokerThatIgnoresTheReceiveMaximum_isBounded() {
        MqttLimits limits = limits(1 << 16, 2, Duration.ofSeconds(5));
        List<URI> brokers = List.of(TestClient.localhost(broker.port()));
        try (TestClient client = TestClient.start(
                        brokers, "node-1", limits, PKI.tls(NODE), FILTERS, epoch -> Optional.empty())
                .awaitConnected()) {
            for (int i = 1; i <= 5; i++) {
                broker.send(Packets.publish("in", i, NO_PROPERTIES, new byte[60_000]));
            }

            Await.until(
                    "the rest to be dropped", () -> client.transport().stats().dropped() == 3);
            assertThat(client.received()).hasSize(2);
        }
    }

    @Test
    void polled_isAcknowledged_unpolledIsNot() {
        try (TestClient client = connect()) {
            broker.send(Packets.publish("in", 1, NO_PROPERTIES, new byte[8]));
            broker.send(Packets.publish("in", 2, NO_PROPERTIES, new byte[8]));
            int[] polled = new int[1];
            Await.until("one message", () -> client.transport().poll(message -> polled[0]++, 1) == 1);

            Await.until("its acknowledgement", () -> !broker.received(Packets.PUBACK)
                    .isEmpty());

            assertThat(PacketProperties.unsigned16(
                            broker.received(Packets.PUBACK).get(0), 1))
                    .isEqualTo(1);
            assertThat(polled[0]).isEqualTo(1);
        }
    }

    @Test
    void firstBrokerUnreachable_secondServes() {
        List<URI> brokers =
                List.of(TestClient.localhost(ScriptedBroker.closedPort()), TestClient.localhost(broker.port()));
        try (TestClient client = TestClient.start(
                brokers, "node-1", TestClient.LIMITS, PKI.tls(NODE), FILTERS, epoch -> Optional.empty())) {
            client.awaitConnected();

            assertThat(client.willEpochs()).hasSize(2);
        }
    }

    @Test
    void firstSessionIsClean_laterOnesResume() {
        try (TestClient client = connect()) {
            broker.drop();
            Await.until("another connection", () -> broker.connections() == 2);
            client.awaitConnected();

            // connect flags: after protocol name and version (MQTT 5 section 3.1.2)
            assertThat(broker.received(Packets.CONNECT))
                    .extracting(packet -> packet[8] & 0x02)
                    .containsExactly(2, 0);
            assertThat(client.willEpochs()).isSorted().doesNotHaveDuplicates().hasSize(2);
            assertThat(client.transport().connectionEpoch())
                    .isEqualTo(client.willEpochs().get(1));
        }
    }

    @Test
    void brokerThatFallsSilent_isLeft() {
        MqttLimits limits = limits(1 << 16, 2, Duration.ofSeconds(1));
        List<URI> brokers = List.of(TestClient.localhost(broker.port()));
        try (TestClient client = TestClient.start(
                        brokers, "node-1", limits, PKI.tls(NODE), FILTERS, epoch -> Optional.empty())
                .awaitConnected()) {
            broker.stall();

            Await.until("the loss", () -> !client.transport().connected());
        }
    }

    @Test
    void willThatCannotBeMade_isAskedForAgain() {
        List<URI> brokers = List.of(TestClient.localhost(broker.port()));
        AtomicInteger asked = new AtomicInteger();
        try (TestClient client =
                TestClient.start(brokers, "node-1", TestClient.LIMITS, PKI.tls(NODE), FILTERS, epoch -> {
                    if (asked.getAndIncrement() == 0) {
                        throw new IllegalStateException("as a bug would");
                    }
                    return Optional.empty();
                })) {
            client.awaitConnected();

            assertThat(asked).hasValue(2);
        }
    }

    @Test
    void close_saysFarewell() {
        connect().close();

        Await.until("a DISCONNECT", () -> !broker.received(Packets.DISCONNECT).isEmpty());
    }

    @Test
    void closeWhileTheBrokerIsStalled_endsWithinThreeSeconds() {
        TestClient client = connect();
        broker.stall();
        for (int i = 0; i < 30; i++) {
            client.transport().publish(message(1 << 20)); // more than the sockets' buffers hold
        }
        long start = System.nanoTime();

        client.close();

        assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(3));
    }

    @Test
    void closeWhileConnecting_endsWithinThreeSeconds() throws IOException {
        try (ServerSocket silent = ScriptedBroker.silent()) {
            TestClient client = TestClient.start(silent.getLocalPort(), "node-1", PKI.tls(NODE), FILTERS);
            Await.until("an attempt", () -> !client.willEpochs().isEmpty());
            long start = System.nanoTime();

            client.close();

            assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(3));
        }
    }

    private static MqttLimits limits(int packetBytesMax, int receiveMax, Duration keepAlive) {
        return new MqttLimits(
                packetBytesMax,
                receiveMax,
                1,
                packetBytesMax,
                keepAlive,
                Duration.ofSeconds(5),
                Duration.ofMillis(20),
                Duration.ofMillis(200),
                Duration.ZERO);
    }

    private TestClient connect() {
        return TestClient.start(broker.port(), "node-1", PKI.tls(NODE), FILTERS).awaitConnected();
    }

    private List<byte[]> publications() {
        return broker.received(Packets.PUBLISH);
    }

    private static Outgoing message(int size) {
        return new Outgoing("out", Bytes.copyOf(new byte[size]), false, Optional.empty(), Bytes.EMPTY, Duration.ZERO);
    }
}
