package io.signet.mesh.mqtt.internal;

import io.signet.mesh.mqtt.MqttOptions;
import io.signet.mesh.mqtt.TransportStats;
import io.signet.mesh.spi.Incoming;
import io.signet.mesh.spi.Outgoing;
import io.signet.mesh.spi.Transport.Will;
import io.signet.runtime.Clock;
import io.signet.statement.Bytes;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import java.util.function.LongFunction;
import java.util.random.RandomGenerator;
import org.eclipse.paho.mqttv5.common.MqttMessage;
import org.eclipse.paho.mqttv5.common.packet.MqttProperties;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Both queues between the mesh and whatever connection there is. The {@link Connector} makes the connections. */
public final class MqttSession implements BrokerConnection.Events, Connector.Listener, AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(MqttSession.class);
    /** More of them in flight would only queue in the broker. */
    private static final int IN_FLIGHT_MAX = 64;
    /** Fixed header, topic length, packet id, property lengths and identifiers, expiry: MQTT 5 section 3.3. */
    private static final int PUBLISH_OVERHEAD_BYTES = 32;

    private static final int FIRST_ERROR_CODE = 0x80; // MQTT 5 section 2.4
    /** Far above any receive maximum in use, for brokers that do not keep to it. */
    private static final int INBOUND_MESSAGES_MAX = 4_096;

    private static final int CORRELATION_BYTES_MAX = 1 << 10;

    private final Clock clock;
    private final Connector connector;
    private final OutboundQueue outbound;
    private final InboundQueue inbound;
    private final Object sending = new Object();
    private final AtomicLong connections = new AtomicLong();
    private final AtomicLong sent = new AtomicLong();
    private final AtomicLong refused = new AtomicLong();
    private final AtomicLong oversized = new AtomicLong();
    private final AtomicLong received = new AtomicLong();
    private final AtomicLong dropped = new AtomicLong();
    private volatile @Nullable BrokerConnection connection;
    private volatile long epoch;
    private volatile Runnable wake = () -> {};

    /** A session that is not connected yet. */
    public MqttSession(MqttOptions options, TlsContext tls, Clock clock, RandomGenerator random) {
        this.clock = clock;
        this.connector = new Connector(options, tls, clock, random, this, this);
        this.outbound = new OutboundQueue(
                options.limits().outboundMessagesMax(), options.limits().outboundBytesMax());
        this.inbound = new InboundQueue(
                INBOUND_MESSAGES_MAX,
                (long) options.limits().receiveMax() * options.limits().packetBytesMax());
    }

    /** Starts connecting. */
    public void start(List<String> filters, LongFunction<Optional<Will>> will) {
        connector.start(filters, will);
    }

    /** Accepts {@code message} unless there is no connection, no room, or it is too large. */
    public boolean publish(Outgoing message) {
        BrokerConnection to = connection;
        if (to == null) {
            return false;
        }
        if (message.correlation().size() > CORRELATION_BYTES_MAX) {
            throw new IllegalArgumentException("correlation data of "
                    + message.correlation().size() + " bytes; at most " + CORRELATION_BYTES_MAX + " are sent");
        }
        long packetBytes = packetBytes(message);
        if (packetBytes > to.sendBytesMax()) {
            if (oversized.getAndIncrement() == 0) {
                LOG.warn(
                        "not sent: a message of {} bytes, more than the {} that {} takes in a packet; further ones are"
                                + " only counted",
                        packetBytes,
                        to.sendBytesMax(),
                        to.broker());
            }
            return false;
        }
        if (!outbound.offer(message, clock.monotonicNanos())) {
            return false;
        }
        pump();
        return true;
    }

    /** Hands over received messages. */
    public int poll(Consumer<Incoming> consumer, int max) {
        int count = 0;
        Optional<InboundQueue.Received> next = max > 0 ? inbound.poll() : Optional.empty();
        while (next.isPresent()) {
            count++;
            received.incrementAndGet();
            try {
                consumer.accept(next.get().incoming());
            } finally {
                next.get().from().take(next.get().message());
            }
            next = count < max ? inbound.poll() : Optional.empty();
        }
        return count;
    }

    /** True while subscribed at a broker. */
    public boolean connected() {
        return connection != null;
    }

    /** Wall-clock milliseconds of the present or the last connection. */
    public long connectionEpoch() {
        return epoch;
    }

    /** Sets what to call when there is news. */
    public void setWake(Runnable wake) {
        this.wake = wake;
    }

    /** Counts. */
    public TransportStats stats() {
        return new TransportStats(
                connections.get(),
                sent.get(),
                refused.get(),
                outbound.expired(),
                oversized.get(),
                received.get(),
                dropped.get());
    }

    @Override
    public void close() {
        connector.close();
    }

    @Override
    public void connected(BrokerConnection to, long newEpoch) {
        connections.incrementAndGet();
        epoch = newEpoch;
        connection = to;
        pump();
        wake.run();
    }

    @Override
    public void disconnected() {
        connection = null;
        synchronized (sending) {
            outbound.connectionLost();
        }
        wake.run();
    }

    @Override
    public void received(BrokerConnection from, String topic, MqttMessage message) {
        if (inbound.offer(new InboundQueue.Received(from, message, incoming(topic, message)))) {
            wake.run();
            return;
        }
        from.take(message);
        if (dropped.getAndIncrement() == 0) {
            LOG.warn("{} sends more than it may; such messages are dropped and counted", from.broker());
        }
    }

    @Override
    public void acknowledged(OutboundQueue.Pending message, int code) {
        if (!outbound.acknowledged(message)) {
            return;
        }
        if (code < FIRST_ERROR_CODE) {
            sent.incrementAndGet();
        } else if (refused.getAndIncrement() == 0) {
            String reason = ConnectionReason.ofCode(code);
            LOG.warn(
                    "the broker refused a message to {} (code {}: {}); further ones are only counted",
                    message.message().topic(),
                    code,
                    reason == null ? "no reason given" : reason);
        }
        pump();
    }

    private void pump() {
        synchronized (sending) { // keeps the order; nothing in here waits for the network
            BrokerConnection to = connection;
            if (to == null) {
                return;
            }
            int inFlightMax = Math.min(to.sendQuota(), IN_FLIGHT_MAX);
            long now = clock.monotonicNanos();
            Optional<OutboundQueue.Pending> next = outbound.next(inFlightMax, now);
            while (next.isPresent()) {
                to.send(next.get(), now);
                next = to.lost().isDone() ? Optional.empty() : outbound.next(inFlightMax, now);
            }
        }
    }

    private static long packetBytes(Outgoing message) {
        return (long) PUBLISH_OVERHEAD_BYTES
                + message.topic().getBytes(StandardCharsets.UTF_8).length
                + message.responseTopic()
                        .map(t -> t.getBytes(StandardCharsets.UTF_8).length)
                        .orElse(0)
                + message.correlation().size()
                + message.payload().size();
    }

    private static Incoming incoming(String topic, MqttMessage message) {
        MqttProperties properties = message.getProperties();
        byte[] correlation = properties.getCorrelationData();
        return new Incoming(
                topic,
                Bytes.copyOf(message.getPayload()),
                Optional.ofNullable(properties.getResponseTopic()),
                correlation == null ? Bytes.EMPTY : Bytes.copyOf(correlation));
    }
}
