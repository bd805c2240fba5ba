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
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A box with a label and the address of a registrar, switched on. */
class FirstBootCommandTest {
    private static final String PASSPHRASE = "correct horse battery staple";

    @TempDir
    private Path directory;

    private final Label label = Label.draw(SystemRandom.create());

    private RegistrarService owner() throws Exception {
        RegistrarHome home = RegistrarHome.create(
                directory.resolve("owner"),
                "Anna",
                List.of("localhost"),
                Assurance.SOFTWARE,
                PASSPHRASE.toCharArray(),
                Clock.SYSTEM,
                SystemRandom.create());
        RegistrarService service = RegistrarService.start(
                home,
                PASSPHRASE.toCharArray(),
                new InetSocketAddress(InetAddress.getLoopbackAddress(), 0),
                Clock.SYSTEM,
                SystemRandom.create());
        Path passphrase = directory.resolve("passphrase");
        OwnerOnlyFile.create(passphrase, PASSPHRASE.getBytes(StandardCharsets.UTF_8));
        Cli.Result claimed = new Cli(directory)
                .system()
                .run(
                        "owner",
                        "claim",
                        label.text(),
                        "--home",
                        home.directory(),
                        "--passphrase-file",
                        passphrase,
                        "--name=barn-1",
                        "--approve");
        assertThat(claimed.code()).as(claimed.err()).isZero();
        return service;
    }

    @Test
    @Timeout(120)
    void boxWithALabel_becomesANode_andRuns() throws Exception {
        Path box = Files.createDirectory(directory.resolve("box"));
        OwnerOnlyFile.create(box.resolve("label"), label.text().getBytes(StandardCharsets.UTF_8));
        try (RegistrarService owner = owner()) {
            Process command = new ProcessBuilder(
                            Path.of(System.getProperty("java.home"), "bin", "java")
                                    .toString(),
                            "-Dsignet.root=" + Cli.ROOT,
                            "-cp",
                            System.getProperty("java.class.path"),
                            "io.signet.cli.Main",
                            "node",
                            "run",
                            "--home",
                            box.toString(),
                            "--registrar",
                            owner.url(),
                            "--software-key",
                            "--page-port=0")
                    .redirectErrorStream(true)
                    .start();
            try (BufferedReader output = command.inputReader(StandardCharsets.UTF_8)) {
                StringBuilder said = new StringBuilder();
                String line = output.readLine();
                while (line != null && !line.contains("joins mesh 'home'")) {
                    said.append(line).append('\n');
                    line = output.readLine();
                }
                assertThat(line).as(said.toString()).isNotNull();
                assertThat(said)
                        .contains(
                                "this box is no node yet",
                                "asking the registrar for a certificate",
                                "running as a node")
                        .doesNotContain(label.text());
            } finally {
                command.destroy();
                command.waitFor(40, TimeUnit.SECONDS);
            }
        }
    }

    @Test
    void boxWithoutATpm_isToldWhatToDo() {
        Cli.Result result = new Cli(directory)
                .withPrograms()
                .run("node", "run", "--home", directory.resolve("box"), "--registrar=localhost:1", "--page-port=0");
        assertThat(result.code()).isEqualTo(69);
        assertThat(result.err()).contains("no TPM at /dev/tpmrm0", "--software-key");
        assertThat(new Cli(directory)
                        .run("node", "run", "--home", directory, "--registrar=http://farm.example")
                        .err())
                .contains("https://HOST:PORT");
    }

    @Test
    void lightWithAPathForAName_isRefused() {
        Cli.Result result = new Cli(directory).run("node", "run", "--home", directory, "--led=../block");
        assertThat(result.code()).isEqualTo(2);
        assertThat(result.err()).contains("a light is called as in /sys/class/leds");
    }
}
