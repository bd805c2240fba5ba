package io.signet.console.internal;

import io.signet.gateway.web.WebEvents;
import io.signet.statement.Bytes;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.function.Supplier;

/**
 * Tells all listeners the same. What is told is made once for all of them; one that does not keep up is dropped by the server, and
 * comes again. Thread-safe.
 */
final class EventHub {
    /** Listeners at once. */
    static final int LISTENERS_MAX = 64;

    private final List<Listener> listeners = new ArrayList<>();

    /** One browser. */
    private final class Listener implements WebEvents {
        private final Bytes cookie;
        private final Supplier<Bytes> first;
        private Optional<Sink> sink = Optional.empty();

        Listener(Bytes cookie, Supplier<Bytes> first) {
            this.cookie = cookie;
            this.first = first;
        }

        @Override
        public void opened(Sink opened) {
            synchronized (EventHub.this) {
                if (listeners.contains(this) && opened.offer(first.get())) {
                    sink = Optional.of(opened);
                } else {
                    opened.end();
                }
            }
        }

        @Override
        public void closed() {
            synchronized (EventHub.this) {
                listeners.remove(this);
            }
        }
    }

    /**
     * A place for one more listener; empty if there is none.
     *
     * @param cookie of its session
     * @param first what it is told first
     */
    synchronized Optional<WebEvents> join(Bytes cookie, Supplier<Bytes> first) {
        if (listeners.size() >= LISTENERS_MAX) {
            return Optional.empty();
        }
        Listener listener = new Listener(cookie, first);
        listeners.add(listener);
        return Optional.of(listener);
    }

    /** Whether anybody listens. */
    synchronized boolean isHeard() {
        return !listeners.isEmpty();
    }

    /** Tells all of them. */
    synchronized void tell(Bytes text) {
        for (Listener listener : List.copyOf(listeners)) {
            if (listener.sink.isPresent() && !listener.sink.get().offer(text)) {
                listeners.remove(listener);
            }
        }
    }

    /** Ends the streams of sessions that are over. */
    synchronized void expire(Predicate<Bytes> isOpen) {
        end(listener -> !isOpen.test(listener.cookie), "the session is over: log in");
    }

    /** Ends all streams. */
    synchronized void close() {
        end(listener -> true, "the console is being closed");
    }

    private void end(Predicate<Listener> which, String why) {
        for (Listener listener : List.copyOf(listeners)) {
            if (listener.sink.isPresent() && which.test(listener)) {
                listener.sink.get().offer(event("end", Json.text("error", why)));
                listener.sink.get().end();
                listeners.remove(listener);
            }
        }
    }

    /** An event as it travels (HTML, section 9.2.6). */
    static Bytes event(String name, Bytes json) {
        byte[] head = ("event: " + name + "\ndata: ").getBytes(StandardCharsets.US_ASCII);
        ByteBuffer text = ByteBuffer.allocate(head.length + json.size() + 2);
        text.put(head).put(json.asBuffer()).put((byte) '\n').put((byte) '\n');
        return Bytes.copyOf(text.flip());
    }
}
