package io.signet.simulator.browser;

import static io.signet.simulator.browser.DevTools.map;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;

/**
 * A headless Chromium with one page, driven by the Chrome DevTools Protocol. One thread drives it; each call waits for its
 * answer, a minute at most, and throws {@link IOException} if there is none.
 */
public final class Chromium implements AutoCloseable {
    /** Of keys that do something by themselves. */
    private static final Map<String, Integer> CODES = Map.of(
            "Tab",
            9,
            "Enter",
            13,
            " ",
            32,
            "Escape",
            27,
            "ArrowLeft",
            37,
            "ArrowUp",
            38,
            "ArrowRight",
            39,
            "ArrowDown",
            40);

    private static final int PHONE_WIDTH_MAX = 600;

    private final Process process;
    private final DevTools tools;
    private final String session;
    private final List<String> complaints = new CopyOnWriteArrayList<>();
    private final List<String> requests = new CopyOnWriteArrayList<>();
    private volatile CompletableFuture<Boolean> loaded = new CompletableFuture<>();

    private Chromium(Process process) throws IOException {
        this.process = process;
        this.tools = new DevTools(BrowserProcess.address(process), this::hear);
        Object target = tools.send("", "Target.createTarget", Map.of("url", "about:blank"))
                .get("targetId");
        this.session = ""
                + tools.send("", "Target.attachToTarget", Map.of("targetId", "" + target, "flatten", true))
                        .get("sessionId");
        for (String domain : List.of("Page", "Runtime", "Log", "Network")) {
            send(domain + ".enable", Map.of());
        }
    }

    /** Whether this machine has one. */
    public static boolean isInstalled() {
        return BrowserProcess.executable().isPresent();
    }

    /**
     * Starts one whose files are in {@code directory}.
     *
     * @throws IOException if this machine has none, or it does not start
     */
    public static Chromium start(Path directory) throws IOException {
        Path executable = BrowserProcess.executable()
                .orElseThrow(
                        () -> new IOException("no Chromium on this machine; './signet test' installs it, or install"
                                + " the package 'chromium'"));
        Process process = BrowserProcess.start(executable, directory);
        try {
            return new Chromium(process);
        } catch (IOException e) {
            process.destroyForcibly();
            throw e;
        }
    }

    /** Believes every server's certificate from now on: the browser has no owner's among those that it trusts. */
    public void trustEveryServer() throws IOException {
        send("Security.setIgnoreCertificateErrors", Map.of("ignore", true));
    }

    /** Types {@code text} into what has the focus. */
    public void type(String text) throws IOException {
        send("Input.insertText", Map.of("text", text));
    }

    /** Opens a page that is a file. */
    public void open(Path page, Window window) throws IOException {
        open(page.toUri(), window);
    }

    /** Opens {@code page} in {@code window}; what was complained of and asked for before is forgotten. */
    public void open(URI page, Window window) throws IOException {
        complaints.clear();
        requests.clear();
        show(window);
        loaded = new CompletableFuture<>();
        send("Page.navigate", Map.of("url", page.toString()));
        DevTools.await("the page " + page, loaded);
    }

    /** Makes the window as wide and high, and its colours as they are to be; the page stays. */
    public void show(Window window) throws IOException {
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
                        window.width() < PHONE_WIDTH_MAX));
        String colours = window.dark() ? "dark" : "light";
        send(
                "Emulation.setEmulatedMedia",
                Map.of("features", List.of(Map.of("name", "prefers-color-scheme", "value", colours))));
    }

    /** Runs {@code script} in each page that is opened from now on, before anything of the page. */
    public void runFirst(String script) throws IOException {
        send("Page.addScriptToEvaluateOnNewDocument", Map.of("source", script));
    }

    /**
     * The value of a JavaScript expression, or of the promise that it gives; {@code "undefined"} if it has none.
     *
     * @throws IllegalStateException if the expression threw
     */
    public Object evaluate(String expression) throws IOException {
        Map<String, Object> answer =
                send("Runtime.evaluate", Map.of("expression", expression, "returnByValue", true, "awaitPromise", true));
        if (answer.containsKey("exceptionDetails")) {
            throw new IllegalStateException(expression + " threw " + answer.get("exceptionDetails"));
        }
        return map(answer.getOrDefault("result", Map.of())).getOrDefault("value", "undefined");
    }

    /**
     * Waits until {@code condition}, a JavaScript expression, is true.
     *
     * @throws AssertionError if it is not within {@code max}; with what the page says instead
     */
    public void await(String condition, Duration max) throws IOException {
        long deadline = System.nanoTime() + max.toNanos();
        while (!Boolean.TRUE.equals(evaluate(condition))) {
            if (System.nanoTime() - deadline > 0) {
                throw new AssertionError("not within " + max + ": " + condition + "; the page says: "
                        + evaluate("document.body.innerText"));
            }
            evaluate("new Promise(done => setTimeout(done, 20))");
        }
    }

    /**
     * Presses the tabulator until what has the focus is matched by {@code selector}.
     *
     * @throws AssertionError if it is not within {@code stopsMax} times
     */
    public void tabTo(String selector, int stopsMax) throws IOException {
        for (int i = 0; i < stopsMax; i++) {
            if (Boolean.TRUE.equals(evaluate("document.activeElement.matches(`" + selector + "`)"))) {
                return;
            }
            press("Tab");
        }
        throw new AssertionError("the keyboard does not get to " + selector);
    }

    /** Moves the pointer to a place in the window. */
    public void point(double x, double y) throws IOException {
        send("Input.dispatchMouseEvent", Map.of("type", "mouseMoved", "x", x, "y", y));
    }

    /** Presses and releases a key, by its name in DOM. */
    public void press(String key) throws IOException {
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
    public void choose(String selector, Path file) throws IOException {
        Map<String, Object> root =
                map(send("DOM.getDocument", Map.of("depth", 0)).getOrDefault("root", Map.of()));
        Map<String, Object> input =
                send("DOM.querySelector", Map.of("nodeId", root.getOrDefault("nodeId", 0), "selector", selector));
        send(
                "DOM.setFileInputFiles",
                Map.of(
                        "nodeId",
                        input.getOrDefault("nodeId", 0),
                        "files",
                        List.of(file.toAbsolutePath().toString())));
    }

    /** Writes a picture of the whole page. */
    public void screenshot(Path file) throws IOException {
        Map<String, Object> answer = send("Page.captureScreenshot", Map.of("captureBeyondViewport", true));
        Path whole = file.toAbsolutePath();
        Files.createDirectories(Optional.ofNullable(whole.getParent()).orElse(whole));
        Files.write(whole, Base64.getDecoder().decode("" + answer.get("data")));
    }

    /** Errors and warnings of the page's console, exceptions, and refusals of its policy. */
    public List<String> complaints() {
        return List.copyOf(complaints);
    }

    /** Addresses that the page has asked for. */
    public List<String> requests() {
        return List.copyOf(requests);
    }

    private Map<String, Object> send(String method, Map<String, Object> params) throws IOException {
        return tools.send(session, method, params);
    }

    private void hear(String event, Map<String, Object> params) {
        switch (event) {
            case "Page.loadEventFired" -> loaded.complete(true);
            case "Runtime.exceptionThrown" -> complaints.add("" + params.get("exceptionDetails"));
            case "Runtime.consoleAPICalled" -> complaints.add(params.get("type") + ": " + params.get("args"));
            case "Log.entryAdded" -> complaints.add("" + params.get("entry"));
            case "not JSON" -> complaints.add("not JSON: " + params.get("message"));
            case "Network.requestWillBeSent" ->
                requests.add("" + map(params.getOrDefault("request", Map.of())).get("url"));
            default -> {} // the protocol tells of much else
        }
    }

    /** Asks it to end, so that nothing writes to its directory any more. */
    @Override
    public void close() throws IOException {
        try {
            tools.closeBrowser();
            DevTools.await("its end", process.onExit());
        } finally {
            process.descendants().forEach(ProcessHandle::destroyForcibly);
            process.destroyForcibly();
            tools.abort();
        }
    }
}
