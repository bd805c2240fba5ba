package io.signet.cli.bench;

import com.fasterxml.jackson.jr.ob.JSON;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.signet.console.ConsoleUser;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.stream.IntStream;

/** Gives a browser the console's pages, and answers what they ask as a node does that has looked everything up before. */
final class ConsoleStandIn implements AutoCloseable {
    private static final String WEB = "/io/signet/console/web/";
    private static final String PAGES = "/console/";
    private static final String API = "/console/v1/";
    /** A browser has six connections, one of which waits for events. */
    private static final int THREADS = 8;

    private static final Map<String, String> TYPES = Map.of(
            "html", "text/html; charset=utf-8",
            "js", "text/javascript; charset=utf-8",
            "css", "text/css; charset=utf-8",
            "json", "application/json",
            "svg", "image/svg+xml");

    private final HttpServer server;
    private final ExecutorService threads;
    private final byte[] session;
    private final byte[] nodes;

    private ConsoleStandIn(HttpServer server, ExecutorService threads, int count) throws IOException {
        this.server = server;
        this.threads = threads;
        this.session = json(Map.of(
                "user",
                "owner",
                "token",
                "none",
                "login",
                "password",
                "permissions",
                List.of("read"),
                "mesh",
                "benchmark",
                "node",
                id(1),
                "name",
                "",
                "version",
                ""));
        this.nodes = json(Map.of(
                "at",
                System.currentTimeMillis(),
                "nodes",
                IntStream.rangeClosed(1, count).mapToObj(ConsoleStandIn::node).toList()));
    }

    /** Starts one with so many nodes, for this machine only. */
    static ConsoleStandIn start(int count) throws IOException {
        HttpServer server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        ExecutorService threads = Executors.newFixedThreadPool(THREADS, task -> {
            Thread thread = new Thread(task, "console-stand-in");
            thread.setDaemon(true);
            return thread;
        });
        ConsoleStandIn standIn = new ConsoleStandIn(server, threads, count);
        server.setExecutor(threads);
        server.createContext(API, standIn::answer);
        server.createContext(PAGES, ConsoleStandIn::file);
        server.start();
        return standIn;
    }

    /** The list of nodes. */
    URI page() {
        return URI.create("http://localhost:" + server.getAddress().getPort() + PAGES + "nodes");
    }

    private static String id(int number) {
        return String.format("%032x", number * 0x9E3779B97F4A7C15L);
    }

    private static Map<String, Object> node(int number) {
        return Map.ofEntries(
                Map.entry("id", id(number)),
                Map.entry("owner", "Benchmark"),
                Map.entry("assurance", "tpm2"),
                Map.entry("self", number == 1),
                Map.entry("online", true),
                Map.entry("accepting", true),
                Map.entry("strain", "none"),
                Map.entry(
                        "models",
                        List.of(Map.of("name", "digits", "package", "0123456789abcdef", "rowsPerSecond", 800))),
                Map.entry("queuedRows", number % 50),
                Map.entry("runningTasks", number % 8),
                Map.entry("tasksMax", 8),
                Map.entry("freeMemoryMib", 4_000),
                Map.entry("latencyMs", 12.5),
                Map.entry("reportAgeMs", 800));
    }

    private static byte[] json(Object value) throws IOException {
        return JSON.std.asString(value).getBytes(StandardCharsets.UTF_8);
    }

    private void answer(HttpExchange exchange) throws IOException {
        switch (exchange.getRequestURI().getPath().substring(API.length())) {
            case "session" -> give(exchange, 200, "application/json", session);
            case "nodes" -> give(exchange, 200, "application/json", nodes);
            case "events" -> events(exchange);
            default -> give(exchange, 404, "application/json", json(Map.of("error", "this is not measured here")));
        }
    }

    /** The stream's beginning, which has all nodes; nothing changes after it. */
    private void events(HttpExchange exchange) throws IOException {
        exchange.getResponseHeaders().set("Content-Type", "text/event-stream");
        exchange.sendResponseHeaders(200, 0);
        exchange.getResponseBody().write("retry: 3000\n\nevent: nodes\ndata: ".getBytes(StandardCharsets.UTF_8));
        exchange.getResponseBody().write(nodes);
        exchange.getResponseBody().write("\n\n".getBytes(StandardCharsets.UTF_8));
        exchange.getResponseBody().flush(); // and left open: closing it would have the page come again
    }

    private static void file(HttpExchange exchange) throws IOException {
        String path = exchange.getRequestURI().getPath().substring(PAGES.length());
        String name = path.contains(".") ? path : "index.html";
        Optional<byte[]> bytes = read(name);
        if (bytes.isEmpty()) {
            give(exchange, 404, "text/plain", new byte[0]);
        } else {
            String type = TYPES.getOrDefault(name.substring(name.lastIndexOf('.') + 1), "text/plain");
            give(exchange, 200, type, bytes.get());
        }
    }

    private static Optional<byte[]> read(String name) throws IOException {
        try (InputStream in = ConsoleUser.class.getResourceAsStream(WEB + name)) {
            return in == null ? Optional.empty() : Optional.of(in.readAllBytes());
        }
    }

    private static void give(HttpExchange exchange, int status, String type, byte[] body) throws IOException {
        exchange.getResponseHeaders().set("Content-Type", type);
        exchange.sendResponseHeaders(status, body.length == 0 ? -1 : body.length);
        exchange.getResponseBody().write(body);
        exchange.close();
    }

    @Override
    public void close() {
        server.stop(0);
        threads.shutdownNow();
    }
}
