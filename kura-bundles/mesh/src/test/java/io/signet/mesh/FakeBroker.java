package io.signet.mesh;

import io.signet.mesh.spi.Incoming;
import io.signet.mesh.spi.Outgoing;
import io.signet.mesh.spi.Transport;
import io.signet.runtime.Clock;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.LongFunction;
import java.util.function.UnaryOperator;

/** An untrusted relay in memory: retained messages, last wills, and whatever a test wants it to do to a message. */
final class FakeBroker {
    private final Clock clock;
    private final Map<String, Incoming> retained = new LinkedHashMap<>();
    private final List<Link> links = new ArrayList<>();
    /** Every message that went through, oldest first. */
    final List<Outgoing> seen = new ArrayList<>();
    /** What becomes of a message: itself, several, or nothing. */
    UnaryOperator<List<Outgoing>> interference = UnaryOperator.identity();

    private boolean up = true;

    FakeBroker(Clock clock) {
        this.clock = clock;
    }

    Link link() {
        Link link = new Link();
        links.add(link);
        return link;
    }

    /** Stops the broker; all it knew is lost. */
    void stop() {
        up = false;
        retained.clear();
        links.forEach(l -> l.inbox.clear());
    }

    void startAgain() {
        up = true;
        links.forEach(Link::reconnect);
    }

    /** Delivers a message that no client sent. */
    void inject(Outgoing message) {
        deliver(message);
    }

    private void route(Outgoing message) {
        seen.add(message);
        interference.apply(List.of(message)).forEach(this::deliver);
    }

    private void deliver(Outgoing message) {
        Incoming incoming =
                new Incoming(message.topic(), message.payload(), message.responseTopic(), message.correlation());
        if (message.retained()) {
            retained.put(message.topic(), incoming);
        }
        links.forEach(l -> l.offer(incoming));
    }

    /** One client's connection. */
    final class Link implements Transport {
        private final Deque<Incoming> inbox = new ArrayDeque<>();
        private List<String> filters = List.of();
        private LongFunction<Optional<Will>> will = epoch -> Optional.empty();
        private Optional<Will> agreedWill = Optional.empty();
        private boolean open;
        private long epoch;
        private Optional<String> deafTo = Optional.empty();

        /** Nothing on {@code topic} comes to this client. */
        void deaf(String topic) {
            deafTo = Optional.of(topic);
        }

        @Override
        public void start(List<String> filters, LongFunction<Optional<Will>> will) {
            this.filters = List.copyOf(filters);
            this.will = will;
            open = true;
            if (up) {
                reconnect();
            }
        }

        private void reconnect() {
            if (!open) {
                return;
            }
            epoch = Math.max(epoch + 1, clock.wallMillis());
            agreedWill = will.apply(epoch);
            retained.values().forEach(this::offer);
        }

        /** The connection breaks without a goodbye, as when the process is killed. */
        void die() {
            open = false;
            inbox.clear();
            agreedWill.ifPresent(w -> deliver(Outgoing.retained(w.topic(), w.payload(), java.time.Duration.ZERO)));
        }

        private void offer(Incoming message) {
            boolean heard = deafTo.filter(message.topic()::equals).isEmpty();
            if (open && up && heard && filters.stream().anyMatch(f -> matches(f, message.topic()))) {
                inbox.add(message);
            }
        }

        private static boolean matches(String filter, String topic) {
            String[] wanted = filter.split("/");
            String[] found = topic.split("/");
            if (wanted.length != found.length) {
                return false;
            }
            for (int i = 0; i < wanted.length; i++) {
                if (!wanted[i].equals("+") && !wanted[i].equals(found[i])) {
                    return false;
                }
            }
            return true;
        }

        @Override
        public boolean publish(Outgoing message) {
            if (!connected()) {
                return false;
            }
            route(message);
            return true;
        }

        @Override
        public int poll(Consumer<Incoming> consumer, int max) {
            int count = 0;
            while (count < max && !inbox.isEmpty()) {
                consumer.accept(inbox.removeFirst());
                count++;
            }
            return count;
        }

        @Override
        public boolean connected() {
            return open && up;
        }

        @Override
        public long connectionEpoch() {
            return epoch;
        }

        @Override
        public void setWake(Runnable wake) {
            // a test steps its peers itself
        }

        @Override
        public void close() {
            open = false;
        }
    }
}
