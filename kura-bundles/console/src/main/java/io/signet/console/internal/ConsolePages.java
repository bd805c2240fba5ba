package io.signet.console.internal;

import io.signet.console.ConsolePermission;
import io.signet.console.ConsoleUser;
import io.signet.gateway.web.WebAdmission;
import io.signet.gateway.web.WebPages;
import io.signet.gateway.web.WebReply;
import io.signet.gateway.web.WebRequest;
import io.signet.provisioning.login.BrowserSessions;
import io.signet.statement.Bytes;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Predicate;

/**
 * Takes requests to where they are answered. What changes anything counts only with the session's cookie and its token, which other
 * sites can't send, and only if the browser does not say that it comes from elsewhere. Thread-safe.
 */
final class ConsolePages implements WebPages {
    private static final String API = "/console/v1/";
    private static final String PAGES = "/console/";
    private static final String TOKEN_HEADER = "Signet-Session";
    /** A page sends it with what it asks by itself. */
    private static final String BACKGROUND_HEADER = "Signet-Background";

    /** A browser opens the stream of events again by itself, and can send no header of ours with that. */
    private static final String EVENTS = API + "events";

    private static final Set<String> READING = Set.of("GET", "HEAD");

    private final List<Route> routes;
    private final StaticFiles files;
    private final BrowserSessions<ConsoleUser> sessions;
    private final Predicate<WebRequest> readsMetrics;

    /** @param readsMetrics whether a request has the token of a program that reads metrics */
    ConsolePages(
            List<Route> routes,
            StaticFiles files,
            BrowserSessions<ConsoleUser> sessions,
            Predicate<WebRequest> readsMetrics) {
        this.routes = List.copyOf(routes);
        this.files = files;
        this.sessions = sessions;
        this.readsMetrics = readsMetrics;
    }

    /** What a request comes to. */
    private sealed interface Decision {
        record Reply(WebReply.Whole reply) implements Decision {}

        record Go(Route route, Route.Call call) implements Decision {}
    }

    @Override
    public WebAdmission admit(WebRequest head) {
        Decision decision = decide(head);
        if (decision instanceof Decision.Go go) {
            return new WebAdmission.Admitted(go.route().body().bytesMax());
        }
        return new WebAdmission.Refused(((Decision.Reply) decision).reply());
    }

    @Override
    public CompletionStage<WebReply> answer(WebRequest request) {
        Decision decision = decide(request); // again: the session may have ended while the body came
        if (decision instanceof Decision.Go go) {
            return go.route().handler().answer(go.call());
        }
        return CompletableFuture.completedStage(((Decision.Reply) decision).reply());
    }

    private Decision decide(WebRequest request) {
        String path = request.path();
        List<Route> there =
                routes.stream().filter(route -> route.match(path).isPresent()).toList();
        if (!there.isEmpty()) {
            return decide(request, there);
        }
        if (!READING.contains(request.method())) {
            return error(404, "there is nothing here");
        }
        if (path.equals("/") || path.equals("/console")) {
            return new Decision.Reply(new WebReply.Whole(303, Replies.headers(Map.of("Location", PAGES)), Bytes.EMPTY));
        }
        return path.startsWith(API)
                ? error(404, "there is nothing here; GET /console/v1/openapi.json tells what there is")
                : new Decision.Reply(files.find(request)
                        .orElseGet(() -> Replies.error(404, "there is nothing here; the console is at /console/")));
    }

    private static Decision error(int status, String reason) {
        return new Decision.Reply(Replies.error(status, reason));
    }

    private Decision decide(WebRequest request, List<Route> there) {
        Optional<Route> found = there.stream()
                .filter(one -> one.method().equals(request.method()))
                .findFirst();
        if (found.isEmpty()) {
            String taken = String.join(", ", there.stream().map(Route::method).toList());
            return new Decision.Reply(Replies.json(
                    405,
                    Json.text("error", "this takes " + taken + ", not " + request.method()),
                    Map.of("Allow", taken)));
        }
        Route route = found.get();
        Bytes cookie = Cookies.of(request);
        Optional<ConsoleUser> user = isByItself(route, request) ? sessions.look(cookie) : sessions.who(cookie);
        return refuse(route, request, user, cookie)
                .<Decision>map(Decision.Reply::new)
                .orElseGet(() -> new Decision.Go(
                        route,
                        new Route.Call(request, route.match(request.path()).orElse(""), user, cookie)));
    }

    /** Whether a page asks by itself, and no person had it ask: that does not make a session last. */
    private static boolean isByItself(Route route, WebRequest request) {
        return READING.contains(request.method())
                && (route.path().equals(EVENTS)
                        || request.header(BACKGROUND_HEADER).isPresent());
    }

    private Optional<WebReply.Whole> refuse(Route route, WebRequest request, Optional<ConsoleUser> user, Bytes cookie) {
        if (route.access() == Route.Access.ANYONE
                || (route.access() == Route.Access.METRICS && readsMetrics.test(request))) {
            return Optional.empty();
        }
        if (isForeign(request)) {
            return Optional.of(Replies.error(403, "only the console's own pages ask here, not those of another site"));
        }
        if (route.access() != Route.Access.OWN_PAGES) {
            if (user.isEmpty()) {
                return Optional.of(
                        Replies.error(401, "you are not logged in, or did nothing for a quarter of an hour: log in"));
            }
            boolean reads = READING.contains(request.method());
            if (!reads && !sessions.admits(cookie, Cookies.secret(request.header(TOKEN_HEADER)))) {
                return Optional.of(Replies.error(403, "the request lacks the session's token: load the page again"));
            }
            ConsolePermission needed =
                    route.access() == Route.Access.CHANGE ? ConsolePermission.CHANGE : ConsolePermission.READ;
            if (!user.get().may(needed)) {
                return Optional.of(Replies.error(403, "you may not do this: ask for leave to change"));
            }
        }
        String type = request.header("Content-Type").orElse("").split(";", 2)[0].strip();
        boolean fits = route.body().bytesMax() == 0
                || type.equalsIgnoreCase(route.body().type());
        return fits
                ? Optional.empty()
                : Optional.of(Replies.error(415, "send " + route.body().type()));
    }

    /** Whether a browser says that another site has it ask (Fetch Metadata; RFC 6454). */
    private static boolean isForeign(WebRequest request) {
        boolean reads = READING.contains(request.method());
        boolean site = request.header("Sec-Fetch-Site")
                .filter(said -> !said.equals("same-origin") && !(reads && said.equals("none")))
                .isPresent();
        String own = "https://" + request.header("Host").orElse("");
        return site
                || request.header("Origin").filter(said -> !said.equals(own)).isPresent();
    }
}
