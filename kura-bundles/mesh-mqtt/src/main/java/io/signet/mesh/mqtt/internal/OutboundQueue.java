package io.signet.mesh.mqtt.internal;

import io.signet.mesh.spi.Outgoing;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Messages that were accepted and not acknowledged yet: those that wait, and those in flight. Bounded in number and in
 * payload bytes. Keeps its order over a lost connection. Safe for use by several threads; nothing blocks.
 */
public final class OutboundQueue {
    private final int messagesMax;
    private final long bytesMax;
    private final Deque<Pending> waiting = new ArrayDeque<>();
    private final Set<Pending> inFlight = new LinkedHashSet<>();
    private long bytes;
    private long expired;

    /** Holds at most {@code messagesMax} messages with together {@code bytesMax} bytes of payload. */
    public OutboundQueue(int messagesMax, long bytesMax) {
        this.messagesMax = messagesMax;
        this.bytesMax = bytesMax;
    }

    /** Adds {@code message}, accepted at {@code nowNanos}; false if there is no room. */
    public synchronized boolean offer(Outgoing message, long nowNanos) {
        if (waiting.size() + inFlight.size() >= messagesMax
                || bytes + message.payload().size() > bytesMax) {
            return false;
        }
        bytes += message.payload().size();
        waiting.add(new Pending(message, nowNanos));
        return true;
    }

    /** The next message to send, in flight from now on; none if {@code inFlightMax} are, or nothing waits. */
    public synchronized Optional<Pending> next(int inFlightMax, long nowNanos) {
        while (inFlight.size() < inFlightMax && !waiting.isEmpty()) {
            Pending first = waiting.remove();
            if (first.expiredAt(nowNanos)) {
                bytes -= first.message().payload().size();
                expired++;
                continue;
            }
            inFlight.add(first);
            return Optional.of(first);
        }
        return Optional.empty();
    }

    /** Forgets {@code sent}, which the broker acknowledged; false if it was not in flight. */
    public synchronized boolean acknowledged(Pending sent) {
        boolean known = inFlight.remove(sent);
        if (known) {
            bytes -= sent.message().payload().size();
        }
        return known;
    }

    /** What is in flight waits again, before all else: nobody knows whether the broker had it. */
    public synchronized void connectionLost() {
        List<Pending> again = new ArrayList<>(inFlight);
        inFlight.clear();
        for (int i = again.size() - 1; i >= 0; i--) {
            waiting.addFirst(again.get(i));
        }
    }

    /** Messages waiting and in flight. */
    public synchronized int size() {
        return waiting.size() + inFlight.size();
    }

    /** How many messages were dropped because they had expired. */
    public synchronized long expired() {
        return expired;
    }

    /** One accepted message; equal to itself only. */
    public static final class Pending {
        private final Outgoing message;
        private final long acceptedNanos;

        Pending(Outgoing message, long acceptedNanos) {
            this.message = message;
            this.acceptedNanos = acceptedNanos;
        }

        /** What to send. */
        public Outgoing message() {
            return message;
        }

        /** Seconds, rounded up, that the broker may still hold the message back; 0 for as long as it likes. */
        public long expirySeconds(long nowNanos) {
            if (message.expiry().isZero()) {
                return 0;
            }
            long left = message.expiry().toNanos() - (nowNanos - acceptedNanos);
            return Math.max(1, Math.floorDiv(left + 999_999_999L, 1_000_000_000L));
        }

        private boolean expiredAt(long nowNanos) {
            return !message.expiry().isZero()
                    && nowNanos - acceptedNanos >= message.expiry().toNanos();
        }
    }
}
