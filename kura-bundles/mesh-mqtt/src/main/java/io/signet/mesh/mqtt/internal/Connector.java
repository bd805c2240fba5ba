package io.signet.mesh.mqtt.internal;

import io.signet.mesh.mqtt.MqttLimits;
import io.signet.mesh.mqtt.MqttOptions;
import io.signet.mesh.spi.Transport.Will;
import io.signet.runtime.Clock;
import java.net.URI;
import java.time.Duration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.LongFunction;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Keeps one connection to the first broker that takes it, on a thread of its own. Logs changes of state, once each. */
final class Connector implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Connector.class);
    private static final Duration CLOSE_MAX = Duration.ofMillis(2_500);

    /** Learns of connections; called by the connector's thread. */
    interface Listener {
        /** {@code connection} is subscribed. */
        void connected(BrokerConnection connection, long epoch);

        /** The connection is gone. */
        void disconnected();
    }

    private final MqttOptions options;
    private final TlsContext tls;
    private final Clock clock;
    private final BrokerConnection.Events events;
    private final Listener listener;
    private final Backoff backoff;
    private final Thread thread;
    private final CompletableFuture<Void> closing = new CompletableFuture<>();
    private final Map<URI, String> reasons = new HashMap<>(); // last logged; at most one for each broker
    private final Set<URI> resumable = new HashSet<>();
    private volatile @Nullable BrokerConnection current;
    private List<String> filters = List.of();
    private LongFunction<Optional<Will>> will = epoch -> {
        throw new IllegalStateException("not started");
    };
    private long epoch;

    Connector(
            MqttOptions options,
            TlsContext tls,
            Clock clock,
            RandomGenerator random,
            BrokerConnection.Events events,
            Listener listener) {
        this.options = options;
        this.tls = tls;
        this.clock = clock;
        this.events = events;
        this.listener = listener;
        MqttLimits limits = options.limits();
        this.backoff = new Backoff(limits.retryMin(), limits.retryMax(), random);
        this.thread = new Thread(new Threads(), this::run, "signet-mqtt-" + options.clientId());
        this.thread.setDaemon(true); // Paho's threads inherit this, and the group
    }

    void start(List<String> newFilters, LongFunction<Optional<Will>> newWill) {
        filters = List.copyOf(newFilters);
        will = newWill;
        thread.start();
    }

    private void run() {
        try {
            while (!closing.isDone()) {
                tryBrokers();
                pause(backoff.nextNanos());
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void tryBrokers() throws InterruptedException {
        try {
            for (URI broker : options.brokers()) {
                if (closing.isDone() || serve(broker)) {
                    return; // after a connection, the first broker is preferred again
                }
            }
        } catch (RuntimeException bug) { // the thread's outermost frame: whoever made the will, it must go on
            LOG.error("connecting failed and is tried again", bug);
            listener.disconnected();
        }
    }

    /** Connects to {@code broker} and stays until the connection is gone; false if there was none. */
    private boolean serve(URI broker) throws InterruptedException {
        epoch = Math.max(epoch + 1, clock.wallMillis());
        BrokerConnection connection;
        try {
            connection = new BrokerConnection(broker, options.clientId(), options.limits(), tls, events);
        } catch (ConnectionException e) {
            logOnce(broker, e);
            return false;
        }
        current = connection;
        try {
            connection.open(filters, will.apply(epoch), !resumable.contains(broker), closing);
        } catch (ConnectionException e) {
            connection.close();
            if (!closing.isDone()) {
                logOnce(broker, e);
            }
            return false;
        }
        resumable.add(broker);
        reasons.clear();
        LOG.info("connected to {} as {}", broker, options.clientId());
        long since = clock.monotonicNanos();
        listener.connected(connection, epoch);
        awaitLoss(connection);
        listener.disconnected();
        connection.close();
        if (clock.monotonicNanos() - since > options.limits().retryMax().toNanos()) {
            backoff.reset(); // a broker that drops its clients at once is not hammered
        }
        return true;
    }

    private void awaitLoss(BrokerConnection connection) throws InterruptedException {
        try {
            CompletableFuture.anyOf(connection.lost(), closing).get();
        } catch (ExecutionException e) {
            throw new IllegalStateException("neither of these fails", e);
        }
        if (closing.isDone()) {
            LOG.info("disconnecting from {}", connection.broker());
        } else {
            LOG.warn("lost {}: {}", connection.broker(), connection.lost().join());
        }
    }

    private void logOnce(URI broker, ConnectionException failure) {
        String reason = String.valueOf(failure.getMessage());
        if (!reason.equals(reasons.put(broker, reason))) {
            LOG.warn("cannot connect to {}: {}; trying again", broker, reason);
            LOG.debug("cannot connect to {}", broker, failure);
        }
    }

    private void pause(long nanos) throws InterruptedException {
        try {
            closing.get(nanos, TimeUnit.NANOSECONDS);
        } catch (TimeoutException e) {
            // the pause is over
        } catch (ExecutionException e) {
            throw new IllegalStateException("it never fails", e);
        }
    }

    @Override
    public void close() {
        closing.complete(null);
        try {
            thread.join(CLOSE_MAX.toMillis());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        BrokerConnection open = current;
        if (thread.isAlive() && open != null) {
            LOG.warn("{} did not take the farewell in time", open.broker());
            open.fail("closed");
        }
    }

    /** The connector's thread and Paho's. Paho's do not survive a malformed packet, and nobody else would notice. */
    private final class Threads extends ThreadGroup {
        Threads() {
            super("signet-mqtt-" + options.clientId());
        }

        @Override
        public void uncaughtException(Thread died, Throwable cause) {
            LOG.error("{} died", died.getName(), cause);
            BrokerConnection open = current;
            if (open != null) {
                open.fail("a packet could not be processed: " + cause);
            }
        }
    }
}
