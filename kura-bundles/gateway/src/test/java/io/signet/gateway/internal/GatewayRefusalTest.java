package io.signet.gateway.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.signet.provisioning.Certificates;
import io.signet.provisioning.Credentials;
import io.signet.provisioning.TrustPolicyFile;
import io.signet.runtime.OneKeyTls;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.SocketException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import javax.net.ssl.SSLContext;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Requests that are refused before their body was read, by clients who send all of it before they read anything. */
@Timeout(60)
class GatewayRefusalTest {
    private static final String INFER = "POST /v2/models/double/infer HTTP/1.1\r\nHost: localhost\r\n";
    private static final String ONE_ROW =
            "{\"inputs\":[{\"name\":\"x\",\"datatype\":\"FP32\",\"shape\":[1,4],\"data\":[1,2,3,4.5]}]}";
    /** More than the kernel's buffers hold. */
    private static final int BODY_BYTES = 3_000_000;

    private static final int PIECE_BYTES = 50_000;
    private static final int TIMES = 10;

    @TempDir
    private static Path directory;

    private static TestNode node;

    @BeforeAll
    static void start() throws Exception {
        node = new TestNode(directory, Map.of("requests.max", 2, "body.mib.max", 1, "bodies.mib.max", 1));
    }

    @BeforeEach
    void forget() {
        node.reset();
    }

    @AfterAll
    static void stop() {
        node.close();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "/v2/models/double/infer | localhost    | User-Agent: test               | 413",
                "/v2/models/double/infer | localhost    | Content-Encoding: gzip         | 413",
                "/v2/models/double/infer | localhost    | Origin: https://example.org    | 403",
                "/v2/models/double/infer | evil.example | User-Agent: test               | 421",
                "/v2/models/double       | localhost    | User-Agent: test               | 405",
                "/v2/models/nothing/infer| localhost    | User-Agent: test               | 404",
                "/nothing                | localhost    | User-Agent: test               | 404"
            })
    void refusal_reachesItsClient(String path, String host, String header, int status) throws Exception {
        String head = "POST " + path + " HTTP/1.1\r\nHost: " + host + "\r\n" + header + "\r\n";
        assertRefused(head + "Content-Length: " + BODY_BYTES + "\r\n\r\n", BODY_BYTES, status);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "Content-Encoding: gzip | 415",
                "User-Agent: test | 413",
                "Inference-Header-Content-Length: 9999999 | 400"
            })
    void refusalOfABodyThatWouldHaveRoom_reachesItsClient(String header, int status) throws Exception {
        assertRefused(INFER + header + "\r\nContent-Length: 1000000\r\n\r\n", 1_000_000, status);
    }

    private static void assertRefused(String head, int bodyBytes, int status) throws IOException {
        for (int i = 0; i < TIMES; i++) {
            try (Socket socket = connected()) {
                assertRefused(socket, head, bodyBytes, status);
            }
        }
    }

    private static void assertRefused(Socket socket, String head, int bodyBytes, int status) throws IOException {
        send(socket, head);
        sendBody(socket, bodyBytes);
        assertThat(answerOn(socket)).startsWith("HTTP/1.1 " + status + " ");
        assertGoesOn(socket);
    }

    private static void assertGoesOn(Socket socket) throws IOException {
        send(socket, "GET /v2/health/live HTTP/1.1\r\nHost: localhost\r\n\r\n");
        assertThat(answerOn(socket)).as("the connection goes on").endsWith("{\"live\":true}");
    }

    @Test
    void refusal_reachesItsClientOverTls() throws Exception {
        Path home = node.home().requester();
        Credentials client = Credentials.load(home.resolve(Credentials.KEY_FILE), home.resolve(Credentials.CHAIN_FILE));
        SSLContext tls = OneKeyTls.context(
                client.key().handle(),
                Certificates.read(home.resolve(Credentials.CHAIN_FILE)),
                TrustPolicyFile.read(home.resolve("trust.yaml")).policy().owners());
        for (int i = 0; i < TIMES; i++) {
            try (Socket socket = tls.getSocketFactory().createSocket(InetAddress.getLoopbackAddress(), node.port())) {
                assertRefused(socket, INFER + "Content-Length: " + BODY_BYTES + "\r\n\r\n", BODY_BYTES, 413);
            }
        }
    }

    @Test
    void refusalOfABodyOfUnknownLength_reachesItsClient() throws Exception {
        String chunk = Integer.toHexString(PIECE_BYTES) + "\r\n";
        for (int i = 0; i < TIMES; i++) {
            try (Socket socket = connected()) {
                send(socket, INFER + "Transfer-Encoding: chunked\r\n\r\n");
                for (int sent = 0; sent < BODY_BYTES; sent += PIECE_BYTES) {
                    send(socket, chunk);
                    sendBody(socket, PIECE_BYTES);
                    send(socket, "\r\n");
                }
                send(socket, "0\r\n\r\n");
                assertThat(answerOn(socket)).startsWith("HTTP/1.1 411 ");
                assertGoesOn(socket);
            }
        }
    }

    /** A request that holds a place until the gate opens: those before it may have to give back theirs yet. */
    private static Socket holdingPlace(int number) throws IOException {
        while (true) {
            Socket socket = connected();
            send(socket, INFER + "Content-Length: " + ONE_ROW.length() + "\r\n\r\n" + ONE_ROW);
            while (socket.getInputStream().available() == 0) {
                if (node.asked.get() == number) {
                    return socket;
                }
                Thread.onSpinWait();
            }
            socket.close(); // it was refused
        }
    }

    @Test
    void refusalForWantOfAPlace_reachesItsClient() throws Exception {
        node.gate = new CompletableFuture<>();
        try (Socket first = holdingPlace(1);
                Socket second = holdingPlace(2)) {
            assertRefused(
                    INFER + "Inference-Header-Content-Length: 1\r\nContent-Length: 1000000\r\n\r\n", 1_000_000, 503);
            node.gate.complete(null);
            assertThat(answerOn(first)).startsWith("HTTP/1.1 200 ");
            assertThat(answerOn(second)).startsWith("HTTP/1.1 200 ");
        }
    }

    @Test
    void refusalForWantOfMemory_reachesItsClient() throws Exception {
        String head = INFER + "Inference-Header-Content-Length: 1\r\nContent-Length: 1000000\r\n\r\n";
        String answer = "";
        while (!answer.startsWith("HTTP/1.1 503 ")) { // until the first comes before the second and takes all memory
            try (Socket first = connected();
                    Socket second = connected()) {
                send(first, head);
                send(second, head);
                sendBody(second, 1_000_000);
                answer = answerOn(second);
                assertGoesOn(second);
            }
        }
        assertThat(answer).contains("take all memory");
    }

    @Test
    void clientThatAsksBeforeItSends_isRefusedAndNotWaitedFor() throws Exception {
        try (Socket socket = connected()) {
            send(socket, INFER + "Expect: 100-continue\r\nContent-Length: " + BODY_BYTES + "\r\n\r\n");
            assertThat(answerOn(socket)).startsWith("HTTP/1.1 413 ").doesNotContain("100 Continue");
            assertThat(socket.getInputStream().read()).as("closed").isEqualTo(-1);
        }
    }

    @Test
    void bodyWithoutEnd_isNotReadForEver() throws Exception {
        try (Socket socket = connected()) {
            send(socket, INFER + "Content-Length: 9000000000\r\n\r\n");
            assertThat(answerOn(socket)).startsWith("HTTP/1.1 413 ");
            assertThatThrownBy(() -> {
                        while (true) {
                            sendBody(socket, PIECE_BYTES);
                        }
                    })
                    .isInstanceOf(SocketException.class);
        }
    }

    private static Socket connected() throws IOException {
        Socket socket = new Socket(
                InetAddress.getLoopbackAddress(), URI.create(node.local()).getPort());
        socket.setSoTimeout(10_000);
        return socket;
    }

    private static void send(Socket socket, String text) throws IOException {
        socket.getOutputStream().write(text.getBytes(StandardCharsets.ISO_8859_1));
    }

    private static void sendBody(Socket socket, int bytes) throws IOException {
        byte[] piece = new byte[PIECE_BYTES];
        for (int sent = 0; sent < bytes; sent += piece.length) {
            socket.getOutputStream().write(piece);
        }
    }

    /** The answer, up to the end of its JSON. */
    private static String answerOn(Socket socket) throws IOException {
        StringBuilder answer = new StringBuilder();
        while (answer.indexOf("}") < 0) {
            int next = socket.getInputStream().read();
            if (next < 0) {
                throw new IOException("the connection ended after '" + answer + "'");
            }
            answer.append((char) next);
        }
        return answer.toString();
    }
}
