package io.signet.cli;

import io.signet.provisioning.enrolment.Label;
import io.signet.registrar.run.RegistrarService;
import io.signet.runtime.OwnerOnlyFile;
import io.signet.runtime.SystemRandom;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A running node gets a release of what is built, and goes back from one that does not run; all by the commands of people. */
@Tag("heavy")
class UpdateCommandTest {
    private static final Path BUILT = Cli.ROOT.resolve("kura-bundles/launcher/target/dist");

    @TempDir
    private Path directory;

    private TestOwner owner;

    @BeforeEach
    void makeOwner() throws Exception {
        owner = TestOwner.create(directory);
        Files.createDirectory(owner.directory().resolve("releases"));
    }

    private void sign(Path file) {
        owner.run(
                "release",
                "sign",
                file,
                "--key",
                directory.resolve("a.key"),
                "--passphrase-file",
                owner.passphraseFile());
    }

    /** A release of what is in {@code content}, in the owner's directory. */
    private void release(int sequence, Path content) {
        Path file = owner.directory().resolve("releases/node-" + sequence);
        owner.run(
                "release",
                "make",
                file,
                content,
                "--root",
                root(),
                "--version",
                "0." + sequence,
                "--sequence",
                sequence);
        sign(file);
    }

    private Path root() {
        return directory.resolve("1.root");
    }

    private void makeRoot() {
        owner.run("release", "key", directory.resolve("a.key"), "--passphrase-file", owner.passphraseFile());
        Path key = directory.resolve("a.pub");
        owner.run("release", "root", root(), "--root-key", key, "--release-key", key);
        sign(root());
        owner.does("update", "trust", root());
    }

    /** Asks as often as it takes; the test's limit ends it. */
    private void awaitStatus(String text) {
        String status = owner.does("update", "status");
        while (!status.contains(text)) {
            status = owner.does("update", "status");
        }
    }

    @Test
    @Timeout(420)
    void node_getsARelease_andGoesBackFromTheNext_whichDoesNotRun() throws Exception {
        Label label = Label.draw(SystemRandom.create());
        Path box = Files.createDirectory(directory.resolve("box"));
        OwnerOnlyFile.create(box.resolve("label"), label.text().getBytes(StandardCharsets.UTF_8));
        try (RegistrarService registrar = owner.startRegistrar()) {
            owner.does("claim", label.text(), "--name=barn-1", "--group=farm", "--approve");
            owner.does("member", "broker", directory.resolve("broker"));
            makeRoot();
            try (SignetProcess broker = SignetProcess.start("broker", "run", "--home", directory.resolve("broker"));
                    SignetProcess node = SignetProcess.start(
                            "node",
                            "run",
                            "--home",
                            box,
                            "--registrar",
                            registrar.url(),
                            "--software-key",
                            "--page-port=0")) {
                broker.until("listen");
                node.until("answering");
                Path settings = box.resolve("node.yaml");
                Files.writeString(settings, Files.readString(settings).replace("#poll.seconds: 30", "poll.seconds: 6"));
                release(1, BUILT);
                owner.does("update", "start", "node-1", "--stages", "farm", "--healthy", "100", "--wait", "1s");
                node.until("release 1 is started, on trial");
                node.until("answering");
                awaitStatus("node 0.1 (1): done");

                Path broken = Files.createDirectories(directory.resolve("broken"));
                Files.createDirectories(broken.resolve("launcher"));
                Files.writeString(broken.resolve("launcher/empty.jar"), "no launcher");
                Files.createDirectories(broken.resolve("bundles"));
                release(2, broken);
                owner.does("update", "start", "node-2", "--stages", "farm", "--healthy", "100", "--wait", "1s");
                node.until("release 2 was started 3 times and never ran well: the one before is started");
                node.until("release 1 is started");
                awaitStatus("node 0.2 (2): halted");
            }
        }
    }
}
