package io.signet.gateway.internal;

import static org.assertj.core.api.Assertions.assertThat;

import io.signet.provisioning.Certificates;
import io.signet.provisioning.TrustPolicyFile;
import io.signet.statement.Bytes;
import io.signet.statement.Digest;
import io.signet.statement.NodeId;
import io.signet.statement.Proof;
import io.signet.statement.Statement;
import io.signet.statement.Tensor;
import io.signet.statement.TensorDigest;
import io.signet.statement.Tensors;
import io.signet.statement.Verdict;
import io.signet.statement.Verifier;
import io.signet.statement.cbor.CborWriter;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.eclipse.californium.elements.AddressEndpointContext;
import org.eclipse.californium.elements.EndpointContext;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** libcoap's client calls a node as a sensor does. */
class GatewayCoapInterop {
    /**
     * With blocks of 1,024 bytes and unconfirmed, since receipts grow with the log: to a confirmed request of one block libcoap
     * 4.3.1 takes only the first block of a late answer.
     */
    private static final String IDENTITY = " -B 10 -N -b 1024 -c identity/chain.pem -j identity/key.pem -C owner.pem ";

    @TempDir
    private static Path directory;

    private static TestNode node;
    private static CoapGatewayComponent coap;
    private static Path client;

    @BeforeAll
    static void start() throws Exception {
        node = new TestNode(directory, Map.of());
        coap = node.coap(Map.of("body.kib.max", 256));
        client = node.home().requester();
    }

    @BeforeEach
    void load() {
        node.models = List.of(
                TestNode.model(TestNode.VERSION, TestNode.PACKAGE),
                TestNode.pictureModel(Digest.sha256(Bytes.utf8("pictures")), "x=2x2,grey,nhwc,stretch,levels"));
    }

    @AfterAll
    static void stop() {
        coap.deactivate();
        node.close();
    }

    private static Curl run(String command) throws Exception {
        return Curl.run(client, Map.of("NODE", "coaps://127.0.0.1:" + coap.port()), command);
    }

    private static void rows(String file, int count) throws Exception {
        ByteBuffer elements = ByteBuffer.allocate(16 * count).order(ByteOrder.LITTLE_ENDIAN);
        for (int i = 0; i < 4 * count; i++) {
            elements.putFloat(i);
        }
        Files.write(client.resolve(file), elements.array());
    }

    private static Proof verified(String file) throws Exception {
        Proof proof = Proof.decode(Bytes.copyOf(Files.readAllBytes(client.resolve(file))));
        Verifier verifier =
                new Verifier(TrustPolicyFile.read(client.resolve("trust.yaml")).policy());
        Verdict verdict = verifier.verify(proof, System.currentTimeMillis());
        assertThat(verdict).isInstanceOf(Verdict.Accepted.class);
        assertThat(((Verdict.Accepted) verdict).statement().requester())
                .isEqualTo(NodeId.of(Certificates.read(client.resolve("identity/chain.pem"))
                        .get(0)
                        .getPublicKey()));
        return proof;
    }

    @Test
    void resources_areFound() throws Exception {
        assertThat(run("coap-client-openssl -m get" + IDENTITY + "$NODE/.well-known/core")
                        .output())
                .contains("</v2/models/double/infer>;ct=\"60 42\";rt=\"signet.infer\"")
                .contains("</v2/models/brightness/infer>;ct=\"60 42 23 22\";rt=\"signet.infer\"");
    }

    @Test
    void picture_isAnsweredByTheProofOfItsTensor() throws Exception {
        TestPictures.library();
        Files.write(client.resolve("square.png"), TestPictures.file(TestPictures.grey(2, 0, 64, 128, 255), "png"));
        String infer = IDENTITY + "$NODE/v2/models/brightness/infer";
        Curl post = run("coap-client-openssl -m post -t 23 -f square.png -o picture.receipt" + infer);
        assertThat(post.exit()).as(post.output()).isZero();
        Proof proof = verified("picture.receipt");
        assertThat(proof.outputs()).containsEntry("y", Tensor.ofFloats(List.of(1L, 2L, 2L, 1L), 0, 128, 256, 510));
        assertThat(Statement.decode(proof.statement()).input())
                .isEqualTo(TensorDigest.of(Map.of("x", Tensor.ofFloats(List.of(1L, 2L, 2L, 1L), 0, 64, 128, 255))));

        Files.write(client.resolve("broken.png"), new byte[] {1, 2, 3});
        assertThat(run("coap-client-openssl -m post -t 23 -f broken.png" + infer)
                        .output())
                .contains("4.00 the picture is not a picture");
        Files.write(client.resolve("large.png"), TestPictures.claiming(4_000, 4_000));
        assertThat(run("coap-client-openssl -m post -t 23 -f large.png" + infer).output())
                .contains("4.13 the picture takes");
        assertThat(run("coap-client-openssl -m post -t 22 -f square.png" + IDENTITY + "$NODE/v2/models/double/infer")
                        .output())
                .contains("4.15 no picture becomes the input of 'double'");
    }

    @Test
    void bareRow_isAnsweredByItsProof() throws Exception {
        rows("row.bin", 1);
        Curl post = run("coap-client-openssl -m post -t 42 -f row.bin -o row.receipt" + IDENTITY
                + "$NODE/v2/models/double/infer");
        assertThat(post.exit()).as(post.output()).isZero();
        assertThat(verified("row.receipt").outputs())
                .containsEntry("y", Tensor.ofFloats(List.of(1L, 4L), 0, 2, 4, 6))
                .containsEntry("sum", Tensor.ofFloats(List.of(1L), 6));
    }

    @Test
    void namedTensors_comeInCbor() throws Exception {
        CborWriter cbor = new CborWriter();
        Tensors.write(cbor, Map.of("x", Tensor.ofFloats(List.of(2L, 4L), 1, 2, 3, 4, 5, 6, 7, 8)));
        Files.write(client.resolve("rows.cbor"), cbor.toBytes().toArray());
        run("coap-client-openssl -m post -t 60 -f rows.cbor -o cbor.receipt" + IDENTITY
                + "$NODE/v2/models/double/infer");
        assertThat(verified("cbor.receipt").outputs()).containsEntry("sum", Tensor.ofFloats(List.of(2L), 10, 26));
    }

    @Test
    void manyRows_goBlockByBlock() throws Exception {
        rows("many.bin", 4000);
        run("coap-client-openssl -m post -t 42 -f many.bin -o many.receipt" + IDENTITY
                + "$NODE/v2/models/double/infer");
        assertThat(verified("many.receipt").outputs().get("y").shape()).containsExactly(4000L, 4L);
    }

    /** The outputs of the first fit, without what proves them; those of the second do not. */
    @ParameterizedTest
    @ValueSource(ints = {13_100, 13_200})
    void answerBeyondTheLimit_isRefused(int rows) throws Exception {
        rows("beyond.bin", rows);
        assertThat(run("coap-client-openssl -m post -t 42 -f beyond.bin" + IDENTITY + "$NODE/v2/models/double/infer")
                        .output())
                .contains("4.13 the answer has 26");
    }

    @Test
    void nodeThatFails_saysSo() throws Exception {
        rows("row.bin", 1);
        node.bug = Optional.of(new OutOfMemoryError("a bug of the test's"));
        assertThat(run("coap-client-openssl -m post -t 42 -f row.bin" + IDENTITY + "$NODE/v2/models/double/infer")
                        .output())
                .contains("5.00 the node failed on this request; its log says why");
        node.reset();
    }

    @Test
    void clientWithoutACertificate_isNobody() {
        EndpointContext unknown =
                new AddressEndpointContext(new InetSocketAddress(InetAddress.getLoopbackAddress(), 1));
        EndpointContext byName = new AddressEndpointContext(
                new InetSocketAddress(InetAddress.getLoopbackAddress(), 1), () -> "some name");
        assertThat(CoapModels.requester(unknown)).isEmpty();
        assertThat(CoapModels.requester(byName)).isEmpty();
    }

    @Test
    void requestsThatCanNotBeAnswered_areToldWhy() throws Exception {
        rows("row.bin", 1);
        Files.write(client.resolve("odd.bin"), new byte[15]);
        Files.write(client.resolve("large.bin"), new byte[300_000]);
        String infer = IDENTITY + "$NODE/v2/models/double/infer";
        assertThat(run("coap-client-openssl -m get" + infer).output()).contains("4.05");
        assertThat(run("coap-client-openssl -m post -t 42 -f row.bin" + IDENTITY + "$NODE/v2/models/no/infer")
                        .output())
                .contains("4.04");
        assertThat(run("coap-client-openssl -m post -t 0 -f row.bin" + infer).output())
                .contains("4.15 send application/cbor (60) or application/octet-stream (42)");
        assertThat(run("coap-client-openssl -m post -t 42 -f odd.bin" + infer).output())
                .contains("4.00 a row of 'x' has 16 bytes, 15 came");
        assertThat(run("coap-client-openssl -m post -t 60 -f row.bin" + infer).output())
                .contains("4.00 ");
        assertThat(run("coap-client-openssl -m post -t 42 -f large.bin" + infer).output())
                .contains("4.13 ");
    }

    @Test
    void clientWithoutCertificate_isNotServed() throws Exception {
        Curl get = run("coap-client-openssl -m get -B 10 $NODE/.well-known/core");
        assertThat(get.output()).contains("alert").doesNotContain("infer");
    }
}
