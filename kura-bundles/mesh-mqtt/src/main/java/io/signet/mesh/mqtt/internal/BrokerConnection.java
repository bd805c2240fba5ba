package io.signet.mesh.mqtt.internal;

import io.signet.mesh.mqtt.MqttLimits;
import io.signet.mesh.spi.Outgoing;
import io.signet.mesh.spi.Transport.Will;
import java.io.IOException;
import java.net.SocketTimeoutException;
import java.net.URI;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.eclipse.paho.mqttv5.client.IMqttToken;
import org.eclipse.paho.mqttv5.client.MqttActionListener;
import org.eclipse.paho.mqttv5.client.MqttAsyncClient;
import org.eclipse.paho.mqttv5.client.MqttCallback;
import org.eclipse.paho.mqttv5.client.MqttConnectionOptions;
import org.eclipse.paho.mqttv5.client.MqttDisconnectResponse;
import org.eclipse.paho.mqttv5.client.persist.MemoryPersistence;
import org.eclipse.paho.mqttv5.common.MqttException;
import org.eclipse.paho.mqttv5.common.MqttMessage;
import org.eclipse.paho.mqttv5.common.MqttSubscription;
import org.eclipse.paho.mqttv5.common.packet.MqttProperties;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One connection to one broker: a Paho client that is used once, since Paho carries state from one connection into the
 * next. Received messages are acknowledged by hand, which makes the receive maximum the bound of what the mesh has not
 * taken yet. Safe for use by several threads.
 */
final class BrokerConnection {
    private static final Logger LOG = LoggerFactory.getLogger(BrokerConnection.class);
    private static final int QOS = 1;
    private static final int SUCCESS = 0;
    private static final int SEND_QUOTA_DEFAULT = 65_535; // MQTT 5 section 3.2.2.3.3
    private static final int FIRST_ERROR_CODE = 0x80; // MQTT 5 section 2.4
    private static final long QUIESCE_MILLIS = 300;
    private static final long DISCONNECT_MILLIS = 1_500;

    /** What happens on a connection; called by Paho's threads, must not block. */
    interface Events {
        /** {@code message} arrived; {@link #take} tells the broker when it was dealt with. */
        void received(BrokerConnection from, String topic, MqttMessage message);

        /** The broker has {@code sent}; {@code code} tells whether it refuses it. */
        void acknowledged(OutboundQueue.Pending sent, int code);
    }

    private final URI broker;
    private final MqttLimits limits;
    private final Events events;
    private final TlsLink link;
    private final MqttAsyncClient client;
    private final CompletableFuture<String> lost = new CompletableFuture<>();
    private volatile int sendQuota = 1;
    private volatile long sendBytesMax;

    /** Prepares a connection; nothing is opened yet. */
    BrokerConnection(URI broker, String clientId, MqttLimits limits, TlsContext tls, Events events)
            throws ConnectionException {
        this.broker = broker;
        this.limits = limits;
        this.events = events;
        this.sendBytesMax = limits.packetBytesMax();
        this.link = new TlsLink(tls, broker, limits.connectTimeout(), limits.packetBytesMax());
        PahoLog.install();
        try {
            client = new MqttAsyncClient(broker.toString(), clientId, new MemoryPersistence());
        } catch (MqttException e) {
            throw new ConnectionException(e);
        }
        client.setManualAcks(true);
        client.setCallback(new Callback());
    }

    /**
     * Connects and subscribes; gives up as soon as {@code stop} completes.
     *
     * @param fresh true to make the broker forget what an earlier connection left
     */
    void open(List<String> filters, Optional<Will> will, boolean fresh, CompletionStage<?> stop)
            throws ConnectionException, InterruptedException {
        try {
            Result connected = new Result();
            client.connect(options(will, fresh), null, connected);
            MqttProperties granted = await(connected, stop).getResponseProperties();
            if (granted != null) {
                Integer quota = granted.getReceiveMaximum();
                sendQuota = quota == null ? SEND_QUOTA_DEFAULT : quota;
                Long bytesMax = granted.getMaximumPacketSize();
                sendBytesMax = bytesMax == null ? limits.packetBytesMax() : Math.min(bytesMax, limits.packetBytesMax());
            }
            Result subscribed = new Result();
            MqttSubscription[] subscriptions =
                    filters.stream().map(f -> new MqttSubscription(f, QOS)).toArray(MqttSubscription[]::new);
            client.subscribe(subscriptions, null, subscribed, new MqttProperties());
            requireGranted(filters, await(subscribed, stop).getReasonCodes());
        } catch (MqttException e) {
            throw new ConnectionException(e);
        }
    }

    URI broker() {
        return broker;
    }

    /** Completes with the reason when the connection is gone. */
    CompletableFuture<String> lost() {
        return lost;
    }

    /** How many messages may be in flight to the broker. */
    int sendQuota() {
        return sendQuota;
    }

    /** The largest packet that may be sent. */
    long sendBytesMax() {
        return sendBytesMax;
    }

    /** Hands {@code pending} to Paho; what happens to it is told to {@link Events#acknowledged}. */
    void send(OutboundQueue.Pending pending, long nowNanos) {
        Outgoing outgoing = pending.message();
        MqttProperties properties = new MqttProperties();
        outgoing.responseTopic().ifPresent(properties::setResponseTopic);
        if (outgoing.correlation().size() > 0) {
            properties.setCorrelationData(outgoing.correlation().toArray());
        }
        long expirySeconds = pending.expirySeconds(nowNanos);
        if (expirySeconds > 0) {
            properties.setMessageExpiryInterval(expirySeconds);
        }
        MqttMessage message = new MqttMessage(outgoing.payload().toArray(), QOS, outgoing.retained(), properties);
        try {
            client.publish(outgoing.topic(), message, null, new MqttActionListener() {
                @Override
                public void onSuccess(IMqttToken token) {
                    int[] codes = token.getReasonCodes();
                    events.acknowledged(pending, codes == null || codes.length == 0 ? 0 : codes[0]);
                }

                @Override
                public void onFailure(IMqttToken token, Throwable failure) {
                    // the connection is gone: what is in flight is sent again over the next one
                }
            });
        } catch (MqttException e) {
            fail(ConnectionReason.of(e));
        }
    }

    /** Tells the broker that {@code message} was dealt with, so that it may send another. */
    void take(MqttMessage message) {
        if (message.getQos() == 0 || lost.isDone()) {
            return;
        }
        try {
            client.messageArrivedComplete(message.getId(), message.getQos());
        } catch (MqttException e) {
            fail(ConnectionReason.of(e));
        }
    }

    /** Gives the connection up because of {@code reason}. */
    void fail(String reason) {
        lost.complete(reason);
        try {
            link.stop();
        } catch (IOException e) {
            LOG.debug("closing the connection to {} failed", broker, e);
        }
    }

    /** Disconnects, without the last will if the broker can still be told; takes at most 2 s. */
    void close() {
        try {
            if (client.isConnected()) {
                Result disconnected = new Result();
                client.disconnect(QUIESCE_MILLIS, null, disconnected, SUCCESS, new MqttProperties());
                disconnected.done.get(DISCONNECT_MILLIS, TimeUnit.MILLISECONDS);
            }
            client.close();
        } catch (MqttException | ExecutionException | TimeoutException e) {
            LOG.debug("disconnecting from {} failed", broker, e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } finally {
            fail("closed");
        }
    }

    private MqttConnectionOptions options(Optional<Will> will, boolean fresh) {
        MqttConnectionOptions options = new MqttConnectionOptions();
        options.setAutomaticReconnect(false);
        options.setCleanStart(fresh);
        options.setSessionExpiryInterval(limits.sessionExpiry().toSeconds());
        options.setKeepAliveInterval(Math.toIntExact(limits.keepAlive().toSeconds()));
        options.setReceiveMaximum(limits.receiveMax());
        options.setMaximumPacketSize((long) limits.packetBytesMax());
        options.setTopicAliasMaximum(0);
        options.setUseSubscriptionIdentifiers(false);
        options.setSocketFactory(new TlsLinkFactory(link));
        will.ifPresent(w ->
                options.setWill(w.topic(), new MqttMessage(w.payload().toArray(), QOS, true, new MqttProperties())));
        return options;
    }

    private IMqttToken await(Result result, CompletionStage<?> stop) throws ConnectionException, InterruptedException {
        CompletableFuture<Object> first =
                CompletableFuture.anyOf(result.done, stop.toCompletableFuture(), lost.thenApply(reason -> reason));
        try {
            // twice: the TCP connection has the time-out of its own, then TLS and the broker's answer
            first.get(2 * limits.connectTimeout().toMillis(), TimeUnit.MILLISECONDS);
        } catch (TimeoutException e) {
            throw new ConnectionException(new SocketTimeoutException("no answer"));
        } catch (ExecutionException e) {
            throw new ConnectionException(e.getCause());
        }
        if (lost.isDone()) {
            throw new ConnectionException(lost.join());
        }
        if (!result.done.isDone()) {
            throw new ConnectionException("closed");
        }
        return result.done.join();
    }

    private static void requireGranted(List<String> filters, int[] codes) throws ConnectionException {
        for (int i = 0; i < codes.length && i < filters.size(); i++) {
            if (codes[i] >= FIRST_ERROR_CODE) {
                throw new ConnectionException("the broker refuses a subscription to " + filters.get(i) + " (code "
                        + codes[i] + "): check its topic permissions");
            }
        }
    }

    /** Completes with the token of one action of Paho's. */
    private static final class Result implements MqttActionListener {
        private final CompletableFuture<IMqttToken> done = new CompletableFuture<>();

        @Override
        public void onSuccess(IMqttToken token) {
            done.complete(token);
        }

        @Override
        public void onFailure(IMqttToken token, Throwable failure) {
            done.completeExceptionally(failure);
        }
    }

    private final class Callback implements MqttCallback {
        @Override
        public void messageArrived(String topic, MqttMessage message) {
            events.received(BrokerConnection.this, topic, message);
        }

        @Override
        public void disconnected(MqttDisconnectResponse response) {
            String reason = ConnectionReason.ofCode(response.getReturnCode());
            if (reason == null) {
                reason = response.getException() == null
                        ? "the broker disconnected with code " + response.getReturnCode()
                        : ConnectionReason.of(response.getException());
            }
            fail(reason);
        }

        @Override
        public void mqttErrorOccurred(MqttException exception) {
            LOG.debug("Paho reports an error on {}", broker, exception);
        }

        @Override
        public void deliveryComplete(IMqttToken token) {
            // told to each message's own listener
        }

        @Override
        public void connectComplete(boolean reconnect, String serverUri) {
            // told to the listener of the connect
        }

        @Override
        public void authPacketArrived(int reasonCode, MqttProperties properties) {
            // no authentication method is announced
        }
    }
}
