package io.signet.broker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.signet.mesh.mqtt.testing.Await;
import io.signet.mesh.mqtt.testing.TestClient;
import io.signet.mesh.mqtt.testing.TestPki;
import io.signet.mesh.spi.Incoming;
import io.signet.mesh.spi.Outgoing;
import io.signet.mesh.spi.Topics;
import io.signet.mesh.spi.Transport.Will;
import io.signet.statement.Bytes;
import io.signet.statement.Digest;
import io.signet.statement.NodeId;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.junit.jupiter.api.io.TempDir;

/** What the mesh needs of a broker. Every broker that is said to serve a mesh passes this suite. */
@TestInstance(Lifecycle.PER_CLASS)
abstract class BrokerContract {
    static final Topics TOPICS = new Topics("contract");
    static final NodeId ALICE = NodeId.fromHex("a".repeat(32));
    static final NodeId BOB = NodeId.fromHex("b".repeat(32));
    static final NodeId REGISTRAR = NodeId.fromHex("c".repeat(32));
    private static final int GRANTED_QOS_1 = 1; // MQTT 5 section 2.4
    private static final int NOT_AUTHORIZED = 0x87;
    private static final int PACKET_BYTES_MAX = BrokerOptions.PACKET_BYTES_MAX_DEFAULT;
    private static final String TLS_13 = "TLSv1.3";

    private static final String LIST = TOPICS.revocations(Digest.sha256(Bytes.utf8("an owner's certificate")));

    final TestPki pki = new TestPki("owner");
    final TestPki.Identity alice = pki.issue(ALICE.toHex());
    final TestPki.Identity bob = pki.issue(BOB.toHex());
    private int instances;
    private BrokerOptions options;
    private TestBroker broker;

    /** Starts a broker as {@code options} say; its port is not 0. */
    abstract TestBroker start(BrokerOptions options);

    @BeforeAll
    void startBroker(@TempDir Path directory) throws IOException {
        TestPki.Identity identity = pki.issue("broker");
        options = new BrokerOptions(
                TOPICS,
                "127.0.0.1",
                freePort(),
                identity.writeCertificate(directory, "broker"),
                identity.writeKey(directory, "broker"),
                pki.writeOwner(directory),
                directory.resolve("data"),
                PACKET_BYTES_MAX);
        broker = start(options);
    }

    @AfterAll
    void stopBroker() {
        broker.close();
    }

    @Test
    void request_isAnsweredOnItsResponseTopicWithItsCorrelation() {
        String replies = TOPICS.reply(ALICE, "1");
        try (TestClient requester = connect(ALICE, alice, List.of(replies));
                TestClient node = connect(BOB, bob, List.of(TOPICS.task(BOB)))) {
            Bytes correlation = Bytes.fromHex("00ff10");
            requester.publish(new Outgoing(
                    TOPICS.task(BOB),
                    Bytes.utf8("two and two"),
                    false,
                    Optional.of(replies),
                    correlation,
                    Duration.ofSeconds(30)));

            Incoming task = node.await("the task", m -> m.topic().equals(TOPICS.task(BOB)));
            node.publish(message(task.responseTopic().orElseThrow(), Bytes.utf8("four"), task.correlation()));

            Incoming answer = requester.await("the answer", m -> true);
            assertThat(answer.topic()).isEqualTo(replies);
            assertThat(answer.payload()).isEqualTo(Bytes.utf8("four"));
            assertThat(answer.correlation()).isEqualTo(correlation);
            assertThat(task.payload()).isEqualTo(Bytes.utf8("two and two"));
        }
    }

    @Test
    void largePayload_arrivesWhole() {
        Bytes payload = Bytes.random(new Random(3), 2 << 20);
        try (TestClient sender = connect(ALICE, alice, List.of());
                TestClient receiver = connect(BOB, bob, List.of(TOPICS.task(BOB)))) {
            sender.publish(message(TOPICS.task(BOB), payload, Bytes.EMPTY));

            assertThat(receiver.await("2 MiB", m -> true).payload()).isEqualTo(payload);
        }
    }

    @Test
    void oversizedPayload_isRefusedByTheTransportAndByTheBroker() throws IOException {
        Bytes payload = Bytes.copyOf(new byte[PACKET_BYTES_MAX]);
        try (TestClient sender = connect(ALICE, alice, List.of());
                RawClient raw = RawClient.open(broker.port(), pki.owner(), Optional.of(bob), TLS_13)) {
            assertThat(sender.transport().publish(message(TOPICS.task(BOB), payload, Bytes.EMPTY)))
                    .isFalse();
            assertThat(raw.connect(BOB.toHex() + "-raw")).isZero();

            assertThatThrownBy(() -> {
                        int code = raw.publish(TOPICS.task(ALICE), false, payload.toArray());
                        throw new IOException("code " + code);
                    })
                    .satisfies(refused -> assertThat(refused.getMessage()).isNotEqualTo("code 0"));
            assertThat(sender.transport().connected()).isTrue();
        }
    }

    @Test
    void retainedReport_reachesLaterSubscribers() {
        try (TestClient node = connect(ALICE, alice, List.of())) {
            node.publish(Outgoing.retained(TOPICS.capacity(ALICE), Bytes.utf8("free"), Duration.ofMinutes(1)));
            Await.until("the acknowledgement", () -> node.transport().stats().sent() == 1);
            try (TestClient later = connect(BOB, bob, TOPICS.followNodes())) {
                later.await(
                        "the report",
                        m -> m.topic().equals(TOPICS.capacity(ALICE))
                                && m.payload().equals(Bytes.utf8("free")));
            }
        }
    }

    @Test
    void brokenConnection_publishesTheWillOfItsEpoch() throws IOException {
        try (FlakyProxy proxy = new FlakyProxy(broker.port());
                TestClient follower = connect(BOB, bob, TOPICS.followNodes());
                TestClient node = TestClient.start(
                        List.of(TestClient.localhost(proxy.port())),
                        clientId(ALICE),
                        TestClient.LIMITS,
                        pki.tls(alice),
                        List.of(TOPICS.task(ALICE)),
                        epoch -> Optional.of(new Will(TOPICS.capacity(ALICE), Bytes.utf8("gone " + epoch))))) {
            node.awaitConnected();
            long first = node.transport().connectionEpoch();

            proxy.breakConnections();

            follower.await("the will", m -> m.payload().equals(Bytes.utf8("gone " + first)));
            Await.until("a new epoch", () -> node.transport().connectionEpoch() > first);
        }
    }

    @Test
    void farewell_publishesNoWill() {
        try (TestClient follower = connect(BOB, bob, TOPICS.followNodes())) {
            TestClient node = TestClient.start(
                    List.of(TestClient.localhost(broker.port())),
                    clientId(ALICE),
                    TestClient.LIMITS,
                    pki.tls(alice),
                    List.of(TOPICS.task(ALICE)),
                    epoch -> Optional.of(new Will(TOPICS.capacity(ALICE), Bytes.utf8("will"))));
            node.awaitConnected();

            node.close();
            try (TestClient marker = connect(ALICE, alice, List.of())) {
                marker.publish(Outgoing.retained(TOPICS.capacity(ALICE), Bytes.utf8("mark"), Duration.ofMinutes(1)));
            }

            follower.await(
                    "what was published after the farewell", m -> m.payload().equals(Bytes.utf8("mark")));
            assertThat(follower.received()).extracting(Incoming::payload).doesNotContain(Bytes.utf8("will"));
        }
    }

    @Test
    void slowReceiver_losesNothing() {
        int count = 5 * TestClient.LIMITS.receiveMax();
        try (TestClient receiver = connect(BOB, bob, List.of(TOPICS.task(BOB)));
                TestClient sender = connect(ALICE, alice, List.of())) {
            for (int i = 0; i < count; i++) {
                sender.publish(message(TOPICS.task(BOB), Bytes.utf8("task " + i), Bytes.EMPTY));
            }
            Await.until("all acknowledgements", () -> sender.transport().stats().sent() == count);

            List<Bytes> received = new ArrayList<>(); // nothing was polled so far
            Await.until("all messages", () -> {
                receiver.transport().poll(m -> received.add(m.payload()), 1);
                return received.size() == count;
            });

            assertThat(received.get(count - 1)).isEqualTo(Bytes.utf8("task " + (count - 1)));
            assertThat(receiver.transport().stats().dropped()).isZero();
        }
    }

    @Test
    void brokerStoppedAndStarted_reconnectsSubscribesAndSendsWhatWasAccepted() {
        try (TestClient receiver = connect(BOB, bob, List.of(TOPICS.task(BOB)));
                TestClient sender = connect(ALICE, alice, List.of())) {
            long before = receiver.transport().connectionEpoch();
            broker.close();
            Await.until(
                    "the loss",
                    () -> !receiver.transport().connected()
                            && !sender.transport().connected());
            assertThat(sender.transport().publish(message(TOPICS.task(BOB), Bytes.EMPTY, Bytes.EMPTY)))
                    .isFalse();

            broker = start(options);

            receiver.awaitConnected();
            sender.awaitConnected();
            assertThat(receiver.transport().connectionEpoch()).isGreaterThan(before);
            sender.publish(message(TOPICS.task(BOB), Bytes.utf8("again"), Bytes.EMPTY));
            receiver.await("a message after the restart", m -> m.payload().equals(Bytes.utf8("again")));
        }
    }

    @Test
    void clientStartedBeforeTheBroker_connectsWhenItComes() {
        broker.close();
        try (TestClient early =
                TestClient.start(options.port(), clientId(ALICE), pki.tls(alice), List.of(TOPICS.task(ALICE)))) {
            Await.until("two attempts in vain", () -> early.willEpochs().size() >= 2);

            broker = start(options);

            early.awaitConnected();
        }
    }

    @Test
    void withoutCertificate_isRefused() {
        assertRefused(Optional.empty(), TLS_13);
    }

    @Test
    void certificateOfAnotherOwner_isRefused() {
        assertRefused(Optional.of(new TestPki("stranger").issue(ALICE.toHex())), TLS_13);
    }

    @Test
    void expiredCertificate_isRefused() {
        assertRefused(Optional.of(pki.issue(ALICE.toHex(), List.of("localhost"), 0)), TLS_13);
    }

    @Test
    void tls12_isRefused() {
        assertRefused(Optional.of(alice), "TLSv1.2");
    }

    @Test
    void foreignTopics_cannotBePublished() throws IOException {
        try (TestClient follower = connect(BOB, bob, TOPICS.followNodes())) {
            for (String topic : List.of(
                    TOPICS.capacity(BOB),
                    TOPICS.identity(BOB),
                    TOPICS.equivocation(BOB),
                    LIST,
                    "elsewhere",
                    new Topics("other").task(BOB))) {
                try (RawClient raw = RawClient.open(broker.port(), pki.owner(), Optional.of(alice), TLS_13)) {
                    assertThat(raw.connect(clientId(ALICE))).isZero();

                    assertThat(raw.publish(topic, false, new byte[] {1}))
                            .as(topic)
                            .isEqualTo(NOT_AUTHORIZED);
                }
            }
            assertThat(follower.received()).extracting(Incoming::payload).doesNotContain(Bytes.fromHex("01"));
        }
    }

    @Test
    void registrarsList_isRetainedForAllMembers() {
        Bytes list = Bytes.random(new Random(5), 4 << 20); // the largest
        try (TestClient registrar = connect(REGISTRAR, pki.issueRegistrar(REGISTRAR.toHex()), List.of())) {
            registrar.publish(Outgoing.retained(LIST, list, Duration.ZERO));
            Await.until(
                    "the acknowledgement", () -> registrar.transport().stats().sent() == 1);
            try (TestClient later = connect(BOB, bob, List.of(LIST))) {
                assertThat(later.await("the list", m -> true).payload()).isEqualTo(list);
            }
        }
    }

    @Test
    void foreignMessages_cannotBeOverheard() throws IOException {
        for (String filter : List.of(TOPICS.task(BOB), TOPICS.witness(BOB), TOPICS.root() + "/reply/#", "#")) {
            try (TestClient node = connect(BOB, bob, List.of(TOPICS.task(BOB), TOPICS.reply(BOB, "1")));
                    RawClient spy = RawClient.open(broker.port(), pki.owner(), Optional.of(alice), TLS_13);
                    TestClient sender = connect(BOB, bob, List.of())) {
                assertThat(spy.connect(clientId(ALICE))).isZero();
                // a broker may grant it, as long as nothing comes of it
                assertThat(spy.subscribe(filter)).as(filter).isIn(GRANTED_QOS_1, NOT_AUTHORIZED);
                assertThat(spy.subscribe(TOPICS.task(ALICE))).isEqualTo(GRANTED_QOS_1);
                sender.publish(message(TOPICS.task(BOB), Bytes.utf8("secret"), Bytes.EMPTY));
                sender.publish(message(TOPICS.reply(BOB, "1"), Bytes.utf8("secret"), Bytes.EMPTY));
                Await.until("both messages", () -> node.received().size() == 2);

                sender.publish(message(TOPICS.task(ALICE), Bytes.utf8("for all to hear"), Bytes.EMPTY));

                assertThat(spy.awaitPublication()).as(filter).isEqualTo(TOPICS.task(ALICE));
            }
        }
    }

    /** TLS 1.3 tells a client only after its handshake that it is refused, so a CONNECT is tried as well. */
    private void assertRefused(Optional<TestPki.Identity> identity, String protocol) {
        assertThatThrownBy(() -> {
                    try (RawClient raw = RawClient.open(broker.port(), pki.owner(), identity, protocol)) {
                        raw.connect(clientId(ALICE));
                    }
                })
                .isInstanceOf(IOException.class);
    }

    private TestClient connect(NodeId node, TestPki.Identity identity, List<String> filters) {
        // a client without interest of its own still subscribes to something it may
        List<String> subscribed = filters.isEmpty() ? List.of(TOPICS.reply(node, "unused")) : filters;
        return TestClient.start(broker.port(), clientId(node), pki.tls(identity), subscribed)
                .awaitConnected();
    }

    private String clientId(NodeId node) {
        instances++;
        return node.toHex() + "-" + instances;
    }

    int port() {
        return broker.port();
    }

    private static Outgoing message(String topic, Bytes payload, Bytes correlation) {
        return new Outgoing(topic, payload, false, Optional.empty(), correlation, Duration.ofSeconds(30));
    }

    private static int freePort() throws IOException {
        try (ServerSocket reserved = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return reserved.getLocalPort();
        }
    }
}
