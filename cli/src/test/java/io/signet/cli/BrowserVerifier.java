package io.signet.cli;

import com.fasterxml.jackson.jr.ob.JSON;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.signet.simulator.browser.Chromium;
import io.signet.simulator.browser.Window;
import io.signet.statement.Bytes;
import io.signet.statement.TrustPolicy;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.cert.CertificateEncodingException;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;

/** The console's verifier in a headless Chromium, from the files that the console serves. */
final class BrowserVerifier implements AutoCloseable {
    /** The verifier's files. */
    static final Path FILES = Cli.ROOT.resolve("kura-bundles/console/src/main/resources/io/signet/console/web/verify");

    private static final Duration WAIT_MAX = Duration.ofSeconds(120);
    private static final int IDLE_MILLIS = 2;
    /** Checks each edited sample, some at once, as a browser's cryptography answers from other threads. */
    private static final String DRIVER =
            """
            import { verify } from './verify.js';
            import { Work } from './work.js';
            const bytes = (base64) => Uint8Array.from(atob(base64), (c) => c.charCodeAt(0));
            const edited = (sample, [kind, place, value]) => {
              const head = sample.subarray(0, place);
              switch (kind) {
                case 'XOR': return Uint8Array.of(...head, sample[place] ^ value, ...sample.subarray(place + 1));
                case 'INSERT': return Uint8Array.of(...head, value, ...sample.subarray(place));
                case 'DELETE': return Uint8Array.of(...head, ...sample.subarray(place + 1));
                case 'CUT': return sample.slice(0, place);
                default: return sample;
              }
            };
            const word = ({ good, findings }) => good ? 'good' : findings.find((f) => f.good === false).code;
            window.check = async ({ trust, now, sample, edits }) => {
              const whole = bytes(sample);
              const words = new Array(edits.length);
              let next = 0;
              const worker = async () => {
                for (let i = next++; i < edits.length; i = next++) {
                  words[i] = word(await verify(edited(whole, edits[i]), trust, now));
                }
              };
              await Promise.all(Array.from({ length: 16 }, worker));
              window.words = words;
            };
            window.explain = async ({ trust, now, sample, picture }) => {
              const file = picture === undefined ? undefined : bytes(picture);
              window.words = JSON.stringify(await verify(bytes(sample), trust, now, file));
            };
            window.names = async ({ lists }) => {
              const work = new Work(crypto.subtle);
              const names = await Promise.all(lists.map((parts) => work.nameOf('x', ...parts.map(bytes))));
              window.words = JSON.stringify(names);
            };
            window.ready = true;
            """;

    private final HttpServer server;
    private final Chromium chromium;

    private BrowserVerifier(HttpServer server, Chromium chromium) {
        this.server = server;
        this.chromium = chromium;
    }

    /** Starts one whose files are in {@code directory}. */
    static BrowserVerifier start(Path directory) throws Exception {
        HttpServer server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/", BrowserVerifier::serve);
        server.start();
        BrowserVerifier browser = new BrowserVerifier(server, Chromium.start(directory.resolve("chromium")));
        String host = "http://localhost:" + server.getAddress().getPort(); // as good as HTTPS to a browser
        browser.chromium.open(URI.create(host + "/page.html"), new Window(800, 600, false));
        browser.await("window.ready === true");
        return browser;
    }

    private static void serve(HttpExchange exchange) throws IOException {
        String name = exchange.getRequestURI().getPath().substring(1);
        byte[] body =
                switch (name) {
                    case "page.html" ->
                        "<!doctype html><link rel=icon href='data:,'><script type=module src=driver.js></script>"
                                .getBytes(StandardCharsets.UTF_8);
                    case "driver.js" -> DRIVER.getBytes(StandardCharsets.UTF_8);
                    default -> Files.readAllBytes(FILES.resolve(Path.of(name).getFileName()));
                };
        exchange.getResponseHeaders().add("Content-Type", name.endsWith(".js") ? "text/javascript" : "text/html");
        exchange.sendResponseHeaders(200, body.length);
        exchange.getResponseBody().write(body);
        exchange.close();
    }

    /** What is trusted, as {@code GET /console/v1/trust} has it. */
    static Map<String, Object> trust(TrustPolicy policy) throws CertificateEncodingException {
        Map<String, Object> trust = new LinkedHashMap<>();
        List<Map<String, String>> owners = new ArrayList<>();
        for (X509Certificate owner : policy.owners()) {
            owners.add(Map.of("name", owner.getSubjectX500Principal().getName(), "certificate", base64(owner)));
        }
        trust.put("owners", owners);
        List<String> makers = new ArrayList<>();
        for (X509Certificate maker : policy.chipMakers()) {
            makers.add(base64(maker));
        }
        trust.put("makers", makers);
        trust.put("minimalAssurance", policy.minimalAssurance().label());
        trust.put("witnesses", policy.witnesses());
        trust.put(
                "firmware",
                new TreeSet<>(policy.firmware()).stream().map(d -> d.toHex()).toList());
        trust.put(
                "models",
                new TreeSet<>(policy.models()).stream().map(d -> d.toHex()).toList());
        trust.put("maxAgeS", policy.maximalAge().map(Duration::toSeconds).orElse(0L));
        trust.put(
                "revocations",
                policy.revocations().stream().map(list -> base64(list.der())).toList());
        return trust;
    }

    private static String base64(X509Certificate certificate) throws CertificateEncodingException {
        return base64(Bytes.copyOf(certificate.getEncoded()));
    }

    private static String base64(Bytes bytes) {
        return Base64.getEncoder().encodeToString(bytes.toArray());
    }

    /**
     * What it says of the sample after each edit.
     *
     * @return {@code good}, or the code of the first thing that failed
     */
    List<String> words(Bytes sample, List<Edit> edits, TrustPolicy policy, long nowMillis) throws Exception {
        Map<String, Object> job = job(sample, policy, nowMillis);
        job.put(
                "edits",
                edits.stream()
                        .map(edit -> List.of(edit.kind().name(), edit.place(), edit.value()))
                        .toList());
        return ((List<?>) answer("check", job)).stream().map(Object::toString).toList();
    }

    /** All that it says of the sample. */
    Map<String, Object> explain(Bytes sample, TrustPolicy policy, long nowMillis) throws Exception {
        return explain(sample, policy, nowMillis, Optional.empty());
    }

    /** The same with the picture that the sample is said to be about. */
    Map<String, Object> explain(Bytes sample, TrustPolicy policy, long nowMillis, Optional<Bytes> picture)
            throws Exception {
        Map<String, Object> job = job(sample, policy, nowMillis);
        picture.ifPresent(file -> job.put("picture", base64(file)));
        return JSON.std.mapFrom((String) answer("explain", job));
    }

    /** The names by which it remembers what it found of each list of parts. */
    List<String> names(List<List<Bytes>> lists) throws Exception {
        List<List<String>> encoded = lists.stream()
                .map(parts -> parts.stream().map(BrowserVerifier::base64).toList())
                .toList();
        String names = (String) answer("names", Map.of("lists", encoded));
        return JSON.std.listFrom(names).stream().map(Object::toString).toList();
    }

    private static Map<String, Object> job(Bytes sample, TrustPolicy policy, long nowMillis) throws Exception {
        return new LinkedHashMap<>(Map.of("trust", trust(policy), "now", nowMillis, "sample", base64(sample)));
    }

    private Object answer(String function, Map<String, Object> job) throws Exception {
        chromium.evaluate("delete window.words; window." + function + "(" + JSON.std.asString(job) + "); 0");
        await("window.words !== undefined");
        return chromium.evaluate("window.words");
    }

    private void await(String condition) throws Exception {
        Instant end = Instant.now().plus(WAIT_MAX);
        while (!Boolean.TRUE.equals(chromium.evaluate(condition))) {
            if (Instant.now().isAfter(end) || !chromium.complaints().isEmpty()) {
                throw new AssertionError("the page complains: " + chromium.complaints());
            }
            Thread.sleep(IDLE_MILLIS);
        }
    }

    @Override
    public void close() throws IOException {
        chromium.close();
        server.stop(0);
    }
}
