package io.signet.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

class NodeRunCommandTest {
    @TempDir
    Path directory;

    private Path makeNode(String kind) {
        Path mesh = directory.resolve("mesh");
        assertThat(new Cli(directory)
                        .system()
                        .withPrograms()
                        .run("mesh", "create", mesh, "--nodes=1", "--key=" + kind)
                        .code())
                .isZero();
        return mesh.resolve("node-1");
    }

    private static Process start(Path node) throws Exception {
        return SignetProcess.builder("node", "run", "--home", node)
                .redirectErrorStream(true)
                .start();
    }

    private static String lineWith(BufferedReader output, String text) throws Exception {
        String line = output.readLine();
        while (line != null && !line.contains(text)) {
            line = output.readLine();
        }
        return line == null ? "(the output ended)" : line;
    }

    /** Also without a broker: it waits for one. */
    @Test
    @Timeout(120)
    void node_startsAndStopsWithItsCommand() throws Exception {
        Path home = makeNode("software");
        Process command = start(home);
        try (BufferedReader output = command.inputReader(StandardCharsets.UTF_8)) {
            assertThat(lineWith(output, "joins mesh 'demo'")).contains("key protection: software");
            assertThat(new Cli(directory).run("node", "run", "--home", home).code())
                    .as("a second process for the same node")
                    .isEqualTo(65);
            List<ProcessHandle> node = command.descendants().toList();
            assertThat(node).hasSize(1);
            command.destroy();
            assertThat(command.waitFor(40, TimeUnit.SECONDS)).isTrue();
            assertThat(command.exitValue()).isEqualTo(128 + 15); // the shell's way to say SIGTERM
            assertThat(node.get(0).isAlive()).isFalse();
        } finally {
            command.destroyForcibly();
        }
    }

    /** The emulated TPM is on before the node starts, and off when it has stopped. */
    @Test
    @Timeout(120)
    void nodeWithAnEmulatedTpm_runsWithItAndClaimsNoMore() throws Exception {
        Path home = makeNode("tpm");
        Process command = start(home);
        try (BufferedReader output = command.inputReader(StandardCharsets.UTF_8)) {
            assertThat(lineWith(output, "joins mesh 'demo'"))
                    .contains("key protection: tpm2-interface (TPM 2.0 key, TPM at socket ");
            Cli.Result shown = new Cli(directory).run("node", "key", "--home", home);
            assertThat(shown.code()).isEqualTo(69);
            assertThat(shown.out()).contains("the node runs and holds its emulated TPM");
            List<ProcessHandle> all = command.descendants().toList();
            command.destroy();
            assertThat(command.waitFor(40, TimeUnit.SECONDS)).isTrue();
            for (ProcessHandle process : all) {
                process.onExit().get(10, TimeUnit.SECONDS);
            }
        } finally {
            command.destroyForcibly();
        }
    }

    @Test
    void directoryWithoutNode_isAnErrorOfTheData() {
        Cli.Result result = new Cli(directory).run("node", "run", "--home", directory);
        assertThat(result.code()).isEqualTo(65);
        assertThat(result.err()).contains("the node ended with status 78; it says why above");
    }
}
