package io.signet.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.signet.meter.MeterSample;
import io.signet.meter.MeterSamples;
import io.signet.simulator.FreePorts;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Real nodes, of which one is told, while it runs, to show its log and to say where. */
class AuditMeshTest {
    @TempDir
    static Path home;

    private static Optional<DemoMesh> running = Optional.empty();

    @TempDir
    Path directory;

    @BeforeAll
    static void startMesh() throws Exception {
        running = Optional.of(Cli.startMesh(home));
        int port = FreePorts.find(1).get(0);
        Path settings = mesh().resolve("node-1/node.yaml");
        String shown = Files.readString(settings)
                .replace("#log-server:", "log-server:")
                .replace("#  port: 8640", "  port: " + port + "\n  address: 127.0.0.1")
                .replace("#  identity.file", "  identity.file")
                .replace("#log.address: http://HOST:8640/", "log.address: http://127.0.0.1:" + port + "/");
        Path draft = settings.resolveSibling("node.yaml.new");
        Files.writeString(draft, shown);
        Files.move(draft, settings, StandardCopyOption.REPLACE_EXISTING);
    }

    @AfterAll
    static void stopMesh() {
        running.ifPresent(DemoMesh::close);
    }

    private static Path mesh() {
        return running.orElseThrow().directory();
    }

    private static String id(String node) throws Exception {
        return TestNode.of(mesh().resolve(node)).identity().node().toHex();
    }

    private Cli.Result audit(String node, Object... options) {
        return audit(60, node, options);
    }

    private Cli.Result audit(int waitSeconds, String node, Object... options) {
        Object[] all = new Object[options.length + 5];
        all[0] = "audit";
        all[1] = "--mesh=" + running.orElseThrow().requester();
        all[2] = "--state=" + directory.resolve("state");
        all[3] = "--wait=" + waitSeconds;
        all[4] = node;
        System.arraycopy(options, 0, all, 5, options.length);
        return new Cli(directory).system().run(all);
    }

    @Test
    void nodeThatSaysWhereItsLogIs_isAuditedByItsId_andFollowed() throws Exception {
        infer();
        Cli.Result first = audit(id("node-1").substring(0, 8), "--json");
        assertThat(first.code()).as(first.out() + first.err()).isZero();
        assertThat(first.json())
                .containsEntry("verdict", "sound")
                .containsEntry("node", id("node-1"))
                .containsEntry("owner", "local owner");
        infer();
        Cli.Result second = audit(id("node-1"));
        assertThat(second.code()).as(second.out() + second.err()).isZero();
        assertThat(second.out())
                .contains("seen before  " + first.json().get("size") + " statements")
                .contains("witnesses    1 witness signed that ")
                .contains(id("node-2") + " of local owner");
    }

    private void infer() throws Exception {
        MeterSample sample = MeterSamples.all().get(0);
        Path picture =
                Files.write(directory.resolve(sample.fileName()), sample.png().toArray());
        Cli.Result result = new Cli(directory)
                .system()
                .run(
                        "infer",
                        "--mesh",
                        running.orElseThrow().requester(),
                        "--wait=60",
                        "--model=meter-digits",
                        picture);
        assertThat(result.code()).as(result.out() + result.err()).isZero();
    }

    @Test
    void nodeThatDoesNot_isSaid() throws Exception {
        Cli.Result result = audit(id("node-2"));
        assertThat(result.code()).isEqualTo(69);
        assertThat(result.err())
                .contains("node " + id("node-2") + " does not say where it shows its log", "log.address under mesh");
    }

    @Test
    void nodeThatIsNotThere_isSaidWithThoseThatAre() throws Exception {
        Cli.Result result = audit(2, "00000000000000000000000000000000");
        assertThat(result.code()).isEqualTo(69);
        assertThat(result.err()).contains("no node of the mesh 'demo' has an id that begins with 0000", id("node-2"));
        assertThat(audit("xyz").code()).isEqualTo(2);
        assertThat(audit("xyz").err()).contains("first 4 to 32 digits");
    }
}
