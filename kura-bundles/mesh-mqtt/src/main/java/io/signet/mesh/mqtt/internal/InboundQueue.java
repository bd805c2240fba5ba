package io.signet.mesh.mqtt.internal;

import io.signet.mesh.spi.Incoming;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Optional;
import org.eclipse.paho.mqttv5.common.MqttMessage;

/**
 * Messages received and not taken by the mesh yet. Its bounds are there for brokers that do not keep to the receive
 * maximum, as Mosquitto 2.0.11, which sends a whole window more for each acknowledgement. Safe for use by several threads;
 * nothing blocks.
 */
final class InboundQueue {
    private final int messagesMax;
    private final long bytesMax;
    private final Deque<Received> queue = new ArrayDeque<>();
    private long bytes;

    /** Holds at most {@code messagesMax} messages with together {@code bytesMax} bytes of payload. */
    InboundQueue(int messagesMax, long bytesMax) {
        this.messagesMax = messagesMax;
        this.bytesMax = bytesMax;
    }

    /** Adds {@code received}; false if there is no room. */
    synchronized boolean offer(Received received) {
        int size = received.incoming().payload().size();
        if (queue.size() >= messagesMax || bytes + size > bytesMax) {
            return false;
        }
        bytes += size;
        queue.add(received);
        return true;
    }

    /** The oldest message, which is no longer in the queue; none if it is empty. */
    synchronized Optional<Received> poll() {
        Received first = queue.poll();
        if (first == null) {
            return Optional.empty();
        }
        bytes -= first.incoming().payload().size();
        return Optional.of(first);
    }

    /**
     * A message that waits for the mesh.
     *
     * @param from where to acknowledge it
     * @param message as Paho gave it
     * @param incoming as the mesh gets it
     */
    record Received(BrokerConnection from, MqttMessage message, Incoming incoming) {}
}
