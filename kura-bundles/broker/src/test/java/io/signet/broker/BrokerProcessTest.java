package io.signet.broker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.signet.mesh.mqtt.testing.Await;
import io.signet.mesh.mqtt.testing.TestPki;
import io.signet.mesh.spi.Topics;
import io.signet.statement.NodeId;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A broker as others run it: a process with the options that {@link EmbeddedBroker} asks for. */
class BrokerProcessTest {
    private static final NodeId NODE = NodeId.fromHex("c".repeat(32));
    private static final int EXIT_MAX_S = 20;
    private static final long RESIDENT_KB_MAX = 320 << 10;

    private final TestPki pki = new TestPki("owner");

    @TempDir
    private Path directory;

    private Path log;
    private Process process;
    private BufferedReader output;

    @BeforeEach
    void start() throws IOException {
        TestPki.Identity identity = pki.issue("broker");
        List<String> command = new ArrayList<>();
        command.add(ProcessHandle.current().info().command().orElseThrow());
        command.addAll(EmbeddedBroker.JVM_OPTIONS);
        command.addAll(List.of("-cp", System.getProperty("java.class.path"), BrokerMain.class.getName()));
        command.addAll(List.of("--mesh", new Topics("process").mesh()));
        command.addAll(List.of("--port", "0", "--until-stdin-closes"));
        command.addAll(List.of(
                "--chain", identity.writeCertificate(directory, "broker").toString()));
        command.addAll(List.of("--key", identity.writeKey(directory, "broker").toString()));
        command.addAll(List.of("--owners", pki.writeOwner(directory).toString()));
        command.addAll(List.of("--data", directory.resolve("data").toString()));
        log = directory.resolve("log");
        process = new ProcessBuilder(command).redirectError(log.toFile()).start();
        output = process.inputReader();
    }

    @AfterEach
    void end() {
        process.destroyForcibly();
    }

    @Test
    void running_servesRefusesAndStopsWhenItsStarterGoes() throws Exception {
        int port = readyPort();
        try (RawClient raw = RawClient.open(port, pki.owner(), Optional.of(pki.issue(NODE.toHex())), "TLSv1.3")) {
            assertThat(raw.connect(NODE.toHex() + "-1")).isZero();
        }
        try (RawClient stranger = RawClient.open(port, pki.owner(), Optional.empty(), "TLSv1.3")) {
            assertThatThrownBy(() -> stranger.connect(NODE.toHex() + "-2")).isInstanceOf(IOException.class);
            Await.until("the refusal's line", () -> log().contains("refused a TLS client"));
        }
        assertThat(residentKb()).isLessThan(RESIDENT_KB_MAX);

        process.getOutputStream().close();

        assertThat(process.waitFor(EXIT_MAX_S, TimeUnit.SECONDS)).isTrue();
        assertThat(process.exitValue()).as(log()).isZero();
        assertThat(log().lines())
                .hasSize(3)
                .first()
                .asString()
                .contains("INFO broker: broker of mesh process listens on 127.0.0.1:" + port);
        assertNoKeyLeft();
    }

    @Test
    void terminated_stopsCleanly() throws Exception {
        readyPort();

        process.toHandle().destroy(); // SIGTERM; Process.destroy would close the output as well

        assertThat(process.waitFor(EXIT_MAX_S, TimeUnit.SECONDS)).isTrue();
        assertThat(output.readLine()).isEqualTo("stopped");
        assertNoKeyLeft();
    }

    private int readyPort() throws IOException {
        String line = output.readLine();
        assertThat(line).as(log()).startsWith("ready ");
        return Integer.parseInt(line.substring("ready ".length()));
    }

    private void assertNoKeyLeft() throws IOException {
        try (Stream<Path> files = Files.walk(directory.resolve("data"))) {
            assertThat(files.map(Path::toString)).noneMatch(name -> name.endsWith(".p12") || name.endsWith(".xml"));
        }
    }

    private long residentKb() throws IOException {
        return Files.readAllLines(Path.of("/proc", Long.toString(process.pid()), "status")).stream()
                .filter(line -> line.startsWith("VmRSS:"))
                .mapToLong(line -> Long.parseLong(line.replaceAll("[^0-9]", "")))
                .findFirst()
                .orElseThrow();
    }

    private String log() {
        try {
            return Files.readString(log);
        } catch (IOException e) {
            return e.toString();
        }
    }
}
