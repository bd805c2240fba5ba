package io.signet.gateway.internal;

import static org.assertj.core.api.Assertions.assertThat;

import io.signet.jetson.JetsonLibrary;
import io.signet.jetson.NativeLoading;
import io.signet.openinference.InferResponse;
import io.signet.provisioning.Certificates;
import io.signet.statement.Bytes;
import io.signet.statement.Digest;
import io.signet.statement.NodeId;
import io.signet.statement.Statement;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** curl over HTTPS: who may come, whom it finds, and every example of docs/gateway.md. */
class GatewayCurlInterop {
    private static final Path PAGE = Path.of("../../docs/gateway.md");
    private static final Pattern EXAMPLE =
            Pattern.compile("```sh\\n(.*?)```(?:\\n+```text\\n(.*?)```)?", Pattern.DOTALL);
    private static final String CALL = "curl -sS -m 20 --resolve \"$NODE:$PORT:127.0.0.1\" ";
    private static final String OWNER = "--cacert owner.pem ";
    private static final String CLIENT = "--cert identity/chain.pem --key identity/key.pem ";

    @TempDir
    private static Path directory;

    private static TestNode node;

    @BeforeAll
    static void start() throws Exception {
        node = new TestNode(directory, Map.of());
        node.models = List.of(
                TestNode.model(TestNode.VERSION, TestNode.PACKAGE),
                TestNode.pictureModel(Digest.sha256(Bytes.utf8("pictures")), "x=2x2,grey,nhwc,stretch,levels"));
    }

    @AfterAll
    static void stop() {
        node.close();
    }

    private static Curl run(String script) throws Exception {
        Map<String, String> variables = Map.of(
                "NODE", node.node().toHex(),
                "PORT", Integer.toString(node.port()),
                "LOCAL", node.local());
        return Curl.run(node.home().requester(), variables, script);
    }

    @Test
    void clientOfTheOwner_isAnsweredAndNamedInTheStatement() throws Exception {
        Curl infer = run(CALL + OWNER + CLIENT + "--tls-max 1.3 https://$NODE:$PORT/v2/models/double/infer -d "
                + "'{\"inputs\":[{\"name\":\"x\",\"datatype\":\"FP32\",\"shape\":[1,4],\"data\":[1,2,3,4]}]}'");
        InferResponse answer = InferResponse.decode(infer.output().getBytes(java.nio.charset.StandardCharsets.UTF_8));
        Statement statement = Statement.decode(
                answer.receipt().orElseThrow().parts().get(0).proof().statement());
        Path chain = node.home().requester().resolve("identity/chain.pem");
        assertThat(statement.requester())
                .isEqualTo(NodeId.of(Certificates.read(chain).get(0).getPublicKey()));
    }

    @Test
    void whoHasNoCertificate_isNotServed() throws Exception {
        Curl none = run(CALL + OWNER + "https://$NODE:$PORT/v2");
        assertThat(none.exit()).as(none.output()).isIn(35, 56);
        Curl selfMade =
                run("openssl req -x509 -newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes -keyout k.pem -out c.pem"
                        + " -subj /CN=me -days 1 2>/dev/null; " + CALL + OWNER
                        + "--cert c.pem --key k.pem https://$NODE:$PORT/v2");
        assertThat(selfMade.exit()).as(selfMade.output()).isIn(35, 56);
    }

    @Test
    void otherServersAndOldTls_areNoticed() throws Exception {
        assertThat(run(CALL + CLIENT + "https://$NODE:$PORT/v2").exit())
                .as("whose certificate is not known")
                .isEqualTo(60);
        assertThat(run(CALL + OWNER + CLIENT + "https://localhost:$PORT/v2").exit())
                .as("a node is called by its id")
                .isEqualTo(60);
        assertThat(run(CALL + OWNER + CLIENT + "--tls-max 1.2 https://$NODE:$PORT/v2")
                        .exit())
                .isEqualTo(35);
        assertThat(run(CALL + "http://$NODE:$PORT/v2").exit()).as("plain HTTP").isNotZero();
    }

    @Test
    void everyExampleOfThePage_givesWhatItSays() throws Exception {
        List<String> ran = new ArrayList<>();
        Matcher example = EXAMPLE.matcher(Files.readString(PAGE));
        while (example.find()) {
            if (example.group(1).contains("image/png") && JetsonLibrary.load() instanceof NativeLoading.Missing none) {
                System.out.println("left out: " + example.group(1) + none);
                continue;
            }
            Curl got = run(example.group(1));
            assertThat(got.exit()).as(example.group(1) + got.output()).isZero();
            if (example.group(2) != null) {
                assertThat(got.output().strip()).as(example.group(1)).matches(expected(example.group(2)));
            }
            ran.add(example.group(1));
        }
        assertThat(ran).hasSizeGreaterThan(5);
    }

    /** A text with dots in the place of what differs each time. */
    private static Pattern expected(String text) {
        List<String> parts = List.of(text.strip().split(Pattern.quote("..."), -1));
        return Pattern.compile(
                String.join(".*", parts.stream().map(Pattern::quote).toList()), Pattern.DOTALL);
    }
}
