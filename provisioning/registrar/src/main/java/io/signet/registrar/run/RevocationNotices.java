package io.signet.registrar.run;

import io.signet.mesh.spi.Outgoing;
import io.signet.mesh.spi.Topics;
import io.signet.mesh.spi.Transport;
import io.signet.provisioning.enrolment.NodeProfile.Mesh;
import io.signet.registrar.BookException;
import io.signet.registrar.Revocations;
import io.signet.runtime.Agent;
import io.signet.runtime.Clock;
import io.signet.statement.Bytes;
import io.signet.statement.Digest;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Tells the registrar's meshes whom nobody shall believe any more: the list is published, retained, within seconds of a change,
 * when it was renewed, and again to each broker that is connected anew. What is too large for a broker is not published: the
 * meshes stay with the list before, and the log says so.
 */
public final class RevocationNotices implements Agent, AutoCloseable {
    /** How long a change waits at most before the meshes are told. */
    public static final Duration LOOK_EVERY = Duration.ofSeconds(5);
    /** How long the registrar's certificate at brokers lasts. */
    public static final Duration CERTIFICATE_LIFE = Duration.ofHours(24);

    private static final Logger LOG = LoggerFactory.getLogger(RevocationNotices.class);
    /** Connections begin anew with another certificate well before the old one ends. */
    private static final Duration CONNECT_ANEW_AFTER = Duration.ofHours(16);

    private static final Duration TRY_AGAIN_AFTER = Duration.ofMinutes(1);

    private static final int MESSAGES_PER_CYCLE = 16;

    private final Revocations revocations;
    private final Digest owner;
    private final Function<Mesh, Transport> connections;
    private final Clock clock;
    private final List<Told> meshes = new ArrayList<>();
    private Optional<Bytes> list = Optional.empty();
    private Optional<Bytes> tooLarge = Optional.empty();
    private long lookedMillis = Long.MIN_VALUE / 2;

    /** One mesh, and what it was told. */
    private static final class Told {
        final Mesh mesh;
        final String topic;
        Transport transport;
        long openedMillis;
        long epoch;
        Bytes list = Bytes.EMPTY;

        Told(Mesh mesh, String topic, Transport transport, long nowMillis) {
            this.mesh = mesh;
            this.topic = topic;
            this.transport = transport;
            this.openedMillis = nowMillis;
        }
    }

    /**
     * Begins to connect.
     *
     * @param revocations the list, made by the owner
     * @param meshes who is told
     * @param clock says when to look, and when to connect anew
     * @param owner the SHA-256 of the owner's certificate in DER
     * @param connections makes a transport to the brokers of a mesh, with a certificate of {@link #CERTIFICATE_LIFE}
     */
    public RevocationNotices(
            Revocations revocations,
            Digest owner,
            List<Mesh> meshes,
            Function<Mesh, Transport> connections,
            Clock clock) {
        this.revocations = revocations;
        this.owner = owner;
        this.connections = connections;
        this.clock = clock;
        for (Mesh mesh : meshes) {
            this.meshes.add(
                    new Told(mesh, new Topics(mesh.name()).revocations(owner), open(mesh), clock.monotonicMillis()));
        }
    }

    private Transport open(Mesh mesh) {
        Transport transport = connections.apply(mesh);
        // It hears what the broker has of this owner, see Revocations.heard.
        transport.start(List.of(new Topics(mesh.name()).revocations(owner)), epoch -> Optional.empty());
        return transport;
    }

    @Override
    public int doWork() {
        int work = 0;
        for (Told told : meshes) {
            work += told.transport.poll(heard -> revocations.heard(heard.payload()), MESSAGES_PER_CYCLE);
            connectAnew(told);
        }
        if (meshes.stream().anyMatch(told -> told.transport.connected())) {
            look();
            work += meshes.stream().mapToInt(this::tell).sum();
        }
        return work;
    }

    private void connectAnew(Told told) {
        long now = clock.monotonicMillis();
        if (now - told.openedMillis >= CONNECT_ANEW_AFTER.toMillis()) {
            try {
                Transport next = open(told.mesh);
                told.transport.close();
                told.transport = next;
                told.openedMillis = now;
                told.epoch = 0;
            } catch (IllegalStateException e) { // the owner's key can't sign now: the other meshes go on
                LOG.warn("mesh '{}' is not told by a new certificate yet: {}", told.mesh.name(), e.getMessage());
                told.openedMillis += TRY_AGAIN_AFTER.toMillis();
            }
        }
    }

    private void look() {
        long now = clock.monotonicMillis();
        if (now - lookedMillis < LOOK_EVERY.toMillis()) {
            return;
        }
        lookedMillis = now;
        try {
            Bytes latest = revocations.latest();
            if (latest.size() <= Topics.REVOCATIONS_SIZE_BYTES_MAX) {
                list = Optional.of(latest);
            } else if (!tooLarge.equals(Optional.of(latest))) {
                tooLarge = Optional.of(latest);
                LOG.error(
                        "the list of revocations has {} bytes, more than the {} that brokers take: the meshes are not told of"
                                + " the newest revocations; nodes that are revoked or retired by the ten thousand want a new owner",
                        latest.size(),
                        Topics.REVOCATIONS_SIZE_BYTES_MAX);
            }
        } catch (BookException e) {
            LOG.warn("the meshes are not told of revocations now: {}", e.getMessage());
        }
    }

    private int tell(Told told) {
        long epoch = told.transport.connectionEpoch();
        if (list.isEmpty() || !told.transport.connected() || (told.epoch == epoch && told.list.equals(list.get()))) {
            return 0;
        }
        if (!told.transport.publish(Outgoing.retained(told.topic, list.get(), Duration.ZERO))) {
            return 0;
        }
        told.epoch = epoch;
        told.list = list.get();
        LOG.info("mesh '{}' is told who is revoked", told.mesh.name());
        return 1;
    }

    @Override
    public String name() {
        return "registrar-revocations";
    }

    @Override
    public void close() {
        meshes.forEach(told -> told.transport.close());
    }
}
