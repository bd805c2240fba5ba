package io.signet.mesh.internal;

import io.signet.mesh.GatewayAddress;
import io.signet.mesh.LogAddress;
import io.signet.mesh.ServedModel;
import io.signet.mesh.spi.NodeLoad;
import io.signet.mesh.spi.NodeServices;
import io.signet.mesh.spi.Outgoing;
import io.signet.mesh.spi.TaskService;
import io.signet.mesh.spi.Transport;
import io.signet.statement.Bytes;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** Publishes who this node is and what it can take. Touched by the mesh's agent only, but for {@link #will}. */
final class Reporter {
    /** Retained identities outlive short absences, not a node that was sold. */
    private static final Duration IDENTITY_EXPIRY = Duration.ofDays(7);
    /**
     * The identity goes out again for those whose broker lost it in a rush: after one report, after two more, after four
     * more, and so on, at last after so many. The rush is mostly that of a mesh in which many nodes start at once.
     */
    private static final int REPORTS_PER_NOTICE_MAX = 20;
    /** A full or empty node says so sooner than the interval asks, but not more often than this. */
    private static final long URGENT_AFTER_MS = 200;

    private final PeerParts parts;
    private final TaskService service;
    private final Optional<LogAddress> log;
    private final Optional<GatewayAddress> gateway;
    private final Worker worker;
    private final int tasksMax;
    private long reportedEpoch;
    private long sequence;
    private long reportedAtMillis;
    private boolean reportedAccepting;
    private boolean reportedFull;
    private Bytes publishedNotice = Bytes.EMPTY;
    private int reportsSinceNotice;
    private int reportsPerNotice = 1;

    Reporter(PeerParts parts, NodeServices services, Worker worker, int tasksMax) {
        this.parts = parts;
        this.service = services.tasks();
        this.log = services.log();
        this.gateway = services.gateway();
        this.worker = worker;
        this.tasksMax = tasksMax;
    }

    /** The last will for a connection made at {@code epoch}. Called on the transport's thread; touches no state. */
    Optional<Transport.Will> will(long epoch) {
        return Optional.of(
                new Transport.Will(parts.topics().capacity(parts.self().node()), offline(epoch)));
    }

    private Bytes offline(long epoch) {
        return parts.seal(MessageType.OFFLINE, 1, out -> out.writeInt(CapacityReport.EPOCH)
                .writeInt(epoch));
    }

    /** Publishes what is due; returns how much it did. */
    int tick() {
        long epoch = parts.transport().connectionEpoch();
        if (!parts.transport().connected()) {
            return 0;
        }
        boolean fresh = epoch != reportedEpoch;
        int work = 0;
        boolean renewed = fresh || !publishedNotice.equals(parts.self().notice());
        if (renewed || reportsSinceNotice >= reportsPerNotice) {
            if (!parts.transport()
                    .publish(Outgoing.retained(
                            parts.topics().identity(parts.self().node()),
                            parts.self().notice(),
                            IDENTITY_EXPIRY))) {
                return 0;
            }
            publishedNotice = parts.self().notice();
            reportsSinceNotice = 0;
            reportsPerNotice = renewed ? 1 : Math.min(REPORTS_PER_NOTICE_MAX, 2 * reportsPerNotice);
            work++;
        }
        if (fresh || isDue()) {
            work += report(epoch);
        }
        return work;
    }

    private boolean isDue() {
        return parts.clock().monotonicMillis() >= reportedAtMillis + intervalMillis();
    }

    private long intervalMillis() {
        boolean urgent = reportedFull != isFull() || reportedAccepting != worker.accepting();
        return urgent ? URGENT_AFTER_MS : parts.limits().reportEvery().toMillis();
    }

    /** When {@link #tick} has something to do if nothing changes; the wake-up of the transport tells of connections. */
    long dueMillis() {
        return parts.transport().connected() ? reportedAtMillis + intervalMillis() : Long.MAX_VALUE;
    }

    private boolean isFull() {
        return worker.runningTasks() >= tasksMax;
    }

    private int report(long epoch) {
        NodeLoad load = service.load();
        int modelsMax = log.isPresent() ? NodeLoad.REPORTED_WITH_LOG_MAX : NodeLoad.REPORTED_MODELS_MAX;
        List<ServedModel> models =
                load.models().subList(0, Math.min(load.models().size(), modelsMax));
        long next = epoch == reportedEpoch ? sequence + 1 : 0;
        CapacityReport report = new CapacityReport(
                epoch,
                next,
                worker.accepting(),
                models,
                load.queuedRows(),
                worker.runningTasks(),
                tasksMax,
                load.freeMemoryMib(),
                load.strain(),
                log,
                gateway);
        Bytes message = parts.seal(MessageType.CAPACITY, report.keys(), report::writeTo);
        if (!parts.transport()
                .publish(Outgoing.retained(parts.topics().capacity(parts.self().node()), message, Duration.ZERO))) {
            return 0;
        }
        reportedEpoch = epoch;
        sequence = next;
        reportsSinceNotice++;
        reportedAtMillis = parts.clock().monotonicMillis();
        reportedAccepting = report.accepting();
        reportedFull = isFull();
        return 1;
    }

    /** Says that this node is gone, as its last will would. */
    void goodbye() {
        parts.transport()
                .publish(Outgoing.retained(
                        parts.topics().capacity(parts.self().node()),
                        offline(parts.transport().connectionEpoch()),
                        Duration.ZERO));
    }
}
