package io.signet.gateway.internal;

import static org.assertj.core.api.Assertions.assertThat;

import io.signet.inference.ModelInfo;
import io.signet.mesh.OwnAnswer;
import io.signet.mesh.Refusal;
import io.signet.openinference.InferResponse;
import io.signet.statement.Bytes;
import io.signet.statement.Digest;
import io.signet.statement.Statement;
import io.signet.statement.Tensor;
import io.signet.statement.TensorDigest;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Pictures over HTTP, with the native library. */
@Timeout(60)
class GatewayPictureTest {
    private static final String INFER = "/v2/models/brightness/infer";
    private static final String RECIPE = "x=2x2,grey,nhwc,stretch,levels";
    private static final String[] PNG = {"Content-Type", "image/png"};
    private static final ModelInfo MODEL = TestNode.pictureModel(Digest.sha256(Bytes.utf8("pictures")), RECIPE);

    @TempDir
    private static Path directory;

    private static TestNode node;
    private static TestClient client;

    @BeforeAll
    static void start() throws Exception {
        TestPictures.library();
        node = new TestNode(directory, Map.of("body.mib.max", 1, "bodies.mib.max", 2));
        client = new TestClient(node);
    }

    @BeforeEach
    void load() {
        node.reset();
        node.models = List.of(TestNode.model(TestNode.VERSION, TestNode.PACKAGE), MODEL);
    }

    @AfterAll
    static void stop() {
        if (node != null) {
            node.close();
        }
    }

    private static float[] sent(byte[] file, String type) throws Exception {
        InferResponse answer = client.post(INFER, file, "Content-Type", type).answer();
        return TestClient.floats(answer.outputs().get("y"));
    }

    /** Whoever has the picture and the package can make the tensor again that the statement names. */
    @Test
    void png_isAnsweredWithTheProofOfTheTensorThatItBecame() throws Exception {
        byte[] file = TestPictures.file(TestPictures.grey(2, 0, 10, 200, 255), "png");
        InferResponse answer = client.post(INFER, file, PNG).answer();

        Statement statement = client.verify(answer).statement();
        assertThat(statement.input())
                .isEqualTo(TensorDigest.of(Map.of("x", Tensor.ofFloats(List.of(1L, 2L, 2L, 1L), 0, 10, 200, 255))));
        assertThat(statement.modelPackage()).isEqualTo(MODEL.packageDigest());
        assertThat(answer.picture()).contains(RECIPE);
        assertThat(answer.outputs())
                .containsEntry("y", Tensor.ofFloats(List.of(1L, 2L, 2L, 1L), 0, 20, 400, 510))
                .containsEntry("sum", Tensor.ofFloats(List.of(1L), 465));
    }

    @Test
    void jpegAndTransparentColours_areTaken() throws Exception {
        assertThat(sent(TestPictures.file(TestPictures.grey(2, 90, 90, 90, 90), "jpeg"), "Image/JPEG; q=1"))
                .containsExactly(180, 180, 180, 180);
        byte[] colours =
                TestPictures.file(TestPictures.colours(2, 0x00000000, 0xff000000, 0xff00ff00, 0x80000000), "png");
        // nothing over white, black, green by its weight 9617 / 2^14, half of black over white
        assertThat(sent(colours, "image/png")).containsExactly(510, 0, 300, 254);
    }

    @Test
    void whoAcceptsOctets_getsBinaryOutputs() throws Exception {
        byte[] file = TestPictures.file(TestPictures.grey(2, 1, 2, 3, 4), "png");
        TestClient.Answer answer =
                client.post(INFER, file, "Content-Type", "image/png", "Accept", "application/octet-stream");
        assertThat(answer.header("content-type")).isEqualTo("application/octet-stream");
        assertThat(TestClient.floats(answer.answer().outputs().get("y"))).containsExactly(2, 4, 6, 8);
    }

    @Test
    void metadata_tellsHowAPictureBecomesTheInput() throws Exception {
        assertThat(client.get("/v2/models/brightness").text())
                .contains("\"parameters\":{\"signet_picture\":\"" + RECIPE + "\"}");
        assertThat(client.get("/v2/models/double").text()).doesNotContain("signet_picture");
    }

    private static void assertRefused(TestClient.Answer answer, int status, String reason) {
        assertThat(answer.text()).startsWith("{\"error\":\"").contains(reason);
        assertThat(answer.status()).isEqualTo(status);
        assertThat(node.asked).hasValue(0);
    }

    @Test
    void brokenPictures_areRefusedWithTheReason() throws Exception {
        byte[] file = TestPictures.file(TestPictures.grey(2, 1, 2, 3, 4), "png");
        assertRefused(client.post(INFER, Arrays.copyOf(file, 50), PNG), 400, "the picture is truncated: ");
        byte[] altered = file.clone();
        altered[45] ^= 1;
        assertRefused(client.post(INFER, altered, PNG), 400, "the picture is corrupt: wrong checksum");
        assertRefused(client.post(INFER, new byte[0], PNG), 400, "the picture is empty");
        assertRefused(client.post(INFER, "{}", PNG), 400, "the picture is not a picture: it is neither PNG nor JPEG");
        byte[] gif = TestPictures.file(TestPictures.grey(2, 1, 2, 3, 4), "gif");
        assertRefused(client.post(INFER, gif, PNG), 400, "the picture is a GIF file; only PNG and JPEG are read");
        assertRefused(client.post(INFER, gif, "Content-Type", "image/gif"), 415, "image/png and image/jpeg are taken");
    }

    /** Before a pixel is decoded: of such sizes none would come to an end. */
    @Test
    void picturesThatTakeTooMuchMemory_areRefusedByTheirHeader() throws Exception {
        assertRefused(client.post(INFER, TestPictures.claiming(16_000, 16_000), PNG), 413, "bytes to decode, at most");
        assertRefused(client.post(INFER, TestPictures.claiming(100_000, 1), PNG), 413, "at most 16384 each way");
        assertThat(sent(TestPictures.file(TestPictures.grey(2, 1, 2, 3, 4), "png"), "image/png"))
                .containsExactly(2, 4, 6, 8);
    }

    @Test
    void modelsThatTakeNoPictures_areNamed() throws Exception {
        byte[] file = TestPictures.file(TestPictures.grey(2, 1, 2, 3, 4), "png");
        assertRefused(
                client.post("/v2/models/double/infer", file, PNG), 415, "no picture becomes the input of 'double'");
        assertRefused(client.post("/v2/models/nothing/infer", file, PNG), 404, "there is no model 'nothing'");
    }

    /** The row was made for one package: another one, with another recipe, must not compute it. */
    @Test
    void packageThatIsReplacedMeanwhile_answersNoRowOfTheOther() throws Exception {
        ModelInfo next =
                TestNode.pictureModel(Digest.sha256(Bytes.utf8("next")), "x=2x2,grey,nhwc,stretch,mean:1,deviation:1");
        node.busy = () -> node.models = List.of(next);
        byte[] file = TestPictures.file(TestPictures.grey(2, 1, 2, 3, 4), "png");

        TestClient.Answer answer = client.post(INFER, file, PNG);

        assertThat(answer.text()).contains("is not loaded here");
        assertThat(answer.status()).isEqualTo(404);
        assertThat(node.asked).hasValue(1);
    }

    @Test
    void nodeThatIsBusy_saysSoForPicturesToo() throws Exception {
        node.refusal = Optional.of(new OwnAnswer.Refused(Refusal.BUSY, "no room"));
        byte[] file = TestPictures.file(TestPictures.grey(2, 1, 2, 3, 4), "png");
        assertThat(client.post(INFER, file, PNG).status()).isEqualTo(503);
    }
}
