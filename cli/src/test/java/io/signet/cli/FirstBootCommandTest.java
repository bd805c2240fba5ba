package io.signet.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.signet.provisioning.enrolment.Label;
import io.signet.registrar.run.RegistrarHome;
import io.signet.registrar.run.RegistrarService;
import io.signet.release.MeasuredFirmware;
import io.signet.runtime.Clock;
import io.signet.runtime.OwnerOnlyFile;
import io.signet.runtime.SystemRandom;
import io.signet.statement.Assurance;
import java.io.BufferedReader;
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
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A box with a label and the address of a registrar, switched on. */
class FirstBootCommandTest {
    private static final Path BUNDLES = Path.of(Cli.ROOT.toString(), "kura-bundles/launcher/target/dist/bundles");
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
        int port;
        try (ServerSocket free = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            port = free.getLocalPort();
        }
        Files.writeString(
                home.directory().resolve(RegistrarHome.SETTINGS_FILE),
                "meshes: [{name: home, brokers: [\"mqtts://localhost:" + port + "\"], gateway-port: 0}]\n",
                StandardOpenOption.APPEND);
        Files.writeString(
                home.directory().resolve("trust.yaml"),
                "firmware: [" + MeasuredFirmware.of(BUNDLES).digest().toHex() + "]\n",
                StandardOpenOption.APPEND);
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

    private static Process start(Object... arguments) throws Exception {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Dsignet.root=" + Cli.ROOT,
                "-cp",
                System.getProperty("java.class.path"),
                "io.signet.cli.Main"));
        Stream.of(arguments).map(Object::toString).forEach(command::add);
        return new ProcessBuilder(command).redirectErrorStream(true).start();
    }

    /** What was said until a line with {@code text}, that line included. */
    private static String until(BufferedReader output, String text) throws Exception {
        StringBuilder said = new StringBuilder();
        String line = output.readLine();
        while (line != null && !line.contains(text)) {
            said.append(line).append('\n');
            line = output.readLine();
        }
        assertThat(line).as(said.toString()).isNotNull();
        return said.append(line).append('\n').toString();
    }

    private void owner(String... command) {
        List<Object> arguments = new ArrayList<>(List.of("owner"));
        arguments.addAll(List.of(command));
        arguments.addAll(
                List.of("--home", directory.resolve("owner"), "--passphrase-file", directory.resolve("passphrase")));
        Cli.Result result = new Cli(directory).system().run(arguments.toArray());
        assertThat(result.code()).as(result.err()).isZero();
    }

    private static void stop(Process process) throws Exception {
        process.destroy();
        process.waitFor(40, TimeUnit.SECONDS);
    }

    /** From the label to the first answer, and on to the day when the owner wants it no more. */
    @Test
    @Timeout(180)
    void boxWithALabel_becomesANode_answers_renews_andStopsWhenItsOwnerWants() throws Exception {
        Path box = Files.createDirectory(directory.resolve("box"));
        Files.createDirectory(box.resolve("tpm")); // an emulated one
        OwnerOnlyFile.create(box.resolve("label"), label.text().getBytes(StandardCharsets.UTF_8));
        try (RegistrarService owner = owner()) {
            owner("member", "broker", directory.resolve("broker").toString());
            Process broker = start("broker", "run", "--home", directory.resolve("broker"));
            Process node = start("node", "run", "--home", box, "--registrar", owner.url(), "--page-port=0");
            try (BufferedReader output = node.inputReader(StandardCharsets.UTF_8)) {
                String said = until(output, "joins mesh 'home'");
                assertThat(said)
                        .contains(
                                "this box is no node yet",
                                "asking the registrar for a certificate",
                                "running as a node")
                        .doesNotContain(label.text());
                until(output, "answering");
                Cli.Result status = new Cli(directory).run("node", "status", "--home", box, "--json");
                assertThat(status.code()).isZero();
                assertThat(status.out()).contains("\"running\"", "\"answering\"");

                Path settings = box.resolve("node.yaml");
                Files.writeString(settings, Files.readString(settings).replace("#poll.seconds: 30", "poll.seconds: 1"));
                owner("renew", label.id().toHex());
                String again = until(output, "joins mesh 'home'");
                assertThat(again).contains("certificate is renewed", "left the mesh");
                // It may be so quick that nobody sees it not answering, and connected before it says that it joins.
                if (!again.contains("connected to mqtts://")) {
                    until(output, "connected to mqtts://");
                }

                owner("retire", label.id().toHex());
                assertThat(until(output, "left the mesh")).contains("the owner retired this node");
                assertThat(Files.readString(box.resolve("wanted.yaml"))).contains("answers: false");
            } finally {
                stop(node);
                stop(broker);
            }
        }
    }

    @Test
    void nodeThatDoesNotRun_isNotAnswering() throws Exception {
        Cli.Result none = new Cli(directory).run("node", "status", "--home", directory);
        assertThat(none.code()).isEqualTo(65);
        assertThat(none.err()).contains("there is no node in");
        Files.writeString(directory.resolve("node.yaml"), "");
        Files.writeString(directory.resolve("status"), "ANSWERING\t\t\n");
        Cli.Result still = new Cli(directory).run("node", "status", "--home", directory);
        assertThat(still.code()).isEqualTo(69);
        assertThat(still.out()).contains("runs     no").doesNotContain("answering");
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
