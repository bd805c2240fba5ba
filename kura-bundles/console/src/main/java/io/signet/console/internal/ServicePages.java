package io.signet.console.internal;

import io.signet.gateway.web.WebReply;
import io.signet.statement.Bytes;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/** What programs ask: whether the node is well, its numbers, and what else can be asked. Thread-safe. */
final class ServicePages {
    private static final String DESCRIPTION = "/io/signet/console/openapi.json";

    private final Overview overview;
    private final Metrics metrics;
    private final Bytes description;

    ServicePages(Overview overview, Metrics metrics) {
        this.overview = overview;
        this.metrics = metrics;
        this.description = description();
    }

    private static Bytes description() {
        try (InputStream in = ServicePages.class.getResourceAsStream(DESCRIPTION)) {
            if (in == null) {
                throw new IllegalStateException("the console's description is not in its bundle");
            }
            return Bytes.copyOf(in.readAllBytes());
        } catch (IOException e) {
            throw new UncheckedIOException("the console's description can't be read", e);
        }
    }

    /** What is asked for here. */
    List<Route> routes() {
        Route.Access anyone = Route.Access.ANYONE;
        Route.Body none = Route.Body.NONE;
        return List.of(
                new Route("GET", "/console/v1/openapi.json", anyone, none, call -> json(200, description)),
                new Route("GET", "/health/live", anyone, none, call -> json(200, state("live", true))),
                new Route("GET", "/health/ready", anyone, none, call -> ready()),
                new Route("GET", "/metrics", Route.Access.METRICS, none, call -> metrics()));
    }

    private static CompletionStage<WebReply> json(int status, Bytes json) {
        return CompletableFuture.completedStage(Replies.json(status, json));
    }

    private static Bytes state(String name, boolean value) {
        return Json.object(out -> out.name(name).bool(value));
    }

    private CompletionStage<WebReply> ready() {
        NodeState now = overview.state();
        boolean ready = now.connected() && now.step().equals("answering");
        return json(ready ? 200 : 503, state("ready", ready));
    }

    private CompletionStage<WebReply> metrics() {
        return CompletableFuture.completedStage(new WebReply.Whole(
                200,
                Replies.headers(Map.of("Content-Type", Metrics.CONTENT_TYPE, "Cache-Control", "no-store")),
                metrics.text()));
    }
}
