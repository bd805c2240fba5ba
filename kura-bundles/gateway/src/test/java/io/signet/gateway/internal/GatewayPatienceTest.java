package io.signet.gateway.internal;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Slow clients lose their connection, and what they held; each bound is tried with all others far away. */
@Timeout(60)
class GatewayPatienceTest {
    private static final Duration SHORT = Duration.ofMillis(200);
    private static final Duration LONG = Duration.ofMinutes(5);
    private static final int PACE = 1 << 20;
    private static final String GET = "GET /v2/health/live HTTP/1.1\r\nHost: localhost\r\n\r\n";
    private static final String INFER = "POST /v2/models/double/infer HTTP/1.1\r\nHost: localhost\r\n";
    private static final String ONE_ROW =
            "{\"inputs\":[{\"name\":\"x\",\"datatype\":\"FP32\",\"shape\":[1,4],\"data\":[1,2,3,4.5]}]}";

    @TempDir
    private Path directory;

    private TestNode node(Patience patience) throws Exception {
        return new TestNode(directory, Map.of("requests.max", 1), patience);
    }

    private static Socket connected(int port) throws IOException {
        Socket socket = new Socket();
        socket.setReceiveBufferSize(4096);
        socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
        return socket;
    }

    private static Socket local(TestNode node) throws IOException {
        return connected(URI.create(node.local()).getPort());
    }

    private static void send(Socket socket, String text) throws IOException {
        socket.getOutputStream().write(text.getBytes(StandardCharsets.ISO_8859_1));
    }

    /** What {@link java.io.InputStream#read()} gives; empty if nothing comes for a moment. */
    private static OptionalInt readOne(Socket socket) throws IOException {
        socket.setSoTimeout(10);
        try {
            return OptionalInt.of(socket.getInputStream().read());
        } catch (SocketTimeoutException e) {
            return OptionalInt.empty();
        }
    }

    /** Returns when the server has closed, while the client sends now and then. */
    private static void awaitClosed(Socket socket, String now) throws IOException {
        boolean open = true;
        while (open) {
            try {
                send(socket, now);
                open = readOne(socket).orElse(0) >= 0;
            } catch (SocketException e) {
                open = false; // reset, with what the client sent unread
            }
        }
    }

    /** The first line of the answer to a request that may have to wait for the place of another. */
    private static void awaitServed(TestNode node) throws IOException {
        String status = "";
        while (!status.startsWith("HTTP/1.1 200 ")) {
            try (Socket socket = local(node)) {
                send(socket, INFER + "Connection: close\r\nContent-Length: " + ONE_ROW.length() + "\r\n\r\n" + ONE_ROW);
                status = new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
                assertThat(status).matches("(?s)HTTP/1.1 (200|503) .*");
            }
        }
    }

    @Test
    void connectionWithoutARequest_isClosed() throws Exception {
        try (TestNode node = node(new Patience(SHORT, LONG, LONG, LONG, PACE));
                Socket silent = local(node);
                Socket slow = local(node);
                Socket silentTls = connected(node.port());
                Socket slowTls = connected(node.port())) {
            awaitClosed(silent, "");
            send(slow, "GET /v2/");
            awaitClosed(slow, "x");
            awaitClosed(silentTls, "");
            send(slowTls, "\u0016\u0003\u0001\u0001\u0000"); // a record of TLS's handshake, of 256 bytes
            awaitClosed(slowTls, "\u0001");
        }
    }

    @Test
    void connectionWithoutANextRequest_isClosed() throws Exception {
        try (TestNode node = node(new Patience(LONG, SHORT, LONG, LONG, PACE));
                Socket silent = local(node);
                Socket slow = local(node)) {
            send(silent, GET);
            awaitClosed(silent, "");
            send(slow, GET + "GET /v2/");
            awaitClosed(slow, "x");
        }
    }

    @Test
    void bodyThatComesTooSlowly_losesItsConnectionAndItsPlace() throws Exception {
        try (TestNode node = node(new Patience(LONG, LONG, LONG, SHORT, PACE));
                Socket slow = local(node)) {
            send(slow, INFER + "Content-Length: 1000000\r\n\r\n{\"inputs\":");
            awaitClosed(slow, " ");
            awaitServed(node);
        }
    }

    @Test
    void bodyThatComesSteadily_isServedHoweverLongItTakes() throws Exception {
        Duration grace = Duration.ofSeconds(2);
        try (TestNode node = node(new Patience(LONG, LONG, LONG, grace, PACE));
                Socket steady = local(node)) {
            int pieces = 220;
            String space = " ".repeat(10_000);
            send(steady, INFER + "Content-Length: " + (pieces * space.length() + ONE_ROW.length()) + "\r\n\r\n");
            for (int i = 0; i < pieces; i++) {
                send(steady, space);
                assertThat(readOne(steady)).isEmpty();
            }
            steady.setSoTimeout(0);
            send(steady, ONE_ROW);
            assertThat(new String(steady.getInputStream().readNBytes(13), StandardCharsets.UTF_8))
                    .isEqualTo("HTTP/1.1 200 ");
        }
    }

    @Test
    void answerThatIsNotTaken_losesItsConnectionAndItsPlace() throws Exception {
        int rows = 1 << 20; // much more than the kernel's buffers hold
        String json = "{\"inputs\":[{\"name\":\"x\",\"datatype\":\"FP32\",\"shape\":[" + rows
                + ",4],\"parameters\":{\"binary_data_size\":" + 16 * rows
                + "}}],\"parameters\":{\"binary_data_output\":true}}";
        try (TestNode node = node(new Patience(LONG, LONG, LONG, Duration.ofSeconds(1), PACE));
                Socket slow = local(node)) {
            send(
                    slow,
                    INFER + Exchange.JSON_LENGTH + ": " + json.length() + "\r\nContent-Length: "
                            + (json.length() + 16 * rows) + "\r\n\r\n" + json);
            slow.getOutputStream().write(new byte[16 * rows]);
            assertThat(slow.getInputStream().read()).isEqualTo('H'); // and nothing more
            awaitServed(node);
        }
    }

    @Test
    void restOfARefusedBody_isNotWaitedForLong() throws Exception {
        try (TestNode node = node(new Patience(LONG, LONG, SHORT, LONG, PACE));
                Socket silent = local(node)) {
            send(silent, INFER + "Content-Encoding: gzip\r\nContent-Length: 1000000\r\n\r\n");
            awaitClosed(silent, "");
        }
    }
}
