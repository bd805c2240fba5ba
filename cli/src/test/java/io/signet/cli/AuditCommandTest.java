package io.signet.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.signet.attestation.LogDirectory;
import io.signet.log.http.LogServer;
import io.signet.provisioning.Credentials;
import io.signet.runtime.Clock;
import io.signet.statement.Bytes;
import io.signet.statement.Equivocation;
import io.signet.statement.NodeId;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class AuditCommandTest {
    private static final int ENTRIES = 600;

    @TempDir
    static Path shared;

    @TempDir
    Path directory;

    private TestNode log;
    private Path node;

    @BeforeAll
    static void makeMeshes() {
        for (String name : List.of("mesh", "foreign")) {
            assertThat(new Cli(shared)
                            .run("mesh", "create", shared.resolve(name), "--nodes=1")
                            .code())
                    .isZero();
        }
    }

    @BeforeEach
    void writeLog() throws Exception {
        log = TestNode.copyOf(shared.resolve("mesh/node-1"), directory.resolve("node"));
        node = log.home();
        log.append(0, ENTRIES);
    }

    private Cli.Result audit(Object source, Object... options) {
        Object[] all = new Object[options.length + 3];
        all[0] = "audit";
        all[1] = "--state=" + directory.resolve("state");
        all[2] = source;
        System.arraycopy(options, 0, all, 3, options.length);
        return new Cli(directory).run(all);
    }

    private Object trust(String mesh) {
        return "--trust=" + shared.resolve(mesh).resolve("requester/trust.yaml");
    }

    @Test
    void soundLog_isFollowedFromTheLastHead() throws Exception {
        Cli.Result first = audit(node, trust("mesh"));
        assertThat(first.code()).as(first.out() + first.err()).isZero();
        assertThat(first.out())
                .contains("SOUND: statements 0 to 599", log.identity().node().toHex(), "owner");
        assertThat(audit(node).out()).contains("none since the last audit; 600 in all", "NOT CHECKED  whose node");
        log.append(ENTRIES, ENTRIES + 30);
        Cli.Result later = audit(node, trust("mesh"), "--json");
        assertThat(later.json())
                .containsEntry("verdict", "sound")
                .containsEntry("size", 630)
                .containsEntry("seenBefore", 600)
                .containsEntry("checkedFrom", 600);
        assertThat(audit(node, "--all").out()).contains("SOUND: statements 0 to 629");
    }

    @Test
    void logOverHttp_isAuditedAlikeWithTheIdentityThatIsShown() throws Exception {
        try (LogServer server = LogServer.start(
                new InetSocketAddress(InetAddress.getLoopbackAddress(), 0),
                LogDirectory.open(node.resolve("log"), Clock.SYSTEM),
                Optional.of(log.identity()))) {
            Cli.Result result = audit("http://127.0.0.1:" + server.port(), trust("mesh"));
            assertThat(result.code()).as(result.out() + result.err()).isZero();
            assertThat(result.out()).contains("SOUND: statements 0 to 599");
        }
    }

    @Test
    void nodeWithTwoHistories_isProvedToHaveThem() throws Exception {
        assertThat(audit(node).code()).isZero();
        Path files = node.resolve("log");
        Files.move(files, directory.resolve("first-history"));
        log.append(1_000, 1_000 + ENTRIES + 50);
        Cli.Result result = audit(node, "--json");
        assertThat(result.code()).isEqualTo(1);
        assertThat(result.json()).containsEntry("verdict", "forked");
        Path proof = Path.of((String) result.json().get("proof"));
        Equivocation equivocation = Equivocation.decode(Bytes.copyOf(Files.readAllBytes(proof)));
        assertThat(equivocation.holds()).isTrue();
        assertThat(equivocation.node()).isEqualTo(log.identity().node());
        assertThat(audit(node).out()).contains("TWO HISTORIES", proof.toString());

        Files.move(files, directory.resolve("second-history"));
        log.append(2_000, 2_000 + ENTRIES);
        Cli.Result sameSize = audit(node);
        assertThat(sameSize.out()).contains("TWO HISTORIES", "two different logs of 600 statements");
    }

    @Test
    void logThatWasSetBack_isFound() throws Exception {
        TestNode.copy(node.resolve("log"), directory.resolve("backup"));
        log.append(ENTRIES, ENTRIES + 10);
        assertThat(audit(node).code()).isZero();
        Cli.Result result = audit(directory.resolve("backup"), "--identity", node.resolve(Credentials.CHAIN_FILE));
        assertThat(result.code()).isEqualTo(1);
        assertThat(result.out()).contains("SET BACK: the log had 610 statements", "now 600");
    }

    @Test
    void entryThatWasAltered_isNamed() throws Exception {
        Path tile = node.resolve("log/tile/entries/001");
        byte[] bytes = Files.readAllBytes(tile);
        int third = 0;
        for (int i = 0; i < 3; i++) {
            third += 2 + ByteBuffer.wrap(bytes).getShort(third);
        }
        bytes[third + 40] ^= 1;
        Files.write(tile, bytes);
        Cli.Result result = audit(node, "--json");
        assertThat(result.code()).isEqualTo(1);
        assertThat(result.json()).containsEntry("verdict", "faulty").containsEntry("faultCount", 1);
        assertThat(result.out()).contains("\"entry\" : 259");
        assertThat(audit(node).out()).contains("entry 259: it is another one than its hash is of");
    }

    @Test
    void entryThatIsNoStatementOfTheNode_isNamed() throws Exception {
        log.append(ENTRIES, ENTRIES + 1, new NodeId(Bytes.fromHex("22".repeat(16))));
        Cli.Result result = audit(node);
        assertThat(result.code()).isEqualTo(1);
        assertThat(result.out()).contains("entry 600: it is another node's statement", "FAULTY: 1 faults");
        assertThat(audit(node, "--json").out())
                .as("it is found again, as nothing was kept")
                .contains("600");
    }

    @Test
    void nodeThatNobodyTrusts_isRefused() {
        Cli.Result result = audit(node, trust("foreign"));
        assertThat(result.code()).isEqualTo(1);
        assertThat(result.out()).contains("NOT TRUSTED");
    }

    @Test
    void whatIsNoLog_isSaid() throws Exception {
        Cli.Result none = audit(directory);
        assertThat(none.code()).isEqualTo(65);
        assertThat(none.err()).contains("there is no log");
        Cli.Result nobody = audit("http://127.0.0.1:1/");
        assertThat(nobody.code()).isEqualTo(69);
        assertThat(nobody.err()).contains("can't be reached");
        Cli.Result unnamed = audit(node.resolve("log"));
        assertThat(unnamed.code()).isEqualTo(65);
        assertThat(unnamed.err()).contains("--identity");
    }
}
