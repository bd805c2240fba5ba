package io.signet.console.internal;

import io.signet.mesh.JobBoard;
import io.signet.mesh.Mesh;
import io.signet.mesh.MeshStats;
import io.signet.mesh.Peer;
import io.signet.mesh.ServedModel;
import io.signet.mesh.Strain;
import io.signet.openinference.json.JsonWriter;
import io.signet.runtime.Clock;
import io.signet.statement.Assurance;
import io.signet.statement.Bytes;
import java.util.List;
import java.util.Optional;

/** The whole in a few numbers, and what is wrong. Thread-safe. */
final class Overview {
    private final ConsoleIdentity identity;
    private final NodeParts parts;
    private final Fleet fleet;
    private final Clock clock;
    private final Problems problems;
    private NodeState state = NodeState.UNKNOWN;

    Overview(ConsoleIdentity identity, NodeParts parts, Fleet fleet, Clock clock) {
        this.identity = identity;
        this.parts = parts;
        this.fleet = fleet;
        this.clock = clock;
        problems = new Problems(fleet);
    }

    /** How this node is. */
    synchronized NodeState state() {
        state = NodeState.now(parts, state, clock.wallMillis());
        return state;
    }

    /** All of it but its time, so that two can be compared. */
    Bytes timeless() {
        return Json.object(out -> write(out, clock.wallMillis()));
    }

    /** All of it. */
    Bytes json() {
        long now = clock.wallMillis();
        return Json.object(out -> {
            out.name("at").number(now);
            write(out, now);
        });
    }

    private void write(JsonWriter out, long now) {
        NodeState current = state();
        List<Peer> peers = fleet.peers();
        out.name("mesh")
                .string(identity.mesh())
                .name("node")
                .string(identity.node().toHex());
        out.name("connected").bool(current.connected()).name("member").bool(current.member());
        out.name("state").string(current.step()).name("stateSince").number(current.sinceMillis());
        out.name("assurance").string(identity.assurance());
        nodes(out, peers);
        JobBoard.Totals jobs = parts.jobs().get().map(JobBoard::totals).orElse(new JobBoard.Totals(0, 0, 0));
        out.name("jobs").beginObject().name("running").number((long) jobs.running());
        out.name("completed")
                .number(jobs.completed())
                .name("failed")
                .number(jobs.failed())
                .endObject();
        stats(out, parts.mesh().get().map(Mesh::stats));
        Problems.Found found = problems.find(current, now);
        Json.objects(out, "problems", found.gravest(), (json, problem) -> problem.write(json));
        Json.objects(out, "problemTotals", found.totals(), (json, total) -> total.write(json));
    }

    private static void nodes(JsonWriter out, List<Peer> peers) {
        List<Peer> online = peers.stream().filter(Peer::online).toList();
        out.name("nodes").beginObject();
        out.name("online").number((long) online.size());
        out.name("offline").number((long) (peers.size() - online.size()));
        out.name("strained")
                .number(online.stream().filter(p -> p.strain() != Strain.NONE).count());
        out.name("software")
                .number(online.stream()
                        .filter(p -> p.assurance() == Assurance.SOFTWARE)
                        .count());
        out.endObject();
        double rows = online.stream()
                .mapToDouble(peer -> peer.models().stream()
                        .mapToDouble(ServedModel::rowsPerSecond)
                        .max()
                        .orElse(0))
                .sum();
        out.name("rowsPerSecond").number(Math.round(rows * 10) / 10.0);
        out.name("queuedRows")
                .number(online.stream().mapToLong(Peer::queuedRows).sum());
        out.name("runningTasks")
                .number(online.stream().mapToLong(Peer::runningTasks).sum());
        out.name("tasksMax").number(online.stream().mapToLong(Peer::tasksMax).sum());
    }

    private static void stats(JsonWriter out, Optional<MeshStats> stats) {
        out.name("stats").beginObject();
        stats.ifPresent(counted -> {
            out.name("tasksServed")
                    .number(counted.tasksServed())
                    .name("tasksRefused")
                    .number(counted.tasksRefused());
            out.name("tasksSent")
                    .number(counted.tasksSent())
                    .name("tasksAnswered")
                    .number(counted.tasksAnswered());
            out.name("tasksRetried").number(counted.tasksRetried());
            out.name("answersNotBelieved").number(counted.answersNotBelieved());
            out.name("headsCosigned").number(counted.headsCosigned());
            out.name("cosignaturesReceived").number(counted.cosignaturesReceived());
        });
        out.endObject();
    }
}
