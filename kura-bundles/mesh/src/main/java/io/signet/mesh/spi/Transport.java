package io.signet.mesh.spi;

import io.signet.statement.Bytes;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.LongFunction;

/**
 * Carries messages between peers through an untrusted broker. Connects by itself, and again whenever the connection is
 * lost. All queues are bounded; no method blocks.
 *
 * <p>All methods but {@link #setWake} and {@link #close} are called by the mesh's agent alone.
 */
public interface Transport extends AutoCloseable {
    /**
     * Starts connecting and stays subscribed to {@code filters} over every reconnection.
     *
     * @param filters topic filters, QoS 1
     * @param will makes the retained last will for a connection epoch, empty for none; asked anew at each attempt
     */
    void start(List<String> filters, LongFunction<Optional<Will>> will);

    /** Accepts {@code message} for sending; false if the queue is full or there is no connection. */
    boolean publish(Outgoing message);

    /**
     * Hands at most {@code max} received messages to {@code consumer}.
     *
     * @return how many
     */
    int poll(Consumer<Incoming> consumer, int max);

    /** True while a broker is connected and has acknowledged the subscriptions. */
    boolean connected();

    /** Wall-clock milliseconds at which the present connection was made; grows with each; 0 before the first. */
    long connectionEpoch();

    /** {@code wake} is called, from any thread, whenever {@link #poll} or {@link #connected} has news. */
    void setWake(Runnable wake);

    /** Disconnects without sending the last will; waits at most 3 s. */
    @Override
    void close();

    /**
     * The message that the broker publishes, retained, when a connection breaks.
     *
     * @param topic topic name
     * @param payload signed message
     */
    record Will(String topic, Bytes payload) {}
}
