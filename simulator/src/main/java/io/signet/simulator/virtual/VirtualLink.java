package io.signet.simulator.virtual;

import io.signet.mesh.spi.Incoming;
import io.signet.mesh.spi.Outgoing;
import io.signet.mesh.spi.Topics;
import io.signet.mesh.spi.Transport;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Deque;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import java.util.function.LongFunction;
import java.util.random.RandomGenerator;

/**
 * A member's connection to a broker, with the bounds and times of the production transport: found dead after one and a
 * half keep-alives by the broker, after two by the member; made again after a pause that grows.
 */
final class VirtualLink implements Transport {
    /** What a broker keeps for a client that is slow (docs/broker.md). */
    private static final int INBOUND_MAX = 1000;
    /** What a client keeps for a broker that is slow, see MqttLimits. */
    private static final int OUTBOUND_MAX = 512;

    /** What a broker sends until all of it is acknowledged; the receive maximum, see MqttLimits and docs/broker.md. */
    private static final int BATCH_MAX = 32;

    private static final long KEEP_ALIVE_NANOS = Duration.ofSeconds(15).toNanos();
    private static final long BACKOFF_MIN_NANOS = Duration.ofMillis(200).toNanos();
    private static final long BACKOFF_MAX_NANOS = Duration.ofSeconds(10).toNanos();
    /** TCP, TLS 1.3, CONNECT, SUBSCRIBE. */
    private static final int ROUND_TRIPS_TO_CONNECT = 4;
    /** What a message costs its sender and its recipient in computing: signature, sealing, coding. */
    private static final long MESSAGE_NANOS = 200_000;

    private static final Topics TOPICS = new Topics(Fleet.MESH);

    private final VirtualNetwork network;
    private final World world;
    private final String region;
    private final LocalClock clock;
    private final RandomGenerator random;
    private final int number;
    private final Deque<Incoming> inbox = new ArrayDeque<>();
    /** At the broker, until the batch before is acknowledged. */
    private final Deque<Incoming> held = new ArrayDeque<>();

    private final Deque<Long> onTheWay = new ArrayDeque<>();
    private final List<Runnable> stuck = new ArrayList<>();
    private List<String> filters = List.of();
    private LongFunction<Optional<Will>> wills = epoch -> Optional.empty();
    private Optional<Will> will = Optional.empty();
    private Optional<VirtualBroker> broker = Optional.empty();
    private Runnable wake = () -> {};
    private Consumer<Incoming> taken = message -> {};
    private boolean deafToRevocations;
    private boolean open;
    private boolean cutOff;
    private boolean givenUp;
    private int attempts;
    private int tried;
    /** Grows with each connection made or lost: what belongs to an earlier one is void. */
    private long generation;

    private long epoch;
    private Iterator<Incoming> retained = Collections.emptyIterator();
    private int unpolled;
    private long acknowledgedAt;
    private boolean batchPlanned;
    private long lastUp;
    private long lastDown;
    private long overflowed;

    VirtualLink(VirtualNetwork network, String region, LocalClock clock, RandomGenerator random, int number) {
        this.network = network;
        this.world = network.world();
        this.region = region;
        this.clock = clock;
        this.random = random;
        this.number = number;
    }

    /** Tells links apart, in the order of their making. */
    int number() {
        return number;
    }

    @Override
    public void start(List<String> filters, LongFunction<Optional<Will>> wills) {
        this.filters = List.copyOf(filters);
        this.wills = wills;
        open = true;
        connectAfter(0);
    }

    private void connectAfter(long nanos) {
        long now = generation;
        world.at(world.now() + nanos, () -> {
            if (open && generation == now && broker.isEmpty()) {
                tryToConnect();
            }
        });
    }

    private void tryToConnect() {
        VirtualBroker candidate =
                network.brokers().get(tried++ % network.brokers().size());
        if (!candidate.up() || !reaches(candidate)) {
            long longest = Math.min(BACKOFF_MAX_NANOS, BACKOFF_MIN_NANOS << Math.min(attempts++, 10));
            connectAfter((long) (longest * (0.5 + random.nextDouble() / 2)));
            return;
        }
        long now = generation;
        long time = ROUND_TRIPS_TO_CONNECT * 2 * network.delayNanos(region, candidate);
        world.at(world.now() + time, () -> {
            if (open && generation == now) {
                connected(candidate);
            }
        });
    }

    private void connected(VirtualBroker to) {
        if (!to.up() || !reaches(to)) {
            connectAfter(BACKOFF_MIN_NANOS);
            return;
        }
        generation++;
        givenUp = false;
        attempts = 0;
        tried = network.brokers().indexOf(to);
        epoch = Math.max(epoch + 1, clock.wallMillis());
        will = wills.apply(epoch);
        broker = Optional.of(to);
        onTheWay.clear();
        forgetBatches();
        to.connect(this, filters);
        wake.run();
    }

    private boolean reaches(VirtualBroker to) {
        return !cutOff && network.reaches(region, to);
    }

    /** Whether this member alone is cut off from everything. */
    void cutOff(boolean cut) {
        cutOff = cut;
        reachabilityChanged();
    }

    /** What is stuck goes on if the way is free again; if it is not for too long, the connection is found dead. */
    void reachabilityChanged() {
        if (broker.isEmpty()) {
            return;
        }
        VirtualBroker to = broker.get();
        if (reaches(to)) {
            List<Runnable> freed = List.copyOf(stuck);
            stuck.clear();
            if (givenUp) {
                lost();
            } else {
                freed.forEach(Runnable::run);
            }
            return;
        }
        long now = generation;
        giveUpLater(to, () -> !reaches(to));
        world.at(world.now() + KEEP_ALIVE_NANOS * 2, () -> {
            if (generation == now && !reaches(to)) {
                lost();
            }
        });
    }

    /** The broker hears nothing for one and a half keep-alives, and publishes the last will. */
    private void giveUpLater(VirtualBroker to, BooleanSupplier stillSilent) {
        long now = generation;
        Optional<Will> atStake = will;
        world.at(world.now() + KEEP_ALIVE_NANOS * 3 / 2, () -> {
            if (generation == now && stillSilent.getAsBoolean()) {
                givenUp = true;
                to.disconnect(this, filters);
                atStake.ifPresent(to::publish);
            }
        });
    }

    /** The connection is gone; another is sought. */
    void lost() {
        if (broker.isEmpty()) {
            return;
        }
        broker = Optional.empty();
        generation++;
        stuck.clear();
        inbox.clear();
        forgetBatches();
        wake.run();
        connectAfter((long) (BACKOFF_MIN_NANOS * (0.5 + random.nextDouble())));
    }

    /** The member's process ends without a goodbye; its system closes the connection. */
    void die() {
        open = false;
        generation++;
        inbox.clear();
        stuck.clear();
        broker.ifPresent(to -> {
            if (reaches(to)) {
                to.disconnect(this, filters);
                will.ifPresent(to::publish);
            } else {
                giveUpLater(to, () -> true);
            }
        });
        broker = Optional.empty();
    }

    /** The member gives no sign of life for {@code nanos}; the broker gives it up if that is too long. */
    void freeze(long nanos) {
        if (broker.isEmpty() || nanos < KEEP_ALIVE_NANOS * 3 / 2) {
            return;
        }
        long now = generation;
        giveUpLater(broker.get(), () -> true);
        world.at(world.now() + nanos, () -> {
            if (generation == now) {
                lost();
            }
        });
    }

    @Override
    public boolean publish(Outgoing message) {
        if (broker.isEmpty()) {
            return false;
        }
        while (!onTheWay.isEmpty() && onTheWay.peekFirst() <= world.now()) {
            onTheWay.removeFirst();
        }
        if (onTheWay.size() + stuck.size() >= OUTBOUND_MAX) {
            return false;
        }
        clock.charge(MESSAGE_NANOS);
        VirtualBroker to = broker.get();
        long now = generation;
        lastUp = Math.max(lastUp, clock.now() + network.delayNanos(region, to));
        onTheWay.addLast(lastUp);
        world.at(lastUp, () -> arrive(message, to, now));
        return true;
    }

    private void arrive(Outgoing message, VirtualBroker to, long sentIn) {
        if (generation != sentIn) {
            return;
        }
        if (reaches(to)) {
            to.route(message);
        } else {
            stuck.add(() -> arrive(message, to, sentIn));
        }
    }

    private void forgetBatches() {
        held.clear();
        retained = Collections.emptyIterator();
        unpolled = 0;
        acknowledgedAt = 0;
        batchPlanned = false;
    }

    /** The broker has a message for this member. */
    void deliver(Incoming message) {
        if (held.size() >= INBOUND_MAX) {
            overflowed++;
        } else {
            held.addLast(message);
            sendBatch();
        }
    }

    /** The broker has retained messages, which it sends when there is nothing else. */
    void deliverRetained(List<Incoming> messages) {
        retained = messages.iterator();
        sendBatch();
    }

    /** As the embedded broker does, which sends nothing until all that it sent before is acknowledged. */
    private void sendBatch() {
        if (broker.isEmpty() || unpolled > 0) {
            return;
        }
        if (acknowledgedAt > world.now()) {
            planBatch();
            return;
        }
        while (unpolled < BATCH_MAX && !held.isEmpty()) {
            send(held.removeFirst());
        }
        while (unpolled < BATCH_MAX && retained.hasNext()) {
            send(retained.next());
        }
    }

    private void planBatch() {
        if (batchPlanned) {
            return;
        }
        batchPlanned = true;
        long now = generation;
        world.at(acknowledgedAt, () -> {
            if (generation == now) {
                batchPlanned = false;
                sendBatch();
            }
        });
    }

    private void send(Incoming message) {
        unpolled++;
        VirtualBroker from = broker.orElseThrow();
        long now = generation;
        long time = Math.max(lastDown, world.now() + network.delayNanos(region, from));
        long overtaken = network.overtakenNanos();
        if (overtaken == 0) {
            lastDown = time;
        }
        world.at(time + overtaken, () -> receive(message, from, now));
    }

    private void receive(Incoming message, VirtualBroker from, long sentIn) {
        if (generation != sentIn) {
            return;
        }
        if (!reaches(from)) {
            stuck.add(() -> receive(message, from, sentIn));
        } else {
            inbox.addLast(message);
            wake.run();
        }
    }

    @Override
    public int poll(Consumer<Incoming> consumer, int max) {
        int count = 0;
        while (count < max && !inbox.isEmpty()) {
            clock.charge(MESSAGE_NANOS);
            Incoming message = inbox.removeFirst();
            if (!deafToRevocations || !TOPICS.isRevocations(message.topic())) {
                consumer.accept(message);
                taken.accept(message);
            }
            count++;
            unpolled--;
            if (unpolled == 0) {
                acknowledge();
            }
        }
        return count;
    }

    /** Tells the broker that the last of a batch was taken. */
    private void acknowledge() {
        broker.ifPresent(to -> {
            acknowledgedAt = clock.now() + network.delayNanos(region, to);
            if (!held.isEmpty() || retained.hasNext()) {
                planBatch();
            }
        });
    }

    /** {@code taken} sees every message that this member has taken. */
    void onTaken(Consumer<Incoming> taken) {
        this.taken = taken;
    }

    /** The member does not hear whom owners revoked. */
    void ignoreRevocations() {
        deafToRevocations = true;
    }

    /** Messages that wait to be polled. */
    int waiting() {
        return inbox.size();
    }

    /** Messages dropped for want of room. */
    long overflowed() {
        return overflowed;
    }

    @Override
    public boolean connected() {
        return broker.isPresent();
    }

    /** True if a message would get through now. */
    boolean works() {
        return broker.filter(to -> to.up() && reaches(to)).isPresent();
    }

    @Override
    public long connectionEpoch() {
        return epoch;
    }

    @Override
    public void setWake(Runnable wake) {
        this.wake = wake;
    }

    @Override
    public void close() {
        open = false; // what is on its way to the broker still arrives
        broker.ifPresent(to -> to.disconnect(this, filters));
        broker = Optional.empty();
    }
}
