package io.signet.console.internal;

import io.signet.console.ConsoleLogin;
import io.signet.console.ConsolePermission;
import io.signet.console.ConsoleUser;
import io.signet.gateway.web.WebReply;
import io.signet.gateway.web.WebRequest;
import io.signet.openinference.json.JsonReader;
import io.signet.openinference.json.JsonWriter;
import io.signet.provisioning.login.BrowserSessions;
import io.signet.runtime.Clock;
import io.signet.statement.Bytes;
import io.signet.statement.MalformedException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.BooleanSupplier;

/** Logging in and out. Thread-safe. */
final class SessionPages {
    private static final int BODY_BYTES_MAX = 8 * 1024;
    private static final int TEXT_CHARS_MAX = 2048;

    private final LoginDesk desk;
    private final CertificateLogin certificates;
    private final BrowserSessions<ConsoleUser> sessions;
    private final Trail trail;
    private final ConsoleIdentity identity;
    private final Clock clock;

    SessionPages(
            LoginDesk desk,
            CertificateLogin certificates,
            BrowserSessions<ConsoleUser> sessions,
            Trail trail,
            ConsoleIdentity identity,
            Clock clock) {
        this.desk = desk;
        this.certificates = certificates;
        this.sessions = sessions;
        this.trail = trail;
        this.identity = identity;
        this.clock = clock;
    }

    /** What is asked for here. */
    List<Route> routes() {
        Route.Body json = Route.Body.json(BODY_BYTES_MAX);
        return List.of(
                new Route("GET", "/console/v1/session", Route.Access.OWN_PAGES, Route.Body.NONE, this::session),
                new Route("POST", "/console/v1/login", Route.Access.OWN_PAGES, json, this::logIn),
                new Route("POST", "/console/v1/logout", Route.Access.OWN_PAGES, json, this::logOut));
    }

    private CompletionStage<WebReply> session(Route.Call call) {
        Optional<Bytes> token = sessions.token(call.cookie());
        return CompletableFuture.completedStage(
                call.user().isPresent() && token.isPresent()
                        ? Replies.json(200, session(call.user().get(), token.get()))
                        : whoIsAsked(call.request()));
    }

    private WebReply.Whole whoIsAsked(WebRequest request) {
        ConsoleLogin login = desk.login();
        List<String> ways = new ArrayList<>();
        if (certificates.user(request.client()).isPresent()) {
            ways.add("certificate");
        }
        if (login.unavailable().isEmpty()) {
            ways.add(login.kind().name().toLowerCase(Locale.ROOT));
        }
        String reason = ways.isEmpty() ? login.unavailable().orElse("") : "log in";
        return Replies.json(401, Json.object(out -> {
            out.name("error").string(reason);
            Json.texts(out, "logins", ways);
        }));
    }

    private Bytes session(ConsoleUser user, Bytes token) {
        return Json.object(out -> {
            out.name("user").string(user.name()).name("token").string(token.toHex());
            out.name("login").string(user.login());
            permissions(out, user);
            out.name("mesh")
                    .string(identity.mesh())
                    .name("node")
                    .string(identity.node().toHex());
            out.name("name").string(identity.label()).name("version").string(identity.version());
        });
    }

    private static void permissions(JsonWriter out, ConsoleUser user) {
        Json.texts(
                out,
                "permissions",
                Arrays.stream(ConsolePermission.values())
                        .filter(user::may)
                        .map(permission -> permission.name().toLowerCase(Locale.ROOT))
                        .toList());
    }

    private CompletionStage<WebReply> logIn(Route.Call call) {
        return CompletableFuture.completedStage(logIn(call.request()));
    }

    private WebReply.Whole logIn(WebRequest request) {
        Given given;
        try {
            given = Given.read(request.body());
        } catch (MalformedException e) {
            return Replies.error(400, "a login is {\"user\":TEXT,\"password\":TEXT}: " + e.getMessage());
        }
        Optional<ConsoleUser> certified = certificates.user(request.client());
        if (given.password.length == 0 && certified.isPresent()) {
            return open(certified.get(), certificates.holds(request.client()), request.address());
        }
        LoginDesk.Result result;
        try {
            result = desk.attempt(given.user, given.password, request.address());
        } finally {
            Arrays.fill(given.password, '\0');
        }
        if (result instanceof LoginDesk.Result.Welcome welcome) {
            return open(welcome.user(), welcome.holds(), request.address());
        }
        LoginDesk.Result.No no = (LoginDesk.Result.No) result;
        if (no.wrong()) {
            note(given.user, request.address(), TrailEntry.Action.LOGIN_REFUSED, "");
        }
        return Replies.error(no.status(), no.reason());
    }

    private WebReply.Whole open(ConsoleUser user, BooleanSupplier holds, String address) {
        BrowserSessions.Secrets secrets = sessions.open(user, holds);
        note(user.name(), address, TrailEntry.Action.LOGIN, user.login());
        return Replies.json(200, session(user, secrets.token()), Map.of("Set-Cookie", Cookies.set(secrets.cookie())));
    }

    private CompletionStage<WebReply> logOut(Route.Call call) {
        sessions.close(call.cookie());
        call.user().ifPresent(user -> note(user.name(), call.request().address(), TrailEntry.Action.LOGOUT, ""));
        return CompletableFuture.completedStage(
                Replies.json(200, Json.object(out -> {}), Map.of("Set-Cookie", Cookies.forget())));
    }

    private void note(String user, String address, TrailEntry.Action action, String detail) {
        trail.add(new TrailEntry(clock.wallMillis(), user, address, action, detail));
    }

    /** What somebody gave to log in. */
    private static final class Given {
        private final String user;
        private final char[] password;

        private Given(String user, char[] password) {
            this.user = user;
            this.password = password;
        }

        static Given read(Bytes body) throws MalformedException {
            JsonReader in = new JsonReader(body.toArray());
            String user = "";
            char[] password = {};
            in.beginObject();
            for (Optional<String> name = in.nextName(); name.isPresent(); name = in.nextName()) {
                switch (name.get()) {
                    case "user" -> user = in.readString(TEXT_CHARS_MAX);
                    case "password" -> password = in.readString(TEXT_CHARS_MAX).toCharArray();
                    default -> throw in.malformed("nothing is called '" + name.get() + "' here");
                }
            }
            in.expectEnd();
            return new Given(user, password);
        }
    }
}
