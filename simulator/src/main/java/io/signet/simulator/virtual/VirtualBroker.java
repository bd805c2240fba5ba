package io.signet.simulator.virtual;

import io.signet.mesh.spi.Incoming;
import io.signet.mesh.spi.Outgoing;
import io.signet.mesh.spi.Topics;
import io.signet.mesh.spi.Transport;
import io.signet.statement.Bytes;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.random.RandomGenerator;
import java.util.stream.Stream;

/** An MQTT broker as far as the mesh uses one: topics, retained messages, last wills. */
final class VirtualBroker {
    /** From the start of its process until it listens, on a machine that has a core for it: docs/broker.md. */
    private static final long START_NANOS = Duration.ofSeconds(3).toNanos();

    private static final Topics TOPICS = new Topics(Fleet.MESH);

    private final VirtualNetwork network;
    private final String name;
    private final String region;
    private final double duplication;
    private final RandomGenerator random;
    private final Map<String, VirtualLink> subscribers = new HashMap<>();
    /** By an owner's topic of revocations, which every member follows. */
    private final Map<String, Set<VirtualLink>> listeners = new LinkedHashMap<>();

    private final Set<VirtualLink> followers = new LinkedHashSet<>();
    private final Map<String, Incoming> retained = new LinkedHashMap<>();
    private final Map<String, Long> meanNanos = new HashMap<>();
    private boolean up = true;
    private int starts;

    VirtualBroker(VirtualNetwork network, String name, String region, double duplication, RandomGenerator random) {
        this.network = network;
        this.name = name;
        this.region = region;
        this.duplication = duplication;
        this.random = random;
    }

    String name() {
        return name;
    }

    String region() {
        return region;
    }

    /** How long a message takes from or to a member in {@code from}, on average. */
    long meanNanos(String from) {
        return meanNanos.computeIfAbsent(from, f -> network.meanNanos(f, region));
    }

    boolean up() {
        return up;
    }

    /** Ends, and forgets everything. */
    void stop() {
        starts++;
        up = false;
        retained.clear();
        Set<VirtualLink> connected = new LinkedHashSet<>(followers);
        connected.addAll(new LinkedHashMap<>(subscribers).values());
        listeners.values().forEach(connected::addAll);
        listeners.clear();
        subscribers.clear();
        followers.clear();
        connected.stream()
                .sorted((a, b) -> Integer.compare(a.number(), b.number()))
                .forEach(VirtualLink::lost);
    }

    /** Starts, which takes its time; an end meanwhile is the end of that. */
    void start() {
        int start = ++starts;
        World world = network.world();
        world.at(world.now() + START_NANOS, () -> {
            if (start == starts) {
                up = true;
            }
        });
    }

    /** Subscribes {@code link}; what is retained goes to those who follow the nodes. */
    void connect(VirtualLink link, List<String> filters) {
        boolean follows = false;
        List<Incoming> lists = new ArrayList<>();
        for (String filter : filters) {
            if (filter.contains("+")) {
                follows = true;
            } else if (TOPICS.isRevocations(filter)) {
                listeners
                        .computeIfAbsent(filter, topic -> new LinkedHashSet<>())
                        .add(link);
                Optional.ofNullable(retained.get(filter)).ifPresent(lists::add);
            } else {
                subscribers.put(filter, link);
            }
        }
        if (follows) {
            followers.add(link);
            retained.forEach((topic, message) -> {
                if (!TOPICS.isRevocations(topic)) {
                    lists.add(message);
                }
            });
        }
        if (!lists.isEmpty()) {
            link.deliverRetained(lists);
        }
    }

    void disconnect(VirtualLink link, List<String> filters) {
        followers.remove(link);
        for (String filter : filters) {
            subscribers.remove(filter, link);
            Optional.ofNullable(listeners.get(filter)).ifPresent(links -> links.remove(link));
        }
    }

    /** Publishes the last will of a connection that broke. */
    void publish(Transport.Will will) {
        route(Outgoing.retained(will.topic(), will.payload(), Duration.ZERO));
    }

    /** A message has arrived. */
    void route(Outgoing message) {
        if (!up) {
            return;
        }
        network.seen(this, message);
        Incoming incoming = VirtualNetwork.asReceived(message);
        if (message.retained()) {
            if (message.payload().equals(Bytes.EMPTY)) {
                retained.remove(message.topic());
            } else {
                retained.put(message.topic(), incoming);
            }
        }
        relay(incoming);
        if (duplication > 0 && random.nextDouble() < duplication) {
            relay(incoming);
        }
    }

    private void relay(Incoming message) {
        Optional<VirtualLink> subscriber = Optional.ofNullable(subscribers.get(message.topic()));
        if (subscriber.isPresent()) {
            subscriber.get().deliver(message);
        } else if (listeners.containsKey(message.topic())) {
            List.copyOf(listeners.get(message.topic())).forEach(link -> link.deliver(message));
        } else if (isFollowed(message.topic())) {
            for (VirtualLink follower : followersNow()) {
                follower.deliver(message);
            }
        }
    }

    private static boolean isFollowed(String topic) {
        return topic.endsWith("/capacity") || topic.endsWith("/identity") || topic.endsWith("/equivocation");
    }

    private List<VirtualLink> followersNow() {
        return new ArrayList<>(followers);
    }

    /** Members that take messages on topics of their own. */
    List<String> topics() {
        return Stream.concat(subscribers.keySet().stream(), listeners.keySet().stream())
                .sorted()
                .toList();
    }
}
