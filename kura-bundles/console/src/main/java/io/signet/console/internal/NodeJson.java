package io.signet.console.internal;

import io.signet.mesh.Peer;
import io.signet.mesh.PlacedJob;
import io.signet.openinference.json.JsonWriter;
import java.util.Locale;

/** Nodes and jobs as the pages get them. */
final class NodeJson {
    private NodeJson() {}

    /** The members of a node's object. */
    static void write(JsonWriter out, Peer peer, boolean self) {
        out.name("id").string(peer.node().toHex()).name("owner").string(peer.owner());
        out.name("assurance").string(peer.assurance().label()).name("self").bool(self);
        out.name("online").bool(peer.online()).name("accepting").bool(peer.accepting());
        out.name("strain").string(peer.strain().name().toLowerCase(Locale.ROOT));
        Json.objects(out, "models", peer.models(), (json, model) -> {
            json.name("name")
                    .string(model.name())
                    .name("package")
                    .string(model.packagePrefix().toHex());
            json.name("rowsPerSecond").number(model.rowsPerSecond());
        });
        out.name("queuedRows").number((long) peer.queuedRows());
        out.name("runningTasks").number((long) peer.runningTasks());
        out.name("tasksMax").number((long) peer.tasksMax());
        out.name("freeMemoryMib").number(peer.freeMemoryMib());
        out.name("latencyMs").number(Math.round(peer.latencyMillis() * 10) / 10.0);
        out.name("reportAgeMs").number(peer.reportAgeMillis());
        peer.log().ifPresent(log -> out.name("log").string(log.url()));
        peer.gateway().ifPresent(gateway -> out.name("gateway").string(gateway.toString()));
    }

    /** The same but for what changes by the mere passing of time. */
    static Peer timeless(Peer peer) {
        return new Peer(
                peer.node(),
                peer.owner(),
                peer.assurance(),
                peer.online(),
                peer.accepting(),
                peer.models(),
                peer.queuedRows(),
                peer.runningTasks(),
                peer.tasksMax(),
                peer.freeMemoryMib(),
                peer.strain(),
                peer.latencyMillis(),
                0,
                peer.log(),
                peer.gateway());
    }

    /** The members of a job's object. */
    static void write(JsonWriter out, PlacedJob job) {
        out.name("id").string(job.id()).name("model").string(job.model());
        out.name("rows").number(job.rows()).name("rowsDone").number(job.rowsDone());
        out.name("state").string(job.state().name().toLowerCase(Locale.ROOT));
        out.name("startedAt").number(job.startedMillis());
        job.endedMillis().ifPresent(at -> out.name("endedAt").number(at));
        out.name("reason").string(job.reason()).name("retries").number((long) job.retries());
        Json.objects(out, "parts", job.parts(), (json, part) -> {
            json.name("node").string(part.node().toHex()).name("from").number(part.from());
            json.name("rows").number((long) part.rows()).name("ms").number(part.millis());
            json.name("state").string(part.state().name().toLowerCase(Locale.ROOT));
        });
    }
}
