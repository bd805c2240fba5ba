package io.signet.firstboot.show;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.signet.firstboot.Display;
import io.signet.firstboot.Progress;
import io.signet.firstboot.RegistrarAddress;
import io.signet.firstboot.Step;
import io.signet.statement.Bytes;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import java.util.random.RandomGenerator;

/**
 * The box's own page until it is enrolled: what it is doing, and one form, for the registrar's address. Whoever is in the box's
 * network can see and fill it; that gives him nothing, as a registrar has to know the label's code. There is no secret on it.
 */
public final class FirstBootPage implements Display, AutoCloseable {
    private static final int BODY_BYTES_MAX = 2048;
    private static final int TOKEN_BYTES = 16;
    private static final int BACKLOG = 8;

    private final HttpServer server;
    private final Consumer<URI> typed;
    private final String token;
    private final AtomicReference<Progress> progress = new AtomicReference<>(Progress.of(Step.LOOKING_FOR_LABEL));

    private FirstBootPage(HttpServer server, Consumer<URI> typed, String token) {
        this.server = server;
        this.typed = typed;
        this.token = token;
    }

    /**
     * Shows the page.
     *
     * @param address port 0 for any free one
     * @param typed is given the address that somebody types
     * @param random a {@link java.security.SecureRandom}
     * @throws IOException if the address can't be listened on
     */
    public static FirstBootPage open(InetSocketAddress address, Consumer<URI> typed, RandomGenerator random)
            throws IOException {
        HttpServer server = HttpServer.create(address, BACKLOG);
        FirstBootPage page = new FirstBootPage(
                server, typed, Bytes.random(random, TOKEN_BYTES).toHex());
        server.createContext("/", exchange -> {
            try (exchange) {
                page.handle(exchange);
            }
        });
        server.start(); // on one thread: it serves one person at a time
        return page;
    }

    /** Where it listens. */
    public int port() {
        return server.getAddress().getPort();
    }

    @Override
    public void show(Progress now) {
        progress.set(now);
    }

    private void handle(HttpExchange exchange) throws IOException {
        String path = exchange.getRequestURI().getPath();
        if (path.equals("/") && exchange.getRequestMethod().equals("GET")) {
            send(exchange, 200, "");
        } else if (path.equals("/registrar") && exchange.getRequestMethod().equals("POST")) {
            take(exchange);
        } else {
            send(exchange, 404, "There is nothing here.");
        }
    }

    /** Only what comes from this page's own form counts: other sites' pages don't know the token. */
    private void take(HttpExchange exchange) throws IOException {
        byte[] body = exchange.getRequestBody().readNBytes(BODY_BYTES_MAX + 1);
        Map<String, String> form =
                body.length > BODY_BYTES_MAX ? Map.of() : form(new String(body, StandardCharsets.UTF_8));
        byte[] given = form.getOrDefault("token", "").getBytes(StandardCharsets.UTF_8);
        if (!MessageDigest.isEqual(given, token.getBytes(StandardCharsets.UTF_8))) {
            send(exchange, 403, "The page was an old one. Here is a new one: please type the address again.");
            return;
        }
        try {
            typed.accept(RegistrarAddress.parse(form.getOrDefault("registrar", "")));
            exchange.getResponseHeaders().set("Location", "/");
            exchange.sendResponseHeaders(303, -1);
        } catch (IllegalArgumentException e) {
            send(exchange, 400, String.valueOf(e.getMessage()));
        }
    }

    private static Map<String, String> form(String body) {
        Map<String, String> form = new HashMap<>();
        for (String pair : body.split("&")) {
            String[] parts = pair.split("=", 2);
            if (parts.length == 2) {
                try {
                    form.put(parts[0], URLDecoder.decode(parts[1], StandardCharsets.UTF_8));
                } catch (IllegalArgumentException e) {
                    return Map.of(); // no form of ours
                }
            }
        }
        return form;
    }

    private void send(HttpExchange exchange, int status, String problem) throws IOException {
        Progress now = progress.get();
        boolean asks = now.step() == Step.LOOKING_FOR_REGISTRAR;
        byte[] page = FirstBootHtml.page(now, token, problem, asks).getBytes(StandardCharsets.UTF_8);
        Map<String, String> headers = Map.of(
                "Content-Type", "text/html; charset=utf-8",
                "Content-Security-Policy", FirstBootHtml.POLICY,
                "Cache-Control", "no-store",
                "Referrer-Policy", "no-referrer",
                "X-Content-Type-Options", "nosniff");
        headers.forEach((name, value) -> exchange.getResponseHeaders().set(name, value));
        exchange.sendResponseHeaders(status, page.length);
        exchange.getResponseBody().write(page);
    }

    @Override
    public void close() {
        server.stop(0);
    }
}
