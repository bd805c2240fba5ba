package io.signet.mesh.mqtt;

import io.signet.mesh.mqtt.internal.MqttSession;
import io.signet.mesh.mqtt.internal.TlsContext;
import io.signet.mesh.spi.Incoming;
import io.signet.mesh.spi.Outgoing;
import io.signet.mesh.spi.Transport;
import io.signet.runtime.Clock;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.LongFunction;
import java.util.random.RandomGenerator;

/**
 * A {@link Transport} through one of several MQTT 5 brokers, on Eclipse Paho.
 *
 * <p><b>Connection.</b> TLS 1.3 with the identity's certificate; the broker's certificate must be issued by an owner and
 * name the broker's host. Brokers are tried in turn; after a round without success the pause doubles, with jitter. The
 * first session with a broker starts clean, since the process that may have left one behind took its nonces with it. A
 * later connection resumes the session, which the broker keeps for {@link MqttLimits#sessionExpiry}: what arrives during
 * a short interruption is not lost, and a broker is not left with queues that nobody will empty.
 *
 * <p><b>Sending.</b> QoS 1, within the broker's receive maximum. What the broker has not acknowledged when the connection
 * breaks is sent again over the next one, in order, unless it has expired; receivers see it twice at times. A message
 * larger than a packet may be is logged, counted and not accepted.
 *
 * <p><b>Receiving.</b> A message is acknowledged when {@link #poll} has handed it over, so a broker holds back what the
 * mesh is too slow for.
 *
 * <p>The will's function is called by the transport's own thread. Threads: one of its own and five of Paho's, all daemons.
 */
public final class PahoTransport implements Transport {
    private final MqttSession session;

    /**
     * Prepares a transport; {@link #start} connects.
     *
     * @param options where to, as whom, within which limits
     * @param identity key and certificates
     * @param clock stamps epochs and measures expiry
     * @param random spreads the pauses between connection attempts
     * @throws IllegalArgumentException if {@code identity} cannot be used for TLS
     */
    public PahoTransport(MqttOptions options, TlsIdentity identity, Clock clock, RandomGenerator random) {
        session = new MqttSession(options, new TlsContext(identity), clock, random);
    }

    @Override
    public void start(List<String> filters, LongFunction<Optional<Will>> will) {
        session.start(filters, will);
    }

    @Override
    public boolean publish(Outgoing message) {
        return session.publish(message);
    }

    @Override
    public int poll(Consumer<Incoming> consumer, int max) {
        return session.poll(consumer, max);
    }

    @Override
    public boolean connected() {
        return session.connected();
    }

    @Override
    public long connectionEpoch() {
        return session.connectionEpoch();
    }

    @Override
    public void setWake(Runnable wake) {
        session.setWake(wake);
    }

    /** What happened so far; any thread may ask. */
    public TransportStats stats() {
        return session.stats();
    }

    @Override
    public void close() {
        session.close();
    }
}
