package io.signet.console.internal;

import com.fasterxml.jackson.jr.ob.JSON;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.TrustManager;
import javax.net.ssl.X509ExtendedTrustManager;

/** What a browser does: sends its cookie along, and what its page tells it to; and what nobody's browser would. */
final class Browser {
    private final int port;
    private final SSLContext tls;
    private final HttpClient http;
    private String cookie = "";
    private String token = "";

    Browser(TestConsole console) throws Exception {
        this(console.port(), anyone());
    }

    Browser(int port, SSLContext tls) {
        this.port = port;
        this.tls = tls;
        this.http = HttpClient.newBuilder().sslContext(tls).build();
    }

    /** Somebody without a certificate who believes that any server is the one that is meant. */
    static SSLContext anyone() throws Exception {
        SSLContext context = SSLContext.getInstance("TLSv1.3");
        context.init(null, new TrustManager[] {new Credulous()}, new SecureRandom());
        return context;
    }

    /** What came back. */
    record Answer(int status, Map<String, List<String>> headers, String body) {
        String header(String name) {
            return String.join(",", headers.getOrDefault(name, List.of()));
        }

        Map<String, Object> json() throws IOException {
            return JSON.std.mapFrom(body);
        }
    }

    String cookie() {
        return cookie;
    }

    String token() {
        return token;
    }

    Answer logIn(String password) throws Exception {
        Answer answer = send("POST", "/console/v1/login", json("{\"password\":\"" + password + "\"}"));
        Optional.of(answer.header("set-cookie"))
                .filter(set -> !set.isEmpty())
                .ifPresent(set -> cookie = set.substring(0, set.indexOf(';')));
        if (answer.status() == 200) {
            token = answer.json().get("token").toString();
        }
        return answer;
    }

    Answer get(String path, String... headers) throws Exception {
        return send("GET", path, new byte[0], headers);
    }

    Answer post(String path, String body, String... headers) throws Exception {
        return send("POST", path, json(body), headers);
    }

    static byte[] json(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    /** With cookie and token, unless {@code headers} say otherwise. */
    Answer send(String method, String path, byte[] body, String... headers) throws Exception {
        HttpRequest.Builder request = HttpRequest.newBuilder(URI.create("https://127.0.0.1:" + port + path))
                .timeout(Duration.ofSeconds(20))
                .method(method, body.length == 0 ? BodyPublishers.noBody() : BodyPublishers.ofByteArray(body))
                .header("Content-Type", "application/json")
                .header("Sec-Fetch-Site", "same-origin");
        if (!cookie.isEmpty()) {
            request.setHeader("Cookie", cookie);
            request.setHeader("Signet-Session", token);
        }
        for (int i = 0; i < headers.length; i += 2) {
            request.setHeader(headers[i], headers[i + 1]);
        }
        HttpResponse<String> response = http.send(request.build(), HttpResponse.BodyHandlers.ofString());
        return new Answer(response.statusCode(), response.headers().map(), response.body());
    }

    /** Sends bytes that no client would, and returns the first line that comes back. */
    String raw(String request) throws Exception {
        try (Socket socket = tls.getSocketFactory().createSocket("127.0.0.1", port)) {
            socket.setSoTimeout(20_000);
            socket.getOutputStream().write(request.getBytes(StandardCharsets.ISO_8859_1));
            socket.getOutputStream().flush();
            InputStream in = socket.getInputStream();
            StringBuilder line = new StringBuilder();
            for (int c = in.read(); c >= 0 && c != '\r'; c = in.read()) {
                line.append((char) c);
            }
            return line.toString();
        }
    }

    /** The stream of events. */
    Events events() throws Exception {
        HttpRequest request = HttpRequest.newBuilder(URI.create("https://127.0.0.1:" + port + "/console/v1/events"))
                .header("Cookie", cookie)
                .build();
        return new Events(
                http.send(request, HttpResponse.BodyHandlers.ofInputStream()).body());
    }

    /** A stream of events, as it comes. */
    static final class Events implements AutoCloseable {
        private final BufferedReader in;

        Events(InputStream body) {
            this.in = new BufferedReader(new InputStreamReader(body, StandardCharsets.UTF_8));
        }

        /** The next line; empty at the end. */
        String line() throws IOException {
            String line = in.readLine();
            return line == null ? "" : line;
        }

        /** The data of the next event of that name. */
        String next(String name) throws IOException {
            for (String line = in.readLine(); line != null; line = in.readLine()) {
                if (line.equals("event: " + name)) {
                    return in.readLine().substring("data: ".length());
                }
            }
            throw new AssertionError("the stream ended without an event " + name);
        }

        @Override
        public void close() throws IOException {
            in.close();
        }
    }

    private static final class Credulous extends X509ExtendedTrustManager {
        @Override
        public void checkClientTrusted(X509Certificate[] chain, String type, Socket socket) {}

        @Override
        public void checkServerTrusted(X509Certificate[] chain, String type, Socket socket) {}

        @Override
        public void checkClientTrusted(X509Certificate[] chain, String type, SSLEngine engine) {}

        @Override
        public void checkServerTrusted(X509Certificate[] chain, String type, SSLEngine engine) {}

        @Override
        public void checkClientTrusted(X509Certificate[] chain, String type) {}

        @Override
        public void checkServerTrusted(X509Certificate[] chain, String type) {}

        @Override
        public X509Certificate[] getAcceptedIssuers() {
            return new X509Certificate[0];
        }
    }
}
