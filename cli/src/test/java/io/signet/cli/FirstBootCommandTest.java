package io.signet.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.signet.provisioning.enrolment.Label;
import io.signet.registrar.run.RegistrarService;
import io.signet.release.MeasuredFirmware;
import io.signet.runtime.OwnerOnlyFile;
import io.signet.runtime.SystemRandom;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A box with a label and the address of a registrar, switched on. */
class FirstBootCommandTest {
    private static final Path BUNDLES = Path.of(Cli.ROOT.toString(), "kura-bundles/launcher/target/dist/bundles");

    @TempDir
    private Path directory;

    private final Label label = Label.draw(SystemRandom.create());

    private TestOwner owner() throws Exception {
        TestOwner owner = TestOwner.create(directory);
        owner.append(
                "trust.yaml",
                "firmware: [" + MeasuredFirmware.of(BUNDLES).digest().toHex() + "]\n");
        return owner;
    }

    /** From the label to the first answer, and on to the day when the owner wants it no more. */
    @Test
    @Timeout(180)
    void boxWithALabel_becomesANode_answers_renews_andStopsWhenItsOwnerWants() throws Exception {
        Path box = Files.createDirectory(directory.resolve("box"));
        Files.createDirectory(box.resolve("tpm")); // an emulated one
        OwnerOnlyFile.create(box.resolve("label"), label.text().getBytes(StandardCharsets.UTF_8));
        TestOwner owner = owner();
        try (RegistrarService registrar = owner.startRegistrar()) {
            owner.does("claim", label.text(), "--name=barn-1", "--approve");
            owner.does("member", "broker", directory.resolve("broker"));
            try (SignetProcess broker = SignetProcess.start("broker", "run", "--home", directory.resolve("broker"));
                    SignetProcess node = SignetProcess.start(
                            "node", "run", "--home", box, "--registrar", registrar.url(), "--page-port=0")) {
                broker.until("listen");
                String said = node.until("joins mesh 'home'");
                assertThat(said)
                        .contains(
                                "this box is no node yet",
                                "asking the registrar for a certificate",
                                "running as a node")
                        .doesNotContain(label.text());
                node.until("answering");
                Cli.Result status = new Cli(directory).run("node", "status", "--home", box, "--json");
                assertThat(status.code()).isZero();
                assertThat(status.out()).contains("\"running\"", "\"answering\"");

                Path settings = box.resolve("node.yaml");
                Files.writeString(settings, Files.readString(settings).replace("#poll.seconds: 30", "poll.seconds: 1"));
                owner.does("renew", label.id().toHex());
                String again = node.until("joins mesh 'home'");
                assertThat(again).contains("certificate is renewed", "left the mesh");
                // It may be so quick that nobody sees it not answering, and connected before it says that it joins.
                if (!again.contains("connected to mqtts://")) {
                    node.until("connected to mqtts://");
                }

                owner.does("retire", label.id().toHex());
                assertThat(node.until("left the mesh")).contains("the owner retired this node");
                assertThat(Files.readString(box.resolve("wanted.yaml"))).contains("answers: false");
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
