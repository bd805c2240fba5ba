package io.signet.console.internal;

import io.signet.mesh.JobBoard;
import io.signet.mesh.Peer;
import io.signet.mesh.PlacedJob;
import io.signet.runtime.Agent;
import io.signet.runtime.Clock;
import io.signet.statement.Bytes;
import io.signet.statement.NodeId;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.function.Supplier;

/** Looks at the node and its mesh again and again, remembers, and tells who listens what has changed. */
final class FleetAgent implements Agent {
    private static final long JOBS_EVERY_MS = 250;
    private static final long NODES_EVERY_MS = 1_000;
    private static final long OVERVIEW_EVERY_MS = 2_000;
    private static final long HEARTBEAT_EVERY_MS = 15_000;
    /** In one event: so that no event is larger than a browser likes. */
    private static final int NODES_AT_ONCE = 500;

    private static final Bytes RETRY = Bytes.utf8("retry: 3000\n\n");
    /** An event, not a comment: pages do not see comments, and take a stream that says nothing for broken. */
    private static final Bytes HEARTBEAT = Bytes.utf8("event: beat\ndata: {}\n\n");

    private final NodeId self;
    private final Fleet fleet;
    private final Overview overview;
    private final EventHub hub;
    private final Supplier<Optional<JobBoard>> jobs;
    private final Predicate<Bytes> sessionIsOpen;
    private final Clock clock;
    private final Map<NodeId, Peer> told = new HashMap<>();
    private Bytes overviewTold = Bytes.EMPTY;
    private Optional<JobBoard> board = Optional.empty();
    private boolean jobsAreOthers;
    private long jobsTold;
    private long jobsDue;
    private long nodesDue;
    private long overviewDue;
    private long historyDue;
    private long heartbeatDue;

    FleetAgent(
            NodeId self,
            Fleet fleet,
            Overview overview,
            EventHub hub,
            Supplier<Optional<JobBoard>> jobs,
            Predicate<Bytes> sessionIsOpen,
            Clock clock) {
        this.self = self;
        this.fleet = fleet;
        this.overview = overview;
        this.hub = hub;
        this.jobs = jobs;
        this.sessionIsOpen = sessionIsOpen;
        this.clock = clock;
    }

    @Override
    public int doWork() {
        long now = clock.monotonicMillis();
        if (now >= nodesDue) {
            nodesDue = now + NODES_EVERY_MS;
            hub.expire(sessionIsOpen);
            synchronized (hub) { // whoever joins is told the same state
                tellNodes(fleet.refresh());
            }
        }
        if (now >= historyDue) {
            historyDue = now + NodeHistory.STEP_MILLIS;
            fleet.record();
        }
        if (now >= overviewDue) {
            overviewDue = now + OVERVIEW_EVERY_MS;
            tellOverview();
        }
        if (now >= jobsDue) {
            jobsDue = now + JOBS_EVERY_MS;
            tellJobs();
        }
        if (now >= heartbeatDue) {
            heartbeatDue = now + HEARTBEAT_EVERY_MS;
            hub.tell(HEARTBEAT);
        }
        return 0;
    }

    private void tellNodes(List<Peer> peers) {
        List<Peer> changed = new ArrayList<>();
        Map<NodeId, Peer> gone = new HashMap<>(told);
        for (Peer peer : peers) {
            gone.remove(peer.node());
            Peer timeless = NodeJson.timeless(peer);
            if (!timeless.equals(told.put(peer.node(), timeless))) {
                changed.add(peer);
            }
        }
        told.keySet().removeAll(gone.keySet());
        if (!hub.isHeard()) {
            return;
        }
        nodes(changed).forEach(hub::tell);
        if (!gone.isEmpty()) {
            List<String> ids = gone.keySet().stream().map(NodeId::toHex).toList();
            hub.tell(EventHub.event("gone", Json.object(out -> Json.texts(out, "ids", ids))));
        }
    }

    private List<Bytes> nodes(List<Peer> peers) {
        List<Bytes> events = new ArrayList<>();
        for (int from = 0; from < peers.size(); from += NODES_AT_ONCE) {
            List<Peer> some = peers.subList(from, Math.min(peers.size(), from + NODES_AT_ONCE));
            events.add(EventHub.event("nodes", Json.object(out -> {
                out.name("at").number(clock.wallMillis());
                Json.objects(
                        out,
                        "nodes",
                        some,
                        (json, peer) -> NodeJson.write(json, peer, peer.node().equals(self)));
            })));
        }
        return events;
    }

    private void tellOverview() {
        if (hub.isHeard()) {
            Bytes now = overview.timeless();
            if (!now.equals(overviewTold)) {
                overviewTold = now;
                hub.tell(EventHub.event("overview", overview.json()));
            }
        }
    }

    private void tellJobs() {
        Optional<JobBoard> now = jobs.get();
        if (now.isPresent() && !now.equals(board)) { // another one counts anew, and its jobs are others
            jobsAreOthers = board.isPresent();
            board = now;
            jobsTold = 0;
        }
        List<PlacedJob> changed = now.map(there -> there.jobsSince(jobsTold)).orElse(List.of());
        jobsTold = changed.stream().mapToLong(PlacedJob::revision).reduce(jobsTold, Math::max);
        if (!hub.isHeard()) {
            jobsAreOthers = false; // whoever comes is told all
            return;
        }
        if (changed.isEmpty()) {
            return;
        }
        if (jobsAreOthers) {
            jobsAreOthers = false;
            hub.tell(EventHub.event("jobs", Json.object(out -> Json.objects(out, "jobs", changed, NodeJson::write))));
            return;
        }
        List<Bytes> events = new ArrayList<>();
        for (PlacedJob job : changed) {
            events.add(0, EventHub.event("job", Json.object(out -> NodeJson.write(out, job)))); // the eldest first
        }
        hub.tell(join(events)); // as one, as whoever reads promptly may leave only so many unread
    }

    /** What a new listener is told: all that the others know. */
    Bytes first() {
        List<Bytes> all = new ArrayList<>(List.of(RETRY));
        List<Bytes> nodes = nodes(fleet.peers());
        all.addAll(nodes);
        if (nodes.isEmpty()) {
            all.add(EventHub.event("nodes", Json.object(out -> {
                out.name("at").number(clock.wallMillis());
                Json.texts(out, "nodes", List.of());
            })));
        }
        all.add(EventHub.event("overview", overview.json()));
        all.add(EventHub.event("jobs", Json.object(out -> Json.objects(out, "jobs", allJobs(), NodeJson::write))));
        return join(all);
    }

    /** Those that the board remembers, which it bounds: what a listener missed meanwhile is among them. */
    private List<PlacedJob> allJobs() {
        return jobs.get().map(board -> board.jobsSince(0)).orElse(List.of());
    }

    private static Bytes join(List<Bytes> all) {
        ByteBuffer text = ByteBuffer.allocate(all.stream().mapToInt(Bytes::size).sum());
        all.forEach(part -> text.put(part.asBuffer()));
        return Bytes.copyOf(text.flip());
    }

    @Override
    public long dueInNanos() {
        return (hub.isHeard() ? JOBS_EVERY_MS : NODES_EVERY_MS) * 1_000_000;
    }

    @Override
    public String name() {
        return "console";
    }
}
