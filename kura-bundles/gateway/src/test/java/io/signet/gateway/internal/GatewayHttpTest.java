package io.signet.gateway.internal;

import static org.assertj.core.api.Assertions.assertThat;

import io.signet.inference.ModelInfo;
import io.signet.inference.spi.TensorSpec;
import io.signet.mesh.OwnAnswer;
import io.signet.mesh.Refusal;
import io.signet.openinference.InferResponse;
import io.signet.runtime.Priority;
import io.signet.statement.Bytes;
import io.signet.statement.DataType;
import io.signet.statement.Digest;
import io.signet.statement.Nonce;
import io.signet.statement.Verdict;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The protocol over real sockets, answered by a node whose receipts are real. */
class GatewayHttpTest {
    private static final String INFER = "/v2/models/double/infer";
    private static final String ONE_ROW =
            "{\"inputs\":[{\"name\":\"x\",\"datatype\":\"FP32\",\"shape\":[1,4],\"data\":[1,2,3,4.5]}]}";

    @TempDir
    private static Path directory;

    private static TestNode node;
    private static TestClient client;

    @BeforeAll
    static void start() throws Exception {
        node = new TestNode(directory, Map.of("requests.max", 2, "body.mib.max", 1, "bodies.mib.max", 1));
        client = new TestClient(node);
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
                "/v2 | {\"name\":\"signet\",\"version\":\"development\",\"extensions\":[\"binary_tensor_data\","
                        + "\"model_repository\",\"signet_receipt\"]}",
                "/v2/health/live | {\"live\":true}",
                "/v2/health/ready | {\"ready\":true}",
                "/v2/models/double/ready | {\"name\":\"double\",\"ready\":true}",
                "/v2/models/double/versions/1.2/ready | {\"name\":\"double\",\"ready\":true}",
                "/v2/models/double | {\"name\":\"double\",\"versions\":[\"1.2\"],\"platform\":\"signet_package\","
                        + "\"inputs\":[{\"name\":\"x\",\"datatype\":\"FP32\",\"shape\":[-1,4]}],"
                        + "\"outputs\":[{\"name\":\"sum\",\"datatype\":\"FP32\",\"shape\":[-1]},"
                        + "{\"name\":\"y\",\"datatype\":\"FP32\",\"shape\":[-1,4]}]}"
            })
    void healthAndMetadata_areWhatTheProtocolSays(String path, String json) throws Exception {
        TestClient.Answer reply = client.get(path);
        assertThat(reply.text()).isEqualTo(json);
        assertThat(reply.status()).isEqualTo(200);
        assertThat(reply.header("content-type")).isEqualTo("application/json");
    }

    @Test
    void ofTwoPackages_theOneIsDescribedThatAnswers() throws Exception {
        for (String other : List.of("a", "b", "c", "d")) { // digests before and after that of the other package
            Digest latest = Digest.sha256(Bytes.utf8(other));
            node.models = List.of(TestNode.model("1.2", TestNode.PACKAGE), TestNode.model("1.3", latest));
            assertThat(client.get("/v2/models/double").text()).contains("\"versions\":[\"1.3\"]");
            InferResponse answer = client.post(INFER, ONE_ROW).answer();
            assertThat(answer.version()).contains("1.3");
            assertThat(client.verify(answer).statement().modelPackage()).isEqualTo(latest);
            InferResponse older =
                    client.post("/v2/models/double/versions/1.2/infer", ONE_ROW).answer();
            assertThat(older.version()).contains("1.2");
            assertThat(client.verify(older).statement().modelPackage()).isEqualTo(TestNode.PACKAGE);
        }
    }

    @Test
    void packageThatIsReplacedMeanwhile_isAskedForAnew() throws Exception {
        Digest newer = Digest.sha256(Bytes.utf8("newer"));
        node.busy = () -> node.models = List.of(TestNode.model("1.3", newer));
        assertThat(client.post(INFER, ONE_ROW).answer().version()).contains("1.3");
    }

    @Test
    void answerInJson_hasAllOutputsAndAReceiptThatHolds() throws Exception {
        TestClient.Answer reply = client.post(INFER, ONE_ROW.replace("{\"inputs\"", "{\"id\":\"7\",\"inputs\""));
        InferResponse answer = reply.answer();
        assertThat(reply.header("content-type")).isEqualTo("application/json");
        assertThat(answer.model()).isEqualTo("double");
        assertThat(answer.version()).contains("1.2");
        assertThat(answer.id()).contains("7");
        assertThat(TestClient.floats(answer.outputs().get("y"))).containsExactly(2, 4, 6, 9);
        assertThat(TestClient.floats(answer.outputs().get("sum"))).containsExactly(10.5f);
        Verdict.Accepted verdict = client.verify(answer);
        assertThat(verdict.statement().requester()).isEqualTo(node.node());
    }

    @Test
    void binaryTensors_goBothWays() throws Exception {
        String json = "{\"inputs\":[{\"name\":\"x\",\"datatype\":\"FP32\",\"shape\":[2,4],\"parameters\":"
                + "{\"binary_data_size\":32}}],\"parameters\":{\"binary_data_output\":true}}";
        ByteBuffer body = ByteBuffer.allocate(json.length() + 32).order(ByteOrder.LITTLE_ENDIAN);
        body.put(json.getBytes(StandardCharsets.US_ASCII));
        for (int i = 0; i < 8; i++) {
            body.putFloat(i);
        }
        TestClient.Answer reply =
                client.post(INFER, body.array(), "Inference-Header-Content-Length", "" + json.length());
        InferResponse answer = reply.answer();
        assertThat(reply.header("content-type")).isEqualTo("application/octet-stream");
        int jsonLength = Integer.parseInt(reply.header("inference-header-content-length"));
        assertThat(reply.body().size() - jsonLength).isEqualTo(32 + 8);
        assertThat(TestClient.floats(answer.outputs().get("y"))).containsExactly(0, 2, 4, 6, 8, 10, 12, 14);
        client.verify(answer);
    }

    @Test
    void largeBinaryAnswer_comesWhole() throws Exception {
        int rows = 20_000;
        String json = "{\"inputs\":[{\"name\":\"x\",\"datatype\":\"FP32\",\"shape\":[" + rows
                + ",4],\"parameters\":{\"binary_data_size\":" + 16 * rows
                + "}}],\"outputs\":[{\"name\":\"sum\"},{\"name\":\"y\",\"parameters\":{\"binary_data\":true}}]}";
        byte[] body = java.util.Arrays.copyOf(json.getBytes(StandardCharsets.US_ASCII), json.length() + 16 * rows);
        InferResponse answer = client.post(INFER, body, "Inference-Header-Content-Length", "" + json.length())
                .answer();
        assertThat(answer.outputs().keySet()).containsExactly("sum", "y");
        assertThat(answer.outputs().get("y").sizeBytes()).isEqualTo(16 * rows);
        client.verify(answer);
    }

    @Test
    void wishThatNoAnswerCanFulfil_isRefusedBeforeAnythingIsComputed() throws Exception {
        node.models = List.of(new ModelInfo(
                TestNode.MODEL,
                TestNode.VERSION,
                TestNode.PACKAGE,
                List.of(new TensorSpec("x", DataType.FP32, List.of(-1L, 4L))),
                List.of(new TensorSpec("half", DataType.FP16, List.of(-1L))),
                List.of(),
                64,
                1000));
        TestClient.Answer half = client.post(INFER, ONE_ROW);
        assertThat(half.text())
                .isEqualTo(
                        "{\"error\":\"output 'half' can't stand in JSON: FP16 has no form in JSON; ask for it with the"
                                + " parameter binary_data\"}");
        assertThat(half.status()).isEqualTo(422);
        TestClient.Answer none = client.post(INFER, ONE_ROW.replace("]}]}", "]}],\"outputs\":[{\"name\":\"y\"}]}"));
        assertThat(none.text()).isEqualTo("{\"error\":\"the model has no output 'y'; it has [half]\"}");
        assertThat(none.status()).isEqualTo(400);
        assertThat(node.asked).hasValue(0);
    }

    @Test
    void outputsThatAreAskedFor_comeAloneWithTheDigestsOfTheOthers() throws Exception {
        InferResponse answer = client.post(INFER, ONE_ROW.replace("]}]}", "]}],\"outputs\":[{\"name\":\"sum\"}]}"))
                .answer();
        assertThat(answer.outputs()).containsOnlyKeys("sum");
        assertThat(answer.receipt().orElseThrow().parts().get(0).omitted()).containsOnlyKeys("y");
    }

    @Test
    void nonceOfTheClient_isInTheStatement() throws Exception {
        String nonce = "00112233445566778899aabbccddeeff";
        InferResponse answer = client.post(
                        INFER, ONE_ROW.replace("]}]}", "]}],\"parameters\":{\"signet_nonce\":\"" + nonce + "\"}}"))
                .answer();
        assertThat(client.verify(answer).statement().nonce()).isEqualTo(new Nonce(Bytes.fromHex(nonce)));
    }

    private TestClient.Answer withPriority(String priority) throws Exception {
        return client.post(INFER, ONE_ROW.replace("]}]}", "]}],\"parameters\":{\"priority\":" + priority + "}}"));
    }

    @Test
    void priorityOfTheClient_isTheTasks() throws Exception {
        assertThat(client.post(INFER, ONE_ROW).status()).isEqualTo(200);
        assertThat(node.priority).contains(Priority.NORMAL);
        assertThat(withPriority("1").status()).isEqualTo(200);
        assertThat(node.priority).contains(new Priority(1));
        assertThat(withPriority("0").status()).isEqualTo(200);
        assertThat(node.priority).contains(Priority.NORMAL);
        assertThat(withPriority("5").status()).isEqualTo(200);
        assertThat(node.priority).contains(new Priority(5));
    }

    @Test
    void priorityThatThereIsNot_isRefusedSayingWhichThereAre() throws Exception {
        TestClient.Answer refused = withPriority("6");

        assertThat(refused.status()).isEqualTo(400);
        assertThat(refused.text())
                .isEqualTo("{\"error\":\"priority is 1, the most urgent, to 5, or 0 as any other, not 6\"}");
        assertThat(node.asked).hasValue(0);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "/ | 404 | there is nothing here",
                "/v3 | 404 | there is nothing here",
                "/v2/models | 404 | there is nothing here",
                "/v2/models/nothing | 404 | there is no model 'nothing' here",
                "/v2/models/nothing/ready | 404 | there is no model 'nothing' here",
                "/v2/models/double/versions/9 | 404 | there is no model 'double' in version '9' here",
                "/v2/models/double/infer | 405 | this takes POST, not GET",
                "/v2/models/double/infer/x | 404 | there is nothing here"
            })
    void whatIsNotThere_isSaidSo(String path, int status, String reason) throws Exception {
        TestClient.Answer reply = client.get(path);
        assertThat(reply.text()).startsWith("{\"error\":\"" + reason);
        assertThat(reply.status()).isEqualTo(status);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{ | 400 | the text ends too early",
                "{\"inputs\":[]} | 400 | the request has no inputs",
                "{\"inputs\":[{\"name\":\"z\",\"datatype\":\"FP32\",\"shape\":[1],\"data\":[1]}]} | 400 | the model takes",
                "{\"inputs\":[{\"name\":\"x\",\"datatype\":\"FP32\",\"shape\":[1,4],\"data\":[1,2,3,4]}],"
                        + "\"outputs\":[{\"name\":\"q\"}]} | 400 | the model has no output 'q'",
                "{\"inputs\":[{\"name\":\"x\",\"datatype\":\"FP32\",\"shape\":[1,4],\"data\":[3e38,2,3,4]}]}"
                        + " | 422 | output 'y' can't stand in JSON"
            })
    void badRequests_areRefusedWithWhatIsWrong(String body, int status, String reason) throws Exception {
        TestClient.Answer reply = client.post(INFER, body);
        assertThat(reply.text()).startsWith("{\"error\":\"" + reason);
        assertThat(reply.status()).isEqualTo(status);
    }

    @ParameterizedTest
    @CsvSource({
        "BUSY, 503, 1",
        "UNKNOWN_MODEL, 404, ''",
        "BAD_INPUT, 400, ''",
        "TOO_LARGE, 413, ''",
        "TOO_LATE, 504, ''",
        "FAILED, 500, ''"
    })
    void refusalsOfTheNode_haveTheirStatus(Refusal refusal, int status, String retryAfter) throws Exception {
        node.refusal = Optional.of(new OwnAnswer.Refused(refusal, "so it is"));
        TestClient.Answer reply = client.post(INFER, ONE_ROW);
        assertThat(reply.text()).isEqualTo("{\"error\":\"so it is\"}");
        assertThat(reply.status()).isEqualTo(status);
        assertThat(reply.header("retry-after")).isEqualTo(retryAfter);
    }

    @Test
    void nodeThatFails_saysSoAndTakesFurtherRequests() throws Exception {
        node.bug = Optional.of(new OutOfMemoryError("a bug of the test's"));
        for (int i = 0; i < 5; i++) { // more than there are places
            TestClient.Answer reply = client.post(INFER, ONE_ROW);
            assertThat(reply.text()).isEqualTo("{\"error\":\"the node failed on this request; its log says why\"}");
            assertThat(reply.status()).isEqualTo(500);
        }
        node.bug = Optional.empty();
        assertThat(client.post(INFER, ONE_ROW).status()).isEqualTo(200);
    }

    @Test
    void bodiesBeyondTheLimits_areRefused() throws Exception {
        assertThat(client.post(INFER, new byte[(1 << 20) + 1]).status()).isEqualTo(413);
        assertThat(client.post(INFER, new byte[1 << 20]).text()).contains("bytes of JSON are too many");
        assertThat(client.post(INFER, ONE_ROW, "Inference-Header-Content-Length", "9999")
                        .status())
                .isEqualTo(400);
        assertThat(client.post(INFER, ONE_ROW, "Content-Encoding", "gzip").status())
                .isEqualTo(415);
        HttpRequest chunked = client.to(INFER)
                .POST(BodyPublishers.fromPublisher(BodyPublishers.ofString(ONE_ROW)))
                .build();
        assertThat(HttpClient.newHttpClient()
                        .send(chunked, HttpResponse.BodyHandlers.discarding())
                        .statusCode())
                .isEqualTo(411);
    }

    @Test
    void pagesOfOtherServers_andForeignNames_areRefused() throws Exception {
        assertThat(client.post(INFER, ONE_ROW, "Origin", "https://example.org").status())
                .isEqualTo(403);
        assertThat(raw("GET /v2 HTTP/1.1\r\nHost: evil.example\r\nConnection: close\r\n\r\n"))
                .startsWith("HTTP/1.1 421 ")
                .contains("programs on this machine call http://localhost:");
        assertThat(raw("GET /v2 HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n"))
                .startsWith("HTTP/1.1 200 ");
    }

    @ParameterizedTest
    @CsvSource({
        "'GET /v2%2fx HTTP/1.1\r\nHost: localhost\r\n\r\n', 400",
        "'GET /v2 HTTP/1.1\r\n\r\n', 400",
        "'BAD\r\n\r\n', 400",
        "'GET /v2 HTTP/1.1\r\nHost: localhost\r\nContent-Length: 1\r\nContent-Length: 2\r\n\r\n', 400"
    })
    void requestsThatAreNone_areRefusedInJson(String request, int status) throws Exception {
        assertThat(raw(request)).startsWith("HTTP/1.1 " + status + " ").contains("{\"error\":\"");
    }

    @Test
    void headersBeyondTheLimit_areRefused() throws Exception {
        assertThat(raw("GET /v2 HTTP/1.1\r\nHost: localhost\r\nX: " + "x".repeat(9000) + "\r\n\r\n"))
                .startsWith("HTTP/1.1 431 ");
    }

    /** All that comes back for {@code request}, until the server closes. */
    private String raw(String request) throws IOException {
        URI server = URI.create(node.local());
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), server.getPort())) {
            socket.setSoTimeout(10_000);
            OutputStream out = socket.getOutputStream();
            out.write(request.getBytes(StandardCharsets.ISO_8859_1));
            out.flush();
            socket.shutdownOutput();
            return new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        }
    }
}
