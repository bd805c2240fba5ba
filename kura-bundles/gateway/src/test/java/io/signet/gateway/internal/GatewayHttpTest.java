package io.signet.gateway.internal;

import static org.assertj.core.api.Assertions.assertThat;

import io.signet.mesh.JobResult;
import io.signet.mesh.OwnAnswer;
import io.signet.mesh.Peer;
import io.signet.mesh.Refusal;
import io.signet.mesh.ServedModel;
import io.signet.mesh.TaskAnswer;
import io.signet.openinference.AnswerReceipt;
import io.signet.openinference.InferResponse;
import io.signet.provisioning.TrustPolicyFile;
import io.signet.statement.Assurance;
import io.signet.statement.Bytes;
import io.signet.statement.Digest;
import io.signet.statement.NodeId;
import io.signet.statement.Nonce;
import io.signet.statement.Proof;
import io.signet.statement.Tensor;
import io.signet.statement.Verdict;
import io.signet.statement.Verifier;
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
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
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

    private final HttpClient client = HttpClient.newHttpClient();

    private record Reply(int status, Map<String, List<String>> headers, Bytes body) {
        String text() {
            return new String(body.toArray(), StandardCharsets.UTF_8);
        }

        String header(String name) {
            return String.join(",", headers.getOrDefault(name, List.of()));
        }

        InferResponse answer() throws Exception {
            assertThat(status).as(text()).isEqualTo(200);
            return InferResponse.decode(body.toArray());
        }
    }

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

    private Reply send(HttpRequest.Builder request, String... headers) throws IOException, InterruptedException {
        HttpResponse<byte[]> response = client.send(
                (headers.length == 0 ? request : request.headers(headers)).build(),
                HttpResponse.BodyHandlers.ofByteArray());
        return new Reply(response.statusCode(), response.headers().map(), Bytes.copyOf(response.body()));
    }

    private HttpRequest.Builder to(String path) {
        return HttpRequest.newBuilder(URI.create(node.local() + path)).timeout(Duration.ofSeconds(20));
    }

    private Reply get(String path, String... headers) throws IOException, InterruptedException {
        return send(to(path), headers);
    }

    private Reply post(String path, byte[] body, String... headers) throws IOException, InterruptedException {
        return send(to(path).POST(BodyPublishers.ofByteArray(body)), headers);
    }

    private Reply post(String path, String body, String... headers) throws IOException, InterruptedException {
        return post(path, body.getBytes(StandardCharsets.UTF_8), headers);
    }

    private static float[] floats(Tensor tensor) {
        float[] values = new float[tensor.sizeBytes() / 4];
        tensor.floats().get(values);
        return values;
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
        Reply reply = get(path);
        assertThat(reply.text()).isEqualTo(json);
        assertThat(reply.status()).isEqualTo(200);
        assertThat(reply.header("content-type")).isEqualTo("application/json");
    }

    @Test
    void index_listsModelsHereAndElsewhere() throws Exception {
        node.peers = List.of(peer("double"), peer("other"));
        assertThat(post("/v2/repository/index", "{}").text())
                .isEqualTo("[{\"name\":\"double\",\"version\":\"1.2\",\"state\":\"READY\",\"reason\":\"\"},"
                        + "{\"name\":\"other\",\"state\":\"READY\",\"reason\":\"served by other nodes\"}]");
    }

    @Test
    void ofTwoPackages_theOneIsDescribedThatAnswers() throws Exception {
        for (String other : List.of("a", "b", "c", "d")) { // digests before and after that of the other package
            Digest latest = Digest.sha256(Bytes.utf8(other));
            node.models = List.of(TestNode.model("1.2", TestNode.PACKAGE), TestNode.model("1.3", latest));
            assertThat(get("/v2/models/double").text()).contains("\"versions\":[\"1.3\"]");
            InferResponse answer = post(INFER, ONE_ROW).answer();
            assertThat(answer.version()).contains("1.3");
            assertThat(verify(answer).statement().modelPackage()).isEqualTo(latest);
            InferResponse older =
                    post("/v2/models/double/versions/1.2/infer", ONE_ROW).answer();
            assertThat(older.version()).contains("1.2");
            assertThat(verify(older).statement().modelPackage()).isEqualTo(TestNode.PACKAGE);
        }
    }

    @Test
    void packageThatIsReplacedMeanwhile_isAskedForAnew() throws Exception {
        Digest newer = Digest.sha256(Bytes.utf8("newer"));
        node.busy = () -> node.models = List.of(TestNode.model("1.3", newer));
        assertThat(post(INFER, ONE_ROW).answer().version()).contains("1.3");
    }

    @Test
    void answerInJson_hasAllOutputsAndAReceiptThatHolds() throws Exception {
        Reply reply = post(INFER, ONE_ROW.replace("{\"inputs\"", "{\"id\":\"7\",\"inputs\""));
        InferResponse answer = reply.answer();
        assertThat(reply.header("content-type")).isEqualTo("application/json");
        assertThat(answer.model()).isEqualTo("double");
        assertThat(answer.version()).contains("1.2");
        assertThat(answer.id()).contains("7");
        assertThat(floats(answer.outputs().get("y"))).containsExactly(2, 4, 6, 9);
        assertThat(floats(answer.outputs().get("sum"))).containsExactly(10.5f);
        Verdict.Accepted verdict = verify(answer);
        assertThat(verdict.statement().requester()).isEqualTo(node.node());
    }

    /** Verifies as whoever has the requester's trust policy. */
    private Verdict.Accepted verify(InferResponse answer) throws Exception {
        AnswerReceipt.Part part = answer.receipt().orElseThrow().parts().get(0);
        Proof bare = part.proof();
        Proof proof = new Proof(bare.statement(), bare.receipt(), bare.identity(), Map.of(), answer.outputs());
        Verifier verifier =
                new Verifier(TrustPolicyFile.read(node.home().requester().resolve("trust.yaml"))
                        .policy());
        Verdict verdict = verifier.verify(proof, System.currentTimeMillis());
        assertThat(verdict).isInstanceOf(Verdict.Accepted.class);
        return (Verdict.Accepted) verdict;
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
        Reply reply = post(INFER, body.array(), "Inference-Header-Content-Length", "" + json.length());
        InferResponse answer = reply.answer();
        assertThat(reply.header("content-type")).isEqualTo("application/octet-stream");
        int jsonLength = Integer.parseInt(reply.header("inference-header-content-length"));
        assertThat(reply.body().size() - jsonLength).isEqualTo(32 + 8);
        assertThat(floats(answer.outputs().get("y"))).containsExactly(0, 2, 4, 6, 8, 10, 12, 14);
        verify(answer);
    }

    @Test
    void largeBinaryAnswer_comesWhole() throws Exception {
        int rows = 20_000;
        String json = "{\"inputs\":[{\"name\":\"x\",\"datatype\":\"FP32\",\"shape\":[" + rows
                + ",4],\"parameters\":{\"binary_data_size\":" + 16 * rows
                + "}}],\"outputs\":[{\"name\":\"sum\"},{\"name\":\"y\",\"parameters\":{\"binary_data\":true}}]}";
        byte[] body = java.util.Arrays.copyOf(json.getBytes(StandardCharsets.US_ASCII), json.length() + 16 * rows);
        InferResponse answer = post(INFER, body, "Inference-Header-Content-Length", "" + json.length())
                .answer();
        assertThat(answer.outputs().keySet()).containsExactly("sum", "y");
        assertThat(answer.outputs().get("y").sizeBytes()).isEqualTo(16 * rows);
        verify(answer);
    }

    @Test
    void outputsThatAreAskedFor_comeAloneWithTheDigestsOfTheOthers() throws Exception {
        InferResponse answer = post(INFER, ONE_ROW.replace("]}]}", "]}],\"outputs\":[{\"name\":\"sum\"}]}"))
                .answer();
        assertThat(answer.outputs()).containsOnlyKeys("sum");
        assertThat(answer.receipt().orElseThrow().parts().get(0).omitted()).containsOnlyKeys("y");
    }

    @Test
    void nonceOfTheClient_isInTheStatement() throws Exception {
        String nonce = "00112233445566778899aabbccddeeff";
        InferResponse answer = post(
                        INFER, ONE_ROW.replace("]}]}", "]}],\"parameters\":{\"signet_nonce\":\"" + nonce + "\"}}"))
                .answer();
        assertThat(verify(answer).statement().nonce()).isEqualTo(new Nonce(Bytes.fromHex(nonce)));
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
        Reply reply = get(path);
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
        Reply reply = post(INFER, body);
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
        Reply reply = post(INFER, ONE_ROW);
        assertThat(reply.text()).isEqualTo("{\"error\":\"so it is\"}");
        assertThat(reply.status()).isEqualTo(status);
        assertThat(reply.header("retry-after")).isEqualTo(retryAfter);
    }

    @Test
    void nodeThatFails_saysSoAndTakesFurtherRequests() throws Exception {
        node.bug = Optional.of(new OutOfMemoryError("a bug of the test's"));
        for (int i = 0; i < 5; i++) { // more than there are places
            Reply reply = post(INFER, ONE_ROW);
            assertThat(reply.text()).isEqualTo("{\"error\":\"the node failed on this request; its log says why\"}");
            assertThat(reply.status()).isEqualTo(500);
        }
        node.bug = Optional.empty();
        assertThat(post(INFER, ONE_ROW).status()).isEqualTo(200);
    }

    @ParameterizedTest
    @CsvSource({
        "BUSY, 503, 1",
        "BAD_INPUT, 400, ''",
        "TOO_LARGE, 413, ''",
        "TOO_LATE, 504, ''",
    })
    void refusalsOfTheMesh_haveTheirStatus(Refusal refusal, int status, String retryAfter) throws Exception {
        node.peers = List.of(peer("other"));
        node.job = new JobResult.Failed("so it is", Optional.of(refusal), List.of());
        Reply reply = post("/v2/models/other/infer", ONE_ROW);
        assertThat(reply.text()).isEqualTo("{\"error\":\"other nodes were asked: so it is\"}");
        assertThat(reply.status()).isEqualTo(status);
        assertThat(reply.header("retry-after")).isEqualTo(retryAfter);
    }

    @Test
    void placesAreBounded_andComeBack() throws Exception {
        node.gate = new CompletableFuture<>();
        HttpRequest request = to(INFER).POST(BodyPublishers.ofString(ONE_ROW)).build();
        var first = client.sendAsync(request, HttpResponse.BodyHandlers.discarding());
        var second = client.sendAsync(request, HttpResponse.BodyHandlers.discarding());
        while (node.asked.get() < 2) {
            Thread.onSpinWait();
        }
        Reply refused = post(INFER, ONE_ROW);
        assertThat(refused.text()).isEqualTo("{\"error\":\"all 2 places for requests are taken\"}");
        assertThat(refused.status()).isEqualTo(503);
        assertThat(refused.header("retry-after")).isEqualTo("1");
        assertThat(get("/v2/health/live").status()).isEqualTo(200);
        node.gate.complete(null);
        assertThat(first.join().statusCode()).isEqualTo(200);
        assertThat(second.join().statusCode()).isEqualTo(200);
    }

    @Test
    void bodiesBeyondTheLimits_areRefused() throws Exception {
        assertThat(post(INFER, new byte[(1 << 20) + 1]).status()).isEqualTo(413);
        assertThat(post(INFER, new byte[1 << 20]).text()).contains("bytes of JSON are too many");
        assertThat(post(INFER, ONE_ROW, "Inference-Header-Content-Length", "9999")
                        .status())
                .isEqualTo(400);
        assertThat(post(INFER, ONE_ROW, "Content-Encoding", "gzip").status()).isEqualTo(415);
        HttpRequest chunked = to(INFER)
                .POST(BodyPublishers.fromPublisher(BodyPublishers.ofString(ONE_ROW)))
                .build();
        assertThat(client.send(chunked, HttpResponse.BodyHandlers.discarding()).statusCode())
                .isEqualTo(411);
    }

    @Test
    void pagesOfOtherServers_andForeignNames_areRefused() throws Exception {
        assertThat(post(INFER, ONE_ROW, "Origin", "https://example.org").status())
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

    private static Peer peer(String model) {
        return new Peer(
                new NodeId(Bytes.fromHex("ff".repeat(16))),
                "owner",
                Assurance.SOFTWARE,
                true,
                true,
                List.of(ServedModel.of(model, Digest.sha256(Bytes.EMPTY), 1)),
                0,
                0,
                1,
                0,
                0,
                0,
                Optional.empty());
    }

    @Test
    void modelThatOnlyOthersServe_isAskedOfThem() throws Exception {
        node.peers = List.of(peer("other"));
        assertThat(get("/v2/models/other/ready").status()).isEqualTo(200);
        assertThat(get("/v2/models/other").text()).contains("\"versions\":[]");
        Reply refused = post("/v2/models/other/infer", ONE_ROW);
        assertThat(refused.text()).isEqualTo("{\"error\":\"other nodes were asked: nobody is there\"}");
        assertThat(refused.status()).isEqualTo(503);
        node.job = answeredInParts();
        InferResponse answer = post("/v2/models/other/infer", twoRows()).answer();
        assertThat(node.submitted.orElseThrow().model()).isEqualTo("other");
        assertThat(node.submitted.orElseThrow().timeout()).isLessThanOrEqualTo(Duration.ofSeconds(30));
        assertThat(answer.version()).isEmpty();
        assertThat(answer.receipt().orElseThrow().parts())
                .extracting(AnswerReceipt.Part::rows)
                .containsExactly(1L, 1L);
    }

    @Test
    void fullNode_asksOthersUnlessTheClientsNonceIsAtStake() throws Exception {
        node.job = answeredInParts();
        node.refusal = Optional.of(new OwnAnswer.Refused(Refusal.BUSY, "all places are taken"));
        assertThat(post(INFER, twoRows()).status()).as("nobody else serves it").isEqualTo(503);
        assertThat(node.submitted).isEmpty();
        node.peers = List.of(peer("double"));
        assertThat(post(INFER, twoRows()).answer().version()).contains("1.2");
        assertThat(node.submitted.orElseThrow().modelPackage())
                .as("the same package, wherever it is computed")
                .isPresent();
        String withNonce = twoRows()
                .replace("{\"inputs\"", "{\"parameters\":{\"signet_nonce\":\"" + "00".repeat(16) + "\"},\"inputs\"");
        assertThat(post(INFER, withNonce).text()).isEqualTo("{\"error\":\"all places are taken\"}");
    }

    private static String twoRows() {
        return "{\"inputs\":[{\"name\":\"x\",\"datatype\":\"FP32\",\"shape\":[2,4],\"data\":[1,2,3,4,5,6,7,8]}]}";
    }

    /** What a mesh gives of which two nodes computed a row each; here both are this node. */
    private JobResult answeredInParts() throws Exception {
        InferResponse one = post(INFER, ONE_ROW).answer();
        Proof proof = one.receipt().orElseThrow().parts().get(0).proof();
        Verdict.Accepted verdict = verify(one);
        Map<String, Tensor> outputs = Map.of("y", Tensor.ofFloats(List.of(2L, 4L), 1, 2, 3, 4, 5, 6, 7, 8));
        return new JobResult.Completed(
                outputs,
                List.of(
                        new TaskAnswer(0, 1, node.node(), proof, verdict, 1, 1),
                        new TaskAnswer(1, 2, node.node(), proof, verdict, 1, 1)));
    }
}
