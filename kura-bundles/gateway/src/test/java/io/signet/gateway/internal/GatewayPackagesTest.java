package io.signet.gateway.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.signet.inference.PushResult;
import io.signet.inference.StoredPackage;
import io.signet.provisioning.Certificates;
import io.signet.provisioning.Credentials;
import io.signet.provisioning.ProvisioningException;
import io.signet.provisioning.owner.OwnerAuthority;
import io.signet.runtime.OneKeyTls;
import io.signet.statement.Bytes;
import io.signet.statement.Digest;
import io.signet.statement.NodeId;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import javax.net.ssl.SSLHandshakeException;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Packages for other nodes, over real sockets. */
@Timeout(30)
class GatewayPackagesTest {
    private static final Digest DIGEST = Digest.sha256(Bytes.utf8("manifest"));

    @TempDir
    private static Path directory;

    private static TestNode node;
    private static byte[] content;
    private static Path file;
    private static HttpClient peer;

    @BeforeAll
    static void start() throws Exception {
        content = new byte[3 << 20];
        new Random(1).nextBytes(content);
        file = Files.write(directory.resolve("digits.signet"), content);
        node = new TestNode(
                directory,
                home -> Map.of(
                        "packages.transfers.max",
                        2,
                        "packages.mib.per.s",
                        100,
                        "body.mib.max",
                        1,
                        "packages.push",
                        new String[] {id(home.requester()).toHex()}),
                Patience.DEFAULT);
        peer = client(node.home().node(2), node.node());
    }

    @AfterAll
    static void stop() {
        node.close();
    }

    @BeforeEach
    void store() {
        node.reset();
        node.stored = Optional.of(new StoredPackage(DIGEST, file, content.length));
    }

    private static NodeId id(Path member) {
        try {
            return NodeId.of(Certificates.read(member.resolve(Credentials.CHAIN_FILE))
                    .get(0)
                    .getPublicKey());
        } catch (ProvisioningException e) {
            throw new IllegalStateException(e);
        }
    }

    /** The member whose directory is {@code home}, if nobody but {@code server} answers. */
    private static HttpClient client(Path home, NodeId server) throws Exception {
        Credentials own = Credentials.load(home.resolve(Credentials.KEY_FILE), home.resolve(Credentials.CHAIN_FILE));
        return HttpClient.newBuilder()
                .version(HttpClient.Version.HTTP_1_1)
                .sslContext(OneKeyTls.contextTo(
                        own.key().handle(),
                        own.chain(),
                        Certificates.read(home.resolve(OwnerAuthority.CERTIFICATE_FILE)),
                        certificate -> NodeId.of(certificate.getPublicKey()).equals(server)))
                .build();
    }

    private static HttpRequest.Builder to(String digest) {
        return HttpRequest.newBuilder(URI.create("https://127.0.0.1:" + node.port() + "/v2/packages/" + digest))
                .timeout(Duration.ofSeconds(20));
    }

    private static HttpResponse<byte[]> get(HttpClient client, String... headers) throws Exception {
        HttpRequest.Builder request = to(DIGEST.toHex());
        return client.send(
                (headers.length == 0 ? request : request.headers(headers)).build(),
                HttpResponse.BodyHandlers.ofByteArray());
    }

    @Test
    void node_getsThePackageOfItsDigest() throws Exception {
        HttpResponse<byte[]> answer = get(peer);
        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(answer.body()).isEqualTo(content);
        assertThat(answer.headers().firstValue("etag")).contains("\"" + DIGEST.toHex() + "\"");
        assertThat(answer.headers().firstValue("accept-ranges")).contains("bytes");
    }

    @Test
    void whatBrokeOff_goesOn() throws Exception {
        HttpResponse<byte[]> rest = get(peer, "Range", "bytes=1000000-");
        assertThat(rest.statusCode()).isEqualTo(206);
        assertThat(rest.headers().firstValue("content-range"))
                .contains("bytes 1000000-" + (content.length - 1) + "/" + content.length);
        assertThat(rest.body()).isEqualTo(Arrays.copyOfRange(content, 1_000_000, content.length));
        HttpResponse<byte[]> other = get(peer, "Range", "bytes=1000000-", "If-Range", "\"other\"");
        assertThat(other.statusCode()).as("of another file").isEqualTo(200);
        HttpResponse<byte[]> beyond = get(peer, "Range", "bytes=" + content.length + "-");
        assertThat(beyond.statusCode()).isEqualTo(416);
        assertThat(beyond.headers().firstValue("content-range")).contains("bytes */" + content.length);
    }

    @Test
    void head_tellsTheSizeWithoutThePackage() throws Exception {
        HttpResponse<byte[]> answer = peer.send(
                to(DIGEST.toHex())
                        .method("HEAD", HttpRequest.BodyPublishers.noBody())
                        .build(),
                HttpResponse.BodyHandlers.ofByteArray());
        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(answer.headers().firstValueAsLong("content-length")).hasValue(content.length);
        assertThat(answer.body()).isEmpty();
    }

    @Test
    void whoIsNoNode_getsNone() throws Exception {
        HttpResponse<byte[]> requester = get(client(node.home().requester(), node.node()));
        assertThat(requester.statusCode()).isEqualTo(403);
        assertThat(new String(requester.body(), java.nio.charset.StandardCharsets.UTF_8))
                .contains("packages are given to nodes");
        TestClient.Answer local = new TestClient(node).get("/v2/packages/" + DIGEST.toHex());
        assertThat(local.status()).isEqualTo(403);
    }

    @ParameterizedTest
    @CsvSource({"0000000000000000000000000000000000000000000000000000000000000000, 404", "00, 404", "'', 404"})
    void whatIsNotHere_isNotFound(String digest, int status) throws Exception {
        HttpResponse<Void> answer = peer.send(to(digest).build(), HttpResponse.BodyHandlers.discarding());
        assertThat(answer.statusCode()).isEqualTo(status);
    }

    @Test
    void fileThatIsGone_isNotFound() throws Exception {
        node.stored = Optional.of(new StoredPackage(DIGEST, directory.resolve("gone.signet"), 10));
        assertThat(get(peer).statusCode()).isEqualTo(404);
    }

    @Test
    void moreTransfersThanPlaces_areToldToAskOthers_andPlacesAreGivenBack() throws Exception {
        List<CompletableFuture<HttpResponse<byte[]>>> all = new ArrayList<>();
        for (int i = 0; i < 12; i++) {
            all.add(peer.sendAsync(to(DIGEST.toHex()).build(), HttpResponse.BodyHandlers.ofByteArray()));
        }
        int busy = 0;
        for (CompletableFuture<HttpResponse<byte[]>> one : all) {
            HttpResponse<byte[]> answer = one.get();
            if (answer.statusCode() == 503) {
                busy++;
                assertThat(answer.headers().firstValue("retry-after")).contains("1");
            } else {
                assertThat(answer.body()).isEqualTo(content);
            }
        }
        assertThat(busy).isPositive();
        assertThat(get(peer).statusCode()).isEqualTo(200);
    }

    @Test
    void anotherNodeAtTheAddress_isNoticed() throws Exception {
        HttpClient misled = client(
                node.home().node(2),
                NodeId.of(Certificates.read(node.home().node(2).resolve(Credentials.CHAIN_FILE))
                        .get(0)
                        .getPublicKey()));
        assertThatThrownBy(() -> get(misled))
                .isInstanceOf(IOException.class)
                .hasRootCauseInstanceOf(java.security.cert.CertificateException.class)
                .isInstanceOf(SSLHandshakeException.class);
    }

    private static HttpResponse<String> put(HttpClient client, String range, int bytes) throws Exception {
        return client.send(
                to(DIGEST.toHex())
                        .header("Content-Range", range)
                        .PUT(HttpRequest.BodyPublishers.ofByteArray(content, 0, bytes))
                        .build(),
                HttpResponse.BodyHandlers.ofString());
    }

    @Test
    void whoMayGivePackages_givesThemPartByPart() throws Exception {
        HttpClient pusher = client(node.home().requester(), node.node());
        node.pushed = new PushResult.Wanting(1_000_000);
        HttpResponse<String> first = put(pusher, "bytes 0-999999/3000000", 1_000_000);
        assertThat(first.statusCode()).isEqualTo(202);
        assertThat(first.body()).isEqualTo("{\"offset\":1000000}");
        assertThat(node.part).isEqualTo("1000000 of 3000000 bytes from 0");
        node.pushed = new PushResult.Loaded(node.models.get(0), "test/1");
        HttpResponse<String> last = put(pusher, "bytes 2999990-2999999/3000000", 10);
        assertThat(last.statusCode()).isEqualTo(200);
        assertThat(last.body())
                .isEqualTo("{\"state\":\"loaded\",\"model\":\"double\",\"version\":\"1.2\","
                        + "\"engine\":\"test/1\",\"rows_per_second\":1000}");
        assertThat(node.part).isEqualTo("10 of 3000000 bytes from 2999990");
        node.pushed = new PushResult.Kept("no engine is here yet");
        assertThat(put(pusher, "bytes 2999990-2999999/3000000", 10).body())
                .isEqualTo("{\"state\":\"kept\",\"reason\":\"no engine is here yet\"}");
    }

    @Test
    void whoMayGivePackages_asksHowMuchIsThere() throws Exception {
        HttpClient pusher = client(node.home().requester(), node.node());
        HttpRequest head = to(DIGEST.toHex())
                .method("HEAD", HttpRequest.BodyPublishers.noBody())
                .build();
        assertThat(pusher.send(head, HttpResponse.BodyHandlers.discarding()).statusCode())
                .isEqualTo(200);
        node.stored = Optional.empty();
        HttpResponse<Void> partly = pusher.send(head, HttpResponse.BodyHandlers.discarding());
        assertThat(partly.statusCode()).isEqualTo(404);
        assertThat(partly.headers().firstValueAsLong("upload-offset")).hasValue(1234);
        assertThat(peer.send(head, HttpResponse.BodyHandlers.discarding())
                        .headers()
                        .map())
                .as("of others it is no business")
                .doesNotContainKey("upload-offset");
    }

    @Test
    void whoMayNotGivePackages_isToldHowHeMay() throws Exception {
        HttpResponse<String> answer = put(peer, "bytes 0-9/100", 10);
        assertThat(answer.statusCode()).isEqualTo(403);
        assertThat(answer.body()).contains(id(node.home().node(2)) + " may not give packages to this node");
        assertThat(node.part).isEmpty();
        TestClient local = new TestClient(node);
        TestClient.Answer noBody = local.send(local.to("/v2/packages/" + DIGEST.toHex())
                .header("Content-Range", "bytes 0-9/100")
                .PUT(HttpRequest.BodyPublishers.ofByteArray(content, 0, 10)));
        assertThat(noBody.status()).isEqualTo(403);
    }

    @ParameterizedTest
    @CsvSource({
        "NOT_ACCEPTED, 403",
        "WRONG, 400",
        "OUT_OF_ORDER, 409",
        "BUSY, 503",
        "NO_ROOM, 507",
    })
    void refusals_haveTheirStatus(PushResult.Why why, int status) throws Exception {
        node.pushed = new PushResult.Refused(why, "so it is");
        HttpResponse<String> answer = put(client(node.home().requester(), node.node()), "bytes 0-9/100", 10);
        assertThat(answer.statusCode()).isEqualTo(status);
        assertThat(answer.body()).isEqualTo("{\"error\":\"so it is\"}");
    }

    @ParameterizedTest
    @CsvSource({
        "bytes 0-9/100, 11, 400",
        "bytes 0-99/99, 100, 400",
        "bytes 5-4/100, 0, 400",
        "bytes */100, 10, 400",
        "'', 10, 400",
        "bytes 0-1048576/2000000, 1048577, 413"
    })
    void partsThatAreNone_areRefused(String range, int bytes, int status) throws Exception {
        assertThat(put(client(node.home().requester(), node.node()), range, bytes)
                        .statusCode())
                .isEqualTo(status);
        assertThat(node.part).isEmpty();
    }

    @Test
    void settings_areChecked() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> settings(Map.of("packages.push", new String[] {"requester"})))
                .withMessage("packages.push: 'requester' is not the id of a member, 32 hexadecimal digits");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> settings(Map.of("packages.give", "all")))
                .withMessage("packages.give = 'all' is not 'nodes' or 'nobody'");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> settings(Map.of("packages.transfers.max", 65)))
                .withMessage("packages.transfers.max = 65 is out of range: 1 to 64");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> settings(Map.of("packages.mib.per.s", 0)))
                .withMessage("packages.mib.per.s = 0 is out of range: 1 to 10000");
        assertThat(settings(Map.of("packages.give", "nobody")).given()).isFalse();
    }

    private static PackageSettings settings(Map<String, Object> values) {
        return PackageSettings.of(TestNode.config(GatewayConfig.class, values));
    }
}
