package io.signet.simulator.browser;

import com.fasterxml.jackson.jr.ob.JSON;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.WebSocket;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BiConsumer;

/** A connection to a browser by the Chrome DevTools Protocol: JSON over a web socket. */
final class DevTools {
    /** For any one answer: Chromium on a busy machine takes its time. */
    static final Duration WAIT_MAX = Duration.ofSeconds(60);

    private final AtomicInteger lastId = new AtomicInteger();
    private final Map<Integer, CompletableFuture<Map<String, Object>>> pending = new ConcurrentHashMap<>();
    private final BiConsumer<String, Map<String, Object>> events;
    private final WebSocket socket;

    /** Connects to {@code address}; {@code events} hears what the browser says by itself, by name and parameters. */
    DevTools(String address, BiConsumer<String, Map<String, Object>> events) throws IOException {
        this.events = events;
        this.socket = await(
                "a web socket",
                HttpClient.newHttpClient().newWebSocketBuilder().buildAsync(URI.create(address), new Listener()));
    }

    /** What comes within {@link #WAIT_MAX}. */
    static <T> T await(String what, CompletableFuture<T> future) throws IOException {
        try {
            return future.orTimeout(WAIT_MAX.toSeconds(), TimeUnit.SECONDS).join();
        } catch (CompletionException e) {
            throw new IOException("Chromium did not give " + what + ": " + e.getCause(), e);
        }
    }

    /** Says {@code method} to the page of {@code session} (to the browser itself if that is empty), and gives the answer. */
    Map<String, Object> send(String session, String method, Map<String, Object> params) throws IOException {
        int id = lastId.incrementAndGet();
        Map<String, Object> message = new LinkedHashMap<>(Map.of("id", id, "method", method, "params", params));
        if (!session.isEmpty()) {
            message.put("sessionId", session);
        }
        CompletableFuture<Map<String, Object>> answer = new CompletableFuture<>();
        pending.put(id, answer);
        try {
            await("room for " + method, socket.sendText(JSON.std.asString(message), true));
            return await("an answer to " + method, answer);
        } finally {
            pending.remove(id);
        }
    }

    /** Says goodbye, after which the browser ends. */
    void closeBrowser() throws IOException {
        String message = JSON.std.asString(Map.of("id", lastId.incrementAndGet(), "method", "Browser.close"));
        await("its end", socket.sendText(message, true));
    }

    /** Lets go of the connection. */
    void abort() {
        socket.abort();
    }

    private void hear(Map<String, Object> message) {
        if (message.get("id") instanceof Integer id) {
            Optional.ofNullable(pending.get(id)).ifPresent(answer -> {
                if (message.containsKey("error")) {
                    answer.completeExceptionally(new IOException("" + message.get("error")));
                } else {
                    answer.complete(map(message.getOrDefault("result", Map.of())));
                }
            });
        } else {
            events.accept("" + message.get("method"), map(message.getOrDefault("params", Map.of())));
        }
    }

    /** An object of JSON. */
    @SuppressWarnings("unchecked")
    static Map<String, Object> map(Object value) {
        return (Map<String, Object>) value;
    }

    private final class Listener implements WebSocket.Listener {
        private final StringBuilder parts = new StringBuilder();

        @Override
        public CompletionStage<?> onText(WebSocket webSocket, CharSequence data, boolean last) {
            parts.append(data);
            webSocket.request(1);
            if (last) {
                String text = parts.toString();
                parts.setLength(0);
                try {
                    hear(JSON.std.mapFrom(text));
                } catch (IOException e) {
                    events.accept("not JSON", Map.of("message", "" + e.getMessage()));
                }
            }
            return CompletableFuture.completedFuture(null);
        }

        @Override
        public void onError(WebSocket webSocket, Throwable error) {
            pending.values().forEach(answer -> answer.completeExceptionally(error));
        }
    }
}
