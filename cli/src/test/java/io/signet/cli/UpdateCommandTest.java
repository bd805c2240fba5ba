package io.signet.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.signet.provisioning.enrolment.Label;
import io.signet.registrar.run.RegistrarHome;
import io.signet.registrar.run.RegistrarService;
import io.signet.runtime.Clock;
import io.signet.runtime.OwnerOnlyFile;
import io.signet.runtime.SystemRandom;
import io.signet.statement.Assurance;
import java.io.BufferedReader;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A running node gets a release of what is built, and goes back from one that does not run; all by the commands of people. */
@Tag("heavy")
class UpdateCommandTest {
    private static final String PASSPHRASE = "correct horse battery staple";
    private static final Path BUILT = Cli.ROOT.resolve("kura-bundles/launcher/target/dist");

    @TempDir
    private Path directory;

    private Path passphrase;

    private String done(Object... arguments) {
        Cli.Result result = new Cli(directory).system().run(arguments);
        assertThat(result.code()).as(result.err()).isZero();
        return result.out();
    }

    private String owner(Object... arguments) {
        List<Object> all = new ArrayList<>(List.of("owner"));
        all.addAll(List.of(arguments));
        all.addAll(List.of("--home", directory.resolve("owner"), "--passphrase-file", passphrase));
        return done(all.toArray());
    }

    private void sign(Path file) {
        done("release", "sign", file, "--key", directory.resolve("a.key"), "--passphrase-file", passphrase);
    }

    /** A release of what is in {@code content}, in the owner's directory. */
    private void release(int sequence, Path content) {
        Path file = directory.resolve("owner/releases/node-" + sequence);
        done("release", "make", file, content, "--root", root(), "--version", "0." + sequence, "--sequence", sequence);
        sign(file);
    }

    private Path root() {
        return directory.resolve("1.root");
    }

    private RegistrarService start() throws Exception {
        passphrase = directory.resolve("passphrase");
        OwnerOnlyFile.create(passphrase, PASSPHRASE.getBytes(StandardCharsets.UTF_8));
        RegistrarHome home = RegistrarHome.create(
                directory.resolve("owner"),
                "Anna",
                List.of("localhost"),
                Assurance.SOFTWARE,
                PASSPHRASE.toCharArray(),
                Clock.SYSTEM,
                SystemRandom.create());
        Files.createDirectory(directory.resolve("owner/releases"));
        Files.writeString(
                home.directory().resolve(RegistrarHome.SETTINGS_FILE),
                "meshes: [{name: home, brokers: [\"mqtts://localhost:" + freePort() + "\"], gateway-port: 0}]\n",
                StandardOpenOption.APPEND);
        return RegistrarService.start(
                home,
                PASSPHRASE.toCharArray(),
                new InetSocketAddress(InetAddress.getLoopbackAddress(), 0),
                Clock.SYSTEM,
                SystemRandom.create());
    }

    private static int freePort() throws IOException {
        try (ServerSocket free = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return free.getLocalPort();
        }
    }

    private void makeRoot() {
        done("release", "key", directory.resolve("a.key"), "--passphrase-file", passphrase);
        Path key = directory.resolve("a.pub");
        done("release", "root", root(), "--root-key", key, "--release-key", key);
        sign(root());
        owner("update", "trust", root());
    }

    private static Process program(Object... arguments) throws Exception {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Dsignet.root=" + Cli.ROOT,
                "-cp",
                System.getProperty("java.class.path"),
                "io.signet.cli.Main"));
        Stream.of(arguments).map(Object::toString).forEach(command::add);
        return new ProcessBuilder(command).redirectErrorStream(true).start();
    }

    private static void until(BufferedReader output, String text) throws Exception {
        StringBuilder said = new StringBuilder();
        String line = output.readLine();
        while (line != null && !line.contains(text)) {
            said.append(line).append('\n');
            line = output.readLine();
        }
        assertThat(line).as(said.toString()).isNotNull();
    }

    /** Asks as often as it takes; the test's limit ends it. */
    private void awaitStatus(String text) {
        String status = owner("update", "status");
        while (!status.contains(text)) {
            status = owner("update", "status");
        }
    }

    @Test
    @Timeout(420)
    void node_getsARelease_andGoesBackFromTheNext_whichDoesNotRun() throws Exception {
        Label label = Label.draw(SystemRandom.create());
        Path box = Files.createDirectory(directory.resolve("box"));
        OwnerOnlyFile.create(box.resolve("label"), label.text().getBytes(StandardCharsets.UTF_8));
        try (RegistrarService registrar = start()) {
            owner("claim", label.text(), "--name=barn-1", "--group=farm", "--approve");
            owner("member", "broker", directory.resolve("broker"));
            makeRoot();
            Process broker = program("broker", "run", "--home", directory.resolve("broker"));
            Process node = program(
                    "node", "run", "--home", box, "--registrar", registrar.url(), "--software-key", "--page-port=0");
            try (BufferedReader output = node.inputReader(StandardCharsets.UTF_8)) {
                until(output, "answering");
                Path settings = box.resolve("node.yaml");
                Files.writeString(settings, Files.readString(settings).replace("#poll.seconds: 30", "poll.seconds: 6"));
                release(1, BUILT);
                owner("update", "start", "node-1", "--stages", "farm", "--healthy", "100", "--wait", "1s");
                until(output, "release 1 is started, on trial");
                until(output, "answering");
                awaitStatus("node 0.1 (1): done");

                Path broken = Files.createDirectories(directory.resolve("broken"));
                Files.createDirectories(broken.resolve("launcher"));
                Files.writeString(broken.resolve("launcher/empty.jar"), "no launcher");
                Files.createDirectories(broken.resolve("bundles"));
                release(2, broken);
                owner("update", "start", "node-2", "--stages", "farm", "--healthy", "100", "--wait", "1s");
                until(output, "release 2 was started 3 times and never ran well: the one before is started");
                until(output, "release 1 is started");
                awaitStatus("node 0.2 (2): halted");
            } finally {
                stop(node);
                stop(broker);
            }
        }
    }

    private static void stop(Process process) throws Exception {
        process.destroy();
        process.waitFor(40, TimeUnit.SECONDS);
    }
}
