package io.signet.log.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.signet.attestation.LogAgent;
import io.signet.attestation.LogDirectory;
import io.signet.attestation.LogOptions;
import io.signet.attestation.PublishedLog;
import io.signet.attestation.SessionKey;
import io.signet.attestation.SoftwareKey;
import io.signet.provisioning.owner.CertificateRequest;
import io.signet.provisioning.owner.OwnerAuthority;
import io.signet.runtime.Clock;
import io.signet.runtime.DiskStorage;
import io.signet.statement.Assurance;
import io.signet.statement.Bytes;
import io.signet.statement.ConsistencyReceipt;
import io.signet.statement.Cosignature;
import io.signet.statement.CosignedHead;
import io.signet.statement.IdentityChain;
import io.signet.statement.Receipt;
import io.signet.statement.TreeHead;
import io.signet.statement.merkle.MerkleTree;
import io.signet.statement.tile.EntryBundle;
import io.signet.statement.tile.TileId;
import io.signet.statement.tile.TiledHashes;
import io.signet.statement.tile.TiledLog;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A log over real sockets, as a node shows it and as it is read from a directory while the node writes. */
class LogServerTest {
    private static final int ENTRIES = 600;

    @TempDir
    Path directory;

    private final HttpClient client = HttpClient.newHttpClient();
    private SoftwareKey key;
    private LogAgent log;
    private PublishedLog shown;
    private LogServer server;

    @BeforeEach
    void start() throws Exception {
        key = SoftwareKey.create(directory.resolve("key.pem"));
        DiskStorage storage = new DiskStorage(directory.resolve("log"));
        log = LogAgent.open(storage, key, Clock.SYSTEM, LogOptions.DEFAULT);
        shown = PublishedLog.open(log, storage, Clock.SYSTEM, Duration.ofSeconds(1));
        append(0, ENTRIES);
        while (log.doWork() > 0) {
            // entries become tiles
        }
        server = serve(shown);
    }

    private void append(int from, int to) {
        for (int i = from; i < to; i++) {
            log.append(statement(i));
        }
        while (log.size() < to) {
            log.doWork();
        }
    }

    private static Bytes statement(int number) {
        return Bytes.utf8("statement " + number);
    }

    private static LogServer serve(TiledLog log) throws IOException {
        return LogServer.start(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), log, Optional.empty());
    }

    @AfterEach
    void stop() {
        server.close();
        log.close();
    }

    private HttpResponse<byte[]> get(String path, String... headers) throws IOException, InterruptedException {
        HttpRequest.Builder request =
                HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + server.port() + "/" + path));
        return client.send(
                (headers.length == 0 ? request : request.headers(headers)).build(),
                HttpResponse.BodyHandlers.ofByteArray());
    }

    private Bytes body(String path) throws IOException, InterruptedException {
        HttpResponse<byte[]> response = get(path);
        assertThat(response.statusCode())
                .as(path + ": " + new String(response.body(), StandardCharsets.UTF_8))
                .isEqualTo(200);
        return Bytes.copyOf(response.body());
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void anyone_canCheckTheWholeLogFromWhatIsShown(boolean fromDirectory) throws Exception {
        if (fromDirectory) {
            server.close();
            server = serve(LogDirectory.open(directory.resolve("log"), Clock.SYSTEM));
        }
        TreeHead head = TreeHead.decode(body("checkpoint"));
        assertThat(head).isEqualTo(log.head());
        assertThat(head.signedBy(key.publicKey())).isTrue();
        TiledHashes hashes = new TiledHashes(tile -> fetched(tile), head.size());
        assertThat(MerkleTree.root(hashes, head.size())).isEqualTo(head.root());
        for (int index = 0; index * 256 < ENTRIES; index++) {
            TileId tile = TileId.entries(index).in(head.size());
            EntryBundle entries = EntryBundle.decode(body(tile.path()), tile.width());
            for (int i = 0; i < tile.width(); i++) {
                assertThat(entries.entries().get(i)).isEqualTo(statement(256 * index + i));
                assertThat(entries.leafHashes().get(i)).isEqualTo(hashes.hash(0, 256 * index + i));
            }
        }
        for (int index : new int[] {0, 255, 256, 599}) {
            assertThat(body("entry/" + index)).isEqualTo(statement(index));
            Receipt receipt = Receipt.decode(body("receipt/" + index), statement(index));
            assertThat(receipt.head()).isEqualTo(head);
        }
    }

    private Bytes fetched(TileId tile) throws IOException {
        try {
            return body(tile.path());
        } catch (InterruptedException e) {
            throw new IOException(e);
        }
    }

    @Test
    void laterHead_isProvedToExtendTheEarlier() throws Exception {
        TreeHead earlier = TreeHead.decode(body("checkpoint"));
        append(ENTRIES, ENTRIES + 10);
        ConsistencyReceipt receipt =
                ConsistencyReceipt.decode(body("consistency/" + earlier.size()), earlier.size(), earlier.root());
        assertThat(receipt.head()).isEqualTo(log.head());
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void whatWitnessesSaid_isShownWithTheHeadThatTheySaidItOf(boolean fromDirectory) throws Exception {
        SoftwareKey witness = SoftwareKey.create(directory.resolve("witness.pem"));
        OwnerAuthority owner = OwnerAuthority.selfSigned(
                SoftwareKey.create(directory.resolve("owner.pem")), "Anna", Clock.SYSTEM, new Random(7));
        IdentityChain chain = IdentityChain.of(owner.issueNode(CertificateRequest.of(witness), Assurance.SOFTWARE));
        SessionKey session = SessionKey.create(witness, Clock.SYSTEM, Duration.ofHours(1));
        TreeHead head = log.head();
        Cosignature word =
                Cosignature.sign(session.signer(), session.certificate(), chain, head, Clock.SYSTEM.wallMillis());
        shown.cosigned(head, word);
        if (fromDirectory) {
            server.close();
            shown.publishNow();
            server = serve(LogDirectory.open(directory.resolve("log"), Clock.SYSTEM));
        }
        append(ENTRIES, ENTRIES + 1);
        assertThat(CosignedHead.decode(body("cosignatures"))).isEqualTo(new CosignedHead(head, List.of(word)));
    }

    @Test
    void whatNeverChanges_isKeptForEverAndTheHeadIsAskedForAgain() throws Exception {
        assertThat(get("tile/entries/000").headers().firstValue("cache-control").orElseThrow())
                .contains("immutable");
        HttpResponse<byte[]> head = get("checkpoint");
        assertThat(head.headers().firstValue("cache-control")).contains("public, no-cache");
        String tag = head.headers().firstValue("etag").orElseThrow();
        HttpResponse<byte[]> again = get("checkpoint", "If-None-Match", "\"other\", " + tag);
        assertThat(again.statusCode()).isEqualTo(304);
        assertThat(again.body()).isEmpty();
        append(ENTRIES, ENTRIES + 1);
        assertThat(get("checkpoint", "If-None-Match", tag).statusCode()).isEqualTo(200);
    }

    @Test
    void whatIsNotThere_isNotFoundAndTheReasonIsSaid() throws Exception {
        for (String path : new String[] {
            "",
            "identity",
            "cosignatures",
            "heads",
            "lock",
            "tile/entries/003",
            "tile/0/002.p/89",
            "tile/2/000",
            "entry/600",
            "receipt/600",
            "consistency/0",
            "consistency/601",
            "entry/-1",
            "entry/01",
            "entry/99999999999999999999"
        }) {
            HttpResponse<byte[]> response = get(path);
            assertThat(response.statusCode()).as(path).isEqualTo(404);
            assertThat(response.body()).as(path).isNotEmpty();
        }
        Files.delete(directory.resolve("log/tile/entries/001"));
        HttpResponse<byte[]> moved = get("entry/300");
        assertThat(moved.statusCode()).isEqualTo(404);
        assertThat(new String(moved.body(), StandardCharsets.UTF_8)).contains("tile/entries/001 is not here");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "GET /../key.pem HTTP/1.1\r\n\r\n",
                "GET /tile/../heads HTTP/1.1\r\n\r\n",
                "GET /%2e%2e/key.pem HTTP/1.1\r\n\r\n",
                "GET /tile/entries/../../../key.pem HTTP/1.0\r\n\r\n",
                "GET file:///etc/passwd HTTP/1.1\r\nConnection: close\r\n\r\n"
            })
    void pathOutOfTheLog_isNotFound(String request) throws IOException {
        assertThat(raw(request)).startsWith("HTTP/1.1 404 ").doesNotContain("PRIVATE");
    }

    @Test
    void anythingButAReading_isRefused() throws IOException {
        assertThat(raw("DELETE /checkpoint HTTP/1.1\r\n\r\n"))
                .startsWith("HTTP/1.1 405 ")
                .contains("Allow: GET, HEAD");
        assertThat(raw("POST /checkpoint HTTP/1.1\r\nContent-Length: 5\r\n\r\n"))
                .startsWith("HTTP/1.1 400 ");
        assertThat(raw("GET / HTTP/1.1\r\nTransfer-Encoding: chunked\r\n\r\n")).startsWith("HTTP/1.1 400 ");
        assertThat(raw("GET /\r\n\r\n")).startsWith("HTTP/1.1 400 ");
        assertThat(raw("GET / HTTP/2.0\r\n\r\n")).startsWith("HTTP/1.1 400 ");
        assertThat(raw("GET / HTTP/1.1\r\nno colon\r\n\r\n")).startsWith("HTTP/1.1 400 ");
        assertThat(raw("GET / HTTP/1.1\r\nX: " + "x".repeat(8_192) + "\r\n\r\n"))
                .startsWith("HTTP/1.1 431 ");
    }

    @Test
    void headRequest_getsNoBody() throws IOException {
        assertThat(raw("HEAD /tile/0/000 HTTP/1.0\r\n\r\n"))
                .startsWith("HTTP/1.1 200 ")
                .contains("Content-Length: 8192\r\n")
                .endsWith("\r\n\r\n");
    }

    /** Sends all at once, says that nothing more comes, and reads to the end. */
    private String raw(String request) throws IOException {
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), server.port())) {
            socket.getOutputStream().write(request.getBytes(StandardCharsets.US_ASCII));
            socket.shutdownOutput();
            return new String(socket.getInputStream().readAllBytes(), StandardCharsets.ISO_8859_1);
        }
    }

    @Test
    void portThatIsTaken_isAnErrorThatNamesIt() {
        assertThatExceptionOfType(IOException.class)
                .isThrownBy(() -> LogServer.start(
                        new InetSocketAddress(InetAddress.getLoopbackAddress(), server.port()),
                        shown,
                        Optional.empty()))
                .withMessageContaining(Integer.toString(server.port()));
    }

    @Test
    void directoryWithoutALog_isAnError() {
        assertThatExceptionOfType(IOException.class)
                .isThrownBy(() -> LogDirectory.open(directory, Clock.SYSTEM))
                .withMessageContaining("there is no log");
    }
}
