package io.signet.simulator.report;

import com.fasterxml.jackson.jr.ob.JSON;
import java.io.BufferedReader;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.WebSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;

/** A headless Chromium with one page, driven by the Chrome DevTools Protocol. */
public final class Chromium implements AutoCloseable {
    private static final Duration WAIT_MAX = Duration.ofSeconds(60);
    private static final List<String> NAMES = List.of("chromium", "chromium-browser", "google-chrome");
    /** Of keys that do something by themselves. */
    private static final Map<String, Integer> CODES = Map.of("Tab", 9, "Enter", 13, " ", 32, "Escape", 27);

    private static final String LISTENING = "DevTools listening on ";

    /** A window: how wide and high in CSS pixels, and in which colours. */
    public record Window(int width, int height, boolean dark) {}

    private final Process process;
    private final WebSocket socket;
    private final String session;
    private final AtomicInteger lastId = new AtomicInteger();
    private final Map<Integer, CompletableFuture<Map<String, Object>>> pending = new ConcurrentHashMap<>();
    private final List<String> complaints = new CopyOnWriteArrayList<>();
    private final List<String> requests = new CopyOnWriteArrayList<>();
    private volatile CompletableFuture<Void> loaded = new CompletableFuture<>();

    private Chromium(Process process, String address) throws Exception {
        this.process = process;
        this.socket = HttpClient.newHttpClient()
                .newWebSocketBuilder()
                .buildAsync(URI.create(address), new Listener())
                .get(WAIT_MAX.toSeconds(), TimeUnit.SECONDS);
        Object target =
                send("", "Target.createTarget", Map.of("url", "about:blank")).get("targetId");
        this.session = (String) send("", "Target.attachToTarget", Map.of("targetId", target, "flatten", true))
                .get("sessionId");
        for (String domain : List.of("Page", "Runtime", "Log", "Network")) {
            send(domain + ".enable", Map.of());
        }
    }

    /** Starts one whose files are in {@code directory}. */
    public static Chromium start(Path directory) throws Exception {
        Process process = new ProcessBuilder(
                        executable().toString(),
                        "--headless=new",
                        "--no-sandbox", // root has none
                        "--remote-debugging-port=0",
                        "--user-data-dir=" + directory.resolve("profile"),
                        "--disable-gpu",
                        "--disable-dev-shm-usage",
                        "--hide-scrollbars",
                        "--no-first-run",
                        "--disable-breakpad",
                        "about:blank")
                .redirectErrorStream(true)
                .start();
        try {
            return new Chromium(process, address(process));
        } catch (Exception e) {
            process.destroyForcibly();
            throw e;
        }
    }

    private static Path executable() {
        return Stream.of(System.getenv("PATH").split(":"))
                .flatMap(directory -> NAMES.stream().map(name -> Path.of(directory, name)))
                .filter(Files::isExecutable)
                .findFirst()
                .orElseThrow(() -> new AssertionError("no Chromium on this machine: none of " + NAMES
                        + " is on PATH; './signet test' installs it, or install the package 'chromium'"));
    }

    /** The address that it prints once it listens; the rest of what it prints is read off so that it never blocks. */
    private static String address(Process process) throws Exception {
        CompletableFuture<String> address = new CompletableFuture<>();
        Thread reader = new Thread(
                () -> {
                    List<String> said = new ArrayList<>();
                    try (BufferedReader lines = process.inputReader(StandardCharsets.UTF_8)) {
                        for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                            if (line.startsWith(LISTENING)) {
                                address.complete(line.substring(LISTENING.length()));
                            } else if (!address.isDone()) {
                                said.add(line);
                            }
                        }
                    } catch (IOException e) {
                        said.add(e.toString());
                    }
                    address.completeExceptionally(new IOException("Chromium ended at once, and said " + said));
                },
                "chromium-output");
        reader.setDaemon(true);
        reader.start();
        return address.get(WAIT_MAX.toSeconds(), TimeUnit.SECONDS);
    }

    /** Believes every server's certificate from now on: the browser has no owner's among those that it trusts. */
    public void trustEveryServer() throws Exception {
        send("Security.setIgnoreCertificateErrors", Map.of("ignore", true));
    }

    /** Types {@code text} into what has the focus. */
    public void type(String text) throws Exception {
        send("Input.insertText", Map.of("text", text));
    }

    /** Opens {@code page} in {@code window}; what was complained of before is forgotten. */
    void open(Path page, Window window) throws Exception {
        open(page.toUri(), window);
    }

    /** The same with a page that a server has. */
    public void open(URI page, Window window) throws Exception {
        complaints.clear();
        requests.clear();
        send(
                "Emulation.setDeviceMetricsOverride",
                Map.of(
                        "width",
                        window.width(),
                        "height",
                        window.height(),
                        "deviceScaleFactor",
                        1,
                        "mobile",
                        window.width() < 600));
        send(
                "Emulation.setEmulatedMedia",
                Map.of(
                        "features",
                        List.of(Map.of("name", "prefers-color-scheme", "value", window.dark() ? "dark" : "light"))));
        loaded = new CompletableFuture<>();
        send("Page.navigate", Map.of("url", page.toString()));
        loaded.get(WAIT_MAX.toSeconds(), TimeUnit.SECONDS);
    }

    /** The value of a JavaScript expression. */
    public Object evaluate(String expression) throws Exception {
        Map<String, Object> answer = send("Runtime.evaluate", Map.of("expression", expression, "returnByValue", true));
        if (answer.containsKey("exceptionDetails")) {
            throw new AssertionError(expression + " threw " + answer.get("exceptionDetails"));
        }
        return map(answer.get("result")).getOrDefault("value", "undefined");
    }

    /** Moves the pointer to a place in the window. */
    public void point(double x, double y) throws Exception {
        send("Input.dispatchMouseEvent", Map.of("type", "mouseMoved", "x", x, "y", y));
    }

    /** Presses and releases a key, by its name in DOM. */
    public void press(String key) throws Exception {
        Optional<Integer> code = Optional.ofNullable(CODES.get(key));
        Map<String, Object> down = new LinkedHashMap<>(Map.of("type", "keyDown", "key", key));
        code.ifPresent(number -> down.put("windowsVirtualKeyCode", number));
        if ("Enter".equals(key)) {
            down.put("text", "\r"); // else nothing is pressed or sent by it
        }
        if (" ".equals(key)) {
            down.put("text", " ");
        }
        send("Input.dispatchKeyEvent", down);
        Map<String, Object> up = new LinkedHashMap<>(Map.of("type", "keyUp", "key", key));
        code.ifPresent(number -> up.put("windowsVirtualKeyCode", number));
        send("Input.dispatchKeyEvent", up);
    }

    /** Chooses {@code file} in the input that {@code selector} names, as a person does in the dialog for files. */
    public void choose(String selector, Path file) throws Exception {
        Object root =
                map(send("DOM.getDocument", Map.of("depth", 0)).get("root")).get("nodeId");
        Object input = send("DOM.querySelector", Map.of("nodeId", root, "selector", selector))
                .get("nodeId");
        send(
                "DOM.setFileInputFiles",
                Map.of("nodeId", input, "files", List.of(file.toAbsolutePath().toString())));
    }

    /** Writes a picture of the whole page. */
    public void screenshot(Path file) throws Exception {
        Object data = send("Page.captureScreenshot", Map.of("captureBeyondViewport", true))
                .get("data");
        Files.createDirectories(file.toAbsolutePath().getParent());
        Files.write(file, Base64.getDecoder().decode((String) data));
    }

    /** Errors and warnings of the page's console, exceptions, and refusals of its policy. */
    public List<String> complaints() {
        return List.copyOf(complaints);
    }

    /** Addresses that the page has asked for. */
    public List<String> requests() {
        return List.copyOf(requests);
    }

    private Map<String, Object> send(String method, Map<String, Object> params) throws Exception {
        return send(session, method, params);
    }

    private Map<String, Object> send(String toSession, String method, Map<String, Object> params) throws Exception {
        int id = lastId.incrementAndGet();
        Map<String, Object> message = new LinkedHashMap<>(Map.of("id", id, "method", method, "params", params));
        if (!toSession.isEmpty()) {
            message.put("sessionId", toSession);
        }
        CompletableFuture<Map<String, Object>> answer = new CompletableFuture<>();
        pending.put(id, answer);
        try {
            socket.sendText(JSON.std.asString(message), true).get(WAIT_MAX.toSeconds(), TimeUnit.SECONDS);
            return answer.get(WAIT_MAX.toSeconds(), TimeUnit.SECONDS);
        } catch (ExecutionException | TimeoutException e) {
            throw new AssertionError("Chromium did not answer to " + method, e);
        }
    }

    private void heard(Map<String, Object> message) {
        if (message.get("id") instanceof Integer id) {
            Optional.ofNullable(pending.remove(id)).ifPresent(answer -> {
                if (message.containsKey("error")) {
                    answer.completeExceptionally(new IOException("" + message.get("error")));
                } else {
                    answer.complete(map(message.get("result")));
                }
            });
            return;
        }
        Map<String, Object> params = map(message.getOrDefault("params", Map.of()));
        switch ((String) message.get("method")) {
            case "Page.loadEventFired" -> loaded.complete(null);
            case "Runtime.exceptionThrown" -> complaints.add("" + params.get("exceptionDetails"));
            case "Runtime.consoleAPICalled" -> complaints.add(params.get("type") + ": " + params.get("args"));
            case "Log.entryAdded" -> complaints.add("" + params.get("entry"));
            case "Network.requestWillBeSent" ->
                requests.add("" + map(params.get("request")).get("url"));
            default -> {} // the protocol tells of much else
        }
    }

    @SuppressWarnings("unchecked")
    private static Map<String, Object> map(Object value) {
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
                    heard(JSON.std.mapFrom(text));
                } catch (IOException e) {
                    complaints.add("not JSON: " + e.getMessage());
                }
            }
            return CompletableFuture.completedFuture(null);
        }

        @Override
        public void onError(WebSocket webSocket, Throwable error) {
            pending.values().forEach(answer -> answer.completeExceptionally(error));
        }
    }

    /** Asks it to end, so that nothing writes to its directory any more. */
    @Override
    public void close() throws IOException {
        String message = JSON.std.asString(Map.of("id", lastId.incrementAndGet(), "method", "Browser.close"));
        try {
            socket.sendText(message, true)
                    .orTimeout(WAIT_MAX.toSeconds(), TimeUnit.SECONDS)
                    .join();
            process.onExit().orTimeout(WAIT_MAX.toSeconds(), TimeUnit.SECONDS).join();
        } finally {
            process.descendants().forEach(ProcessHandle::destroyForcibly);
            process.destroyForcibly();
            socket.abort();
        }
    }
}
