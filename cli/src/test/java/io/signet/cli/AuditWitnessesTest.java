package io.signet.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import io.signet.attestation.LogAgent;
import io.signet.attestation.LogOptions;
import io.signet.attestation.PublishedLog;
import io.signet.cli.bench.TestLog;
import io.signet.runtime.DiskStorage;
import io.signet.statement.Bytes;
import io.signet.statement.CosignedHead;
import io.signet.statement.Equivocation;
import io.signet.statement.TreeHead;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a log's files and those of its witnesses say to an auditor, who has a plain web server, or a copy, and nothing else. */
class AuditWitnessesTest {
    private static final int ENTRIES = 600;
    /** The test's time does not pass. */
    private static final LogOptions AT_ONCE =
            new LogOptions(1_000, 1 << 20, 1 << 16, Duration.ofSeconds(1), Duration.ZERO);

    @TempDir
    static Path shared;

    @TempDir
    Path directory;

    private TestNode node;
    private TestNode first;
    private TestNode second;

    @BeforeAll
    static void makeMesh() {
        Cli.Result made = new Cli(shared)
                .run("mesh", "create", shared.resolve("mesh"), "--nodes=3", "--witnesses=2", "--without-model");
        assertThat(made.code()).as(made.err()).isZero();
    }

    @BeforeEach
    void writeLog() throws Exception {
        node = TestNode.copyOf(shared.resolve("mesh/node-1"), directory.resolve("node"));
        first = TestNode.of(shared.resolve("mesh/node-2"));
        second = TestNode.of(shared.resolve("mesh/node-3"));
        node.append(0, ENTRIES);
    }

    private Cli.Result audit(Object source, Object... options) {
        Object[] all = new Object[options.length + 4];
        all[0] = "audit";
        all[1] = "--state=" + directory.resolve("state");
        all[2] = "--trust=" + shared.resolve("mesh/requester/trust.yaml");
        all[3] = source;
        System.arraycopy(options, 0, all, 4, options.length);
        return new Cli(directory).run(all);
    }

    /** A web server that knows files, and nothing of logs. */
    private static HttpServer serveFiles(Path root) throws IOException {
        HttpServer server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/", exchange -> {
            Path file = root.resolve(exchange.getRequestURI().getPath().substring(1));
            try (exchange) {
                if (Files.isRegularFile(file)) {
                    byte[] content = Files.readAllBytes(file);
                    exchange.sendResponseHeaders(200, content.length);
                    exchange.getResponseBody().write(content);
                } else {
                    exchange.sendResponseHeaders(404, -1);
                }
            }
        });
        server.start();
        return server;
    }

    private static String address(HttpServer server) {
        return "http://127.0.0.1:" + server.getAddress().getPort() + "/";
    }

    @Test
    void witnesses_areCountedAndNamed() throws Exception {
        node.publish(first, second);
        for (Path source : List.of(node.home(), node.log())) {
            Cli.Result result = audit(source);
            assertThat(result.code()).as(result.out() + result.err()).isZero();
            assertThat(result.out())
                    .contains("witnesses    2 witnesses signed that this log extends whatever they saw of it before: ")
                    .contains(
                            first.identity().node().toHex(),
                            second.identity().node().toHex());
        }
        Cli.Result json = audit(node.home(), "--json");
        assertThat(json.json()).containsEntry("verdict", "sound").containsEntry("witnessed", ENTRIES);
        assertThat((List<?>) json.json().get("witnesses"))
                .hasSize(2)
                .first()
                .isEqualTo(Map.of("node", first.identity().node().toHex(), "owner", "local owner"));
    }

    @Test
    void tooFewWitnesses_areSaid_andTheHeadIsNotTakenAsSeen() throws Exception {
        node.publish(first);
        Cli.Result result = audit(node.home(), "--json");
        assertThat(result.code()).isEqualTo(1);
        assertThat(result.json()).containsEntry("verdict", "too-few-witnesses");
        assertThat(audit(node.home()).out())
                .contains("TOO FEW WITNESSES: The policy demands 2 witnesses of the node's log, but 1 counts")
                .doesNotContain("seen before");
        node.publish(first, second);
        assertThat(audit(node.home()).code()).isZero();
    }

    @Test
    void statementsThatNobodyWitnesses_areFoundWhenTheyAreOld() throws Exception {
        node.publish(first, second);
        long old = Cli.NOW.minusSeconds(301).toEpochMilli();
        node.append(ENTRIES, ENTRIES + 2, node.identity().node(), old);
        Cli.Result result = audit(node.home());
        assertThat(result.code()).isEqualTo(1);
        assertThat(result.out())
                .contains("TOO FEW WITNESSES: No witness signed the statements from 600 to 601, the first of them of");
    }

    @Test
    void wrongCosignature_isSaid() throws Exception {
        node.publish(first, second);
        Path file = node.log().resolve("cosignatures");
        byte[] content = Files.readAllBytes(file);
        content[content.length - 1] ^= 1;
        Files.write(file, content);
        Cli.Result result = audit(node.home());
        assertThat(result.code()).isEqualTo(1);
        assertThat(result.out()).contains("BAD COSIGNATURE: The cosignature of witness ", " is wrong: ");
    }

    @Test
    void otherHistoryThatWitnessesCosigned_isSavedAsAProof() throws Exception {
        Path history = node.log();
        Files.move(history, directory.resolve("shown"));
        TreeHead other = node.append(5_000, 5_000 + ENTRIES);
        Files.move(history, directory.resolve("cosigned"));
        Files.move(directory.resolve("shown"), history);
        CosignedHead cosigned = new CosignedHead(other, List.of(first.cosign(other), second.cosign(other)));
        Files.write(history.resolve("cosignatures"), cosigned.encode().toArray());
        Cli.Result result = audit(node.home(), "--json");
        assertThat(result.code()).isEqualTo(1);
        assertThat(result.json()).containsEntry("verdict", "forked");
        Equivocation proof = Equivocation.decode(
                Bytes.copyOf(Files.readAllBytes(Path.of((String) result.json().get("proof")))));
        assertThat(proof.holds()).isTrue();
    }

    @Test
    void copyOfTheFiles_isAuditedAndVerifiedWithoutTheNode() throws Exception {
        node.publish(first, second);
        Path copy = directory.resolve("copy");
        TestNode.copy(node.log(), copy);
        Files.delete(copy.resolve("heads"));
        Cli.Result result = audit(copy);
        assertThat(result.code()).as(result.out() + result.err()).isZero();
        assertThat(result.out()).contains("SOUND: statements 0 to 599", "2 witnesses signed");
        Cli.Result verified =
                new Cli(directory).run("verify", "--trust=" + shared.resolve("mesh/requester/trust.yaml"), copy);
        assertThat(verified.code()).as(verified.out()).isZero();
        assertThat(verified.out()).contains("PROVED      one log: 2 witnesses signed");
    }

    @Test
    void logOfAPlainWebServer_isFollowedWhileItGrows() throws Exception {
        node.publish(first, second);
        HttpServer server = serveFiles(node.log());
        DiskStorage storage = new DiskStorage(node.log());
        try (LogAgent log = LogAgent.open(storage, node.key(), Cli.CLOCK, AT_ONCE)) {
            PublishedLog shown = PublishedLog.open(log, storage, Cli.CLOCK, Duration.ofSeconds(1));
            assertThat(audit(address(server)).out()).contains("SOUND: statements 0 to 599", "owner");
            for (int size = ENTRIES + 100; size <= ENTRIES + 400; size += 100) {
                for (int i = size - 100; i < size; i++) {
                    log.append(TestLog.statement(node.identity().node(), i, Cli.NOW.toEpochMilli())
                            .encode());
                }
                while (log.doWork() > 0) {
                    // the log writes all, and makes tiles
                }
                TreeHead head = log.head();
                shown.cosigned(head, first.cosign(head));
                shown.cosigned(head, second.cosign(head));
                shown.publishNow();
                Cli.Result result = audit(address(server));
                assertThat(result.code()).as(result.out() + result.err()).isZero();
                assertThat(result.out())
                        .contains("SOUND: statements " + (size - 100) + " to " + (size - 1))
                        .contains("2 witnesses signed that this log extends");
            }
            assertThat(audit(address(server), "--all").out()).contains("SOUND: statements 0 to 999");
        } finally {
            server.stop(0);
        }
    }
}
