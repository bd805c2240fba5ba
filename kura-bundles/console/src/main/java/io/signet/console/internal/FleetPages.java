package io.signet.console.internal;

import io.signet.attestation.NodeLog;
import io.signet.gateway.web.WebEvents;
import io.signet.gateway.web.WebReply;
import io.signet.mesh.ChallengeResult;
import io.signet.mesh.Mesh;
import io.signet.mesh.Peer;
import io.signet.openinference.json.JsonWriter;
import io.signet.runtime.Clock;
import io.signet.statement.Bytes;
import io.signet.statement.NodeId;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Function;
import java.util.function.Supplier;

/** The mesh: its nodes, its jobs, and what happens there as it happens. Thread-safe. */
final class FleetPages {
    private static final Duration CHALLENGE_MAX = Duration.ofSeconds(20);
    private static final int BODY_BYTES_MAX = 1024;

    private final ConsoleIdentity identity;
    private final NodeParts parts;
    private final Fleet fleet;
    private final Overview overview;
    private final EventHub hub;
    private final Supplier<Bytes> first;
    private final Trail trail;
    private final Clock clock;

    /** @param first what a new listener is told */
    FleetPages(
            ConsoleIdentity identity,
            NodeParts parts,
            Fleet fleet,
            Overview overview,
            EventHub hub,
            Supplier<Bytes> first,
            Trail trail,
            Clock clock) {
        this.identity = identity;
        this.parts = parts;
        this.fleet = fleet;
        this.overview = overview;
        this.hub = hub;
        this.first = first;
        this.trail = trail;
        this.clock = clock;
    }

    /** What is asked for here. */
    List<Route> routes() {
        Route.Access read = Route.Access.READ;
        Route.Body none = Route.Body.NONE;
        return List.of(
                new Route("GET", "/console/v1/overview", read, none, call -> json(overview.json())),
                new Route("GET", "/console/v1/nodes", read, none, call -> json(nodes())),
                new Route("GET", "/console/v1/nodes/{id}", read, none, call -> json(call.parameter(), this::node)),
                new Route(
                        "POST",
                        "/console/v1/nodes/{id}/challenge",
                        Route.Access.CHANGE,
                        Route.Body.json(BODY_BYTES_MAX),
                        this::challenge),
                new Route("GET", "/console/v1/jobs", read, none, call -> json(jobs())),
                new Route("GET", "/console/v1/trail", read, none, call -> json(trail())),
                new Route("GET", "/console/v1/events", read, none, this::events));
    }

    private static CompletionStage<WebReply> json(Bytes json) {
        return CompletableFuture.completedStage(Replies.json(200, json));
    }

    private CompletionStage<WebReply> json(String id, Function<Peer, Bytes> page) {
        return CompletableFuture.completedStage(find(id).<WebReply>map(peer -> Replies.json(200, page.apply(peer)))
                .orElseGet(() -> Replies.error(404, "this node knows no node of that id")));
    }

    private Optional<Peer> find(String id) {
        return fleet.peers().stream()
                .filter(peer -> peer.node().toHex().equals(id))
                .findFirst();
    }

    private void write(JsonWriter out, Peer peer) {
        NodeJson.write(out, peer, peer.node().equals(identity.node()));
    }

    private Bytes nodes() {
        return Json.object(out -> {
            out.name("at").number(clock.wallMillis());
            Json.objects(out, "nodes", fleet.peers(), this::write);
        });
    }

    private Bytes node(Peer peer) {
        Fleet.Memory memory = fleet.memory(peer.node());
        return Json.object(out -> {
            long now = clock.wallMillis();
            out.name("at").number(now).name("node").beginObject();
            write(out, peer);
            out.endObject().name("history").beginObject();
            fleet.history(peer.node(), out, now);
            out.endObject();
            Json.objects(out, "events", memory.events(), (json, event) -> event.write(json));
            memory.checked().ifPresent(checked -> EvidenceJson.write(out, checked));
            if (peer.node().equals(identity.node())) {
                parts.log().get().ifPresent(log -> logHead(out, log));
            }
        });
    }

    private static void logHead(JsonWriter out, NodeLog log) {
        out.name("logHead").beginObject().name("size").number(log.head().size());
        out.name("root").string(log.head().root().toHex());
        out.name("at").number(log.head().timeMillis());
        out.endObject();
    }

    private CompletionStage<WebReply> challenge(Route.Call call) {
        Optional<Peer> peer = find(call.parameter());
        Optional<Mesh> mesh = parts.mesh().get();
        if (peer.isEmpty() || mesh.isEmpty()) {
            return CompletableFuture.completedStage(
                    peer.isEmpty()
                            ? Replies.error(404, "this node knows no node of that id")
                            : Replies.error(503, "this node is not in its mesh"));
        }
        NodeId node = peer.get().node();
        trail.add(new TrailEntry(
                clock.wallMillis(),
                call.who().name(),
                call.request().address(),
                TrailEntry.Action.CHALLENGE,
                node.toHex()));
        return mesh.get().challenge(node, CHALLENGE_MAX).thenApply(result -> {
            Fleet.Checked checked = new Fleet.Checked(clock.wallMillis(), result);
            if (result instanceof ChallengeResult.Answered) {
                fleet.checked(node, checked);
            }
            return Replies.json(200, Json.object(out -> EvidenceJson.verdict(out, checked)));
        });
    }

    private Bytes jobs() {
        return Json.object(out -> {
            out.name("at").number(clock.wallMillis());
            Json.objects(
                    out,
                    "jobs",
                    parts.jobs().get().map(board -> board.jobsSince(0)).orElse(List.of()),
                    NodeJson::write);
        });
    }

    private Bytes trail() {
        return Json.object(
                out -> Json.objects(out, "entries", trail.newestFirst(), (json, entry) -> entry.write(json)));
    }

    private CompletionStage<WebReply> events(Route.Call call) {
        Optional<WebEvents> place = hub.join(call.cookie(), first);
        return CompletableFuture.completedStage(place.<WebReply>map(
                        events -> new WebReply.Events(Replies.headers(Map.of("Cache-Control", "no-store")), events))
                .orElseGet(() -> Replies.error(
                        503,
                        "all " + EventHub.LISTENERS_MAX
                                + " places for who looks on are taken: close pages elsewhere")));
    }
}
