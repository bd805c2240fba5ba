package io.signet.gateway.internal;

import static org.assertj.core.api.Assertions.assertThat;

import io.signet.mesh.JobResult;
import io.signet.mesh.OwnAnswer;
import io.signet.mesh.Peer;
import io.signet.mesh.Refusal;
import io.signet.mesh.ServedModel;
import io.signet.mesh.Strain;
import io.signet.mesh.TaskAnswer;
import io.signet.openinference.AnswerReceipt;
import io.signet.openinference.InferResponse;
import io.signet.statement.Assurance;
import io.signet.statement.Bytes;
import io.signet.statement.Digest;
import io.signet.statement.NodeId;
import io.signet.statement.Proof;
import io.signet.statement.Tensor;
import io.signet.statement.Verdict;
import java.nio.file.Path;
import java.time.Duration;
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

/** What the node can't answer is asked of others. */
class GatewayMeshTest {
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

    @Test
    void index_listsModelsHereAndElsewhere() throws Exception {
        node.peers = List.of(peer("double"), peer("other"));
        assertThat(client.post("/v2/repository/index", "{}").text())
                .isEqualTo("[{\"name\":\"double\",\"version\":\"1.2\",\"state\":\"READY\",\"reason\":\"\"},"
                        + "{\"name\":\"other\",\"state\":\"READY\",\"reason\":\"served by other nodes\"}]");
    }

    @Test
    void modelThatOnlyOthersServe_isAskedOfThem() throws Exception {
        node.peers = List.of(peer("other"));
        assertThat(client.get("/v2/models/other/ready").status()).isEqualTo(200);
        assertThat(client.get("/v2/models/other").text()).contains("\"versions\":[]");
        TestClient.Answer refused = client.post("/v2/models/other/infer", ONE_ROW);
        assertThat(refused.text()).isEqualTo("{\"error\":\"other nodes were asked: nobody is there\"}");
        assertThat(refused.status()).isEqualTo(503);
        node.job = answeredInParts();
        InferResponse answer = client.post("/v2/models/other/infer", twoRows()).answer();
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
        assertThat(client.post(INFER, twoRows()).status())
                .as("nobody else serves it")
                .isEqualTo(503);
        assertThat(node.submitted).isEmpty();
        node.peers = List.of(peer("double"));
        assertThat(client.post(INFER, twoRows()).answer().version()).contains("1.2");
        assertThat(node.submitted.orElseThrow().modelPackage())
                .as("the same package, wherever it is computed")
                .isPresent();
        String withNonce = twoRows()
                .replace("{\"inputs\"", "{\"parameters\":{\"signet_nonce\":\"" + "00".repeat(16) + "\"},\"inputs\"");
        assertThat(client.post(INFER, withNonce).text()).isEqualTo("{\"error\":\"all places are taken\"}");
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
        TestClient.Answer reply = client.post("/v2/models/other/infer", ONE_ROW);
        assertThat(reply.text()).isEqualTo("{\"error\":\"other nodes were asked: so it is\"}");
        assertThat(reply.status()).isEqualTo(status);
        assertThat(reply.header("retry-after")).isEqualTo(retryAfter);
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
                Strain.NONE,
                0,
                0,
                Optional.empty(),
                Optional.empty());
    }

    private static String twoRows() {
        return "{\"inputs\":[{\"name\":\"x\",\"datatype\":\"FP32\",\"shape\":[2,4],\"data\":[1,2,3,4,5,6,7,8]}]}";
    }

    /** What a mesh gives of which two nodes computed a row each; here both are this node. */
    private JobResult answeredInParts() throws Exception {
        InferResponse one = client.post(INFER, ONE_ROW).answer();
        Proof proof = one.receipt().orElseThrow().parts().get(0).proof();
        Verdict.Accepted verdict = client.verify(one);
        Map<String, Tensor> outputs = Map.of("y", Tensor.ofFloats(List.of(2L, 4L), 1, 2, 3, 4, 5, 6, 7, 8));
        return new JobResult.Completed(
                outputs,
                List.of(
                        new TaskAnswer(0, 1, node.node(), proof, verdict, 1, 1),
                        new TaskAnswer(1, 2, node.node(), proof, verdict, 1, 1)));
    }
}
