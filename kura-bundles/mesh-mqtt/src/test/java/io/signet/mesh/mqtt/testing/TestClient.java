package io.signet.mesh.mqtt.testing;

import io.signet.mesh.mqtt.MqttLimits;
import io.signet.mesh.mqtt.MqttOptions;
import io.signet.mesh.mqtt.PahoTransport;
import io.signet.mesh.mqtt.TlsIdentity;
import io.signet.mesh.spi.Incoming;
import io.signet.mesh.spi.Outgoing;
import io.signet.mesh.spi.Transport.Will;
import io.signet.runtime.Clock;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.LongFunction;
import java.util.function.Predicate;

/** A transport with what it received. Used by the test's thread alone. */
public final class TestClient implements AutoCloseable {
    /** Small bounds and short pauses. */
    public static final MqttLimits LIMITS = new MqttLimits(
            (4 << 20) + (64 << 10),
            16,
            64,
            32 << 20,
            Duration.ofSeconds(5),
            Duration.ofSeconds(5),
            Duration.ofMillis(20),
            Duration.ofMillis(200),
            Duration.ofSeconds(30));

    private final PahoTransport transport;
    private final List<Incoming> received = new ArrayList<>();
    private final List<Long> willEpochs = new CopyOnWriteArrayList<>();

    private TestClient(List<URI> brokers, String clientId, MqttLimits limits, TlsIdentity identity) {
        transport =
                new PahoTransport(new MqttOptions(brokers, clientId, limits), identity, Clock.SYSTEM, new Random(7));
    }

    /** Starts connecting to {@code localhost:port}. */
    public static TestClient start(int port, String clientId, TlsIdentity identity, List<String> filters) {
        return start(List.of(localhost(port)), clientId, LIMITS, identity, filters, epoch -> Optional.empty());
    }

    /** Starts connecting. */
    public static TestClient start(
            List<URI> brokers,
            String clientId,
            MqttLimits limits,
            TlsIdentity identity,
            List<String> filters,
            LongFunction<Optional<Will>> will) {
        TestClient client = new TestClient(brokers, clientId, limits, identity);
        client.transport.start(filters, epoch -> {
            client.willEpochs.add(epoch);
            return will.apply(epoch);
        });
        return client;
    }

    /** The address of a broker on this machine. */
    public static URI localhost(int port) {
        return URI.create("mqtts://localhost:" + port);
    }

    /** The transport itself. */
    public PahoTransport transport() {
        return transport;
    }

    /** Waits until the transport is connected. */
    public TestClient awaitConnected() {
        Await.until("a connection", transport::connected);
        return this;
    }

    /** Publishes, again until it is accepted. */
    public void publish(Outgoing message) {
        Await.until("room for a message", () -> transport.publish(message));
    }

    /** Everything received so far. */
    public List<Incoming> received() {
        transport.poll(received::add, Integer.MAX_VALUE);
        return received;
    }

    /** The first message that matches, as soon as there is one. */
    public Incoming await(String what, Predicate<Incoming> matches) {
        Await.until(what, () -> received().stream().anyMatch(matches));
        return received.stream().filter(matches).findFirst().orElseThrow();
    }

    /** The epochs for which a last will was asked. */
    public List<Long> willEpochs() {
        return List.copyOf(willEpochs);
    }

    @Override
    public void close() {
        transport.close();
    }
}
