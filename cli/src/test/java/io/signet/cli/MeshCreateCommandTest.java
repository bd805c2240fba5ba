package io.signet.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.InstanceOfAssertFactories.LIST;

import io.signet.meter.MeterDigits;
import io.signet.provisioning.Certificates;
import io.signet.provisioning.Credentials;
import io.signet.provisioning.MeshProfile;
import io.signet.provisioning.Settings;
import io.signet.provisioning.TrustPolicyFile;
import io.signet.provisioning.owner.MeshHome;
import io.signet.statement.Assurance;
import io.signet.statement.Bytes;
import io.signet.statement.IdentityChain;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class MeshCreateCommandTest {
    @TempDir
    Path directory;

    private Cli.Result create(Object... arguments) {
        return create(new Cli(directory), arguments);
    }

    private static Cli.Result create(Cli cli, Object... arguments) {
        Object[] all = new Object[arguments.length + 2];
        all[0] = "mesh";
        all[1] = "create";
        System.arraycopy(arguments, 0, all, 2, arguments.length);
        return cli.run(all);
    }

    private static IdentityChain identity(Path home) throws Exception {
        return IdentityChain.of(Certificates.read(home.resolve(Credentials.CHAIN_FILE)));
    }

    @Test
    void defaults_makeThreeNodesOnThisMachine() throws Exception {
        Path mesh = directory.resolve("mesh");
        Cli.Result result = create(mesh);
        assertThat(result.code()).isZero();
        assertThat(result.out())
                .startsWith("Made the mesh 'demo' of local owner:")
                .contains("node-3", "requester", "owner.key to yourself");
        assertThat(MeshHome.open(mesh).nodes()).isEqualTo(3);
        assertThat(MeshProfile.read(mesh.resolve("requester/mesh.yaml")).brokers())
                .containsExactly(URI.create("mqtts://localhost:8883"));
    }

    @Test
    void options_shapeTheMesh() throws Exception {
        Path mesh = directory.resolve("mesh");
        String publisher = "ab".repeat(32);
        Cli.Result result = create(
                mesh,
                "--nodes=1",
                "--name=farm-7",
                "--owner=Ferme du Lac",
                "--broker-port=18883",
                "--broker-host=broker.example",
                "--broker-host=192.0.2.7",
                "--publisher=" + publisher,
                "--without-model",
                "--json");
        assertThat(result.code()).isZero();
        assertThat(result.json()).containsEntry("mesh", "farm-7").containsEntry("owner", "Ferme du Lac");
        assertThat(result.json().get("members")).asInstanceOf(LIST).hasSize(3);
        MeshProfile profile = MeshProfile.read(mesh.resolve("node-1/mesh.yaml"));
        assertThat(profile.brokers()).containsExactly(URI.create("mqtts://broker.example:18883"));
        assertThat(TrustPolicyFile.read(profile.trust()).publishers()).containsExactly(Bytes.fromHex(publisher));
    }

    @Test
    void brokerPortAmongThoseOfGateways_isLeftOutByDefaultAndRefusedIfTheyAreChosen() throws Exception {
        Path mesh = directory.resolve("mesh");
        Cli.Result result = create(mesh, "--nodes=3", "--broker-port=8644", "--without-model");
        assertThat(result.code()).as(result.err()).isZero();
        List<Long> ports = new ArrayList<>();
        for (Path node : MeshHome.open(mesh).nodeDirectories()) {
            ports.add(Settings.read(node.resolve(MeshHome.NODE_FILE))
                    .section("gateway")
                    .number("port", 1, 65_535, 1));
        }
        assertThat(ports).containsExactly(8643L, 8645L, 8646L);

        Path other = directory.resolve("other");
        Cli.Result refused = create(other, "--nodes=3", "--gateway-port=8882", "--without-model");
        assertThat(refused.code()).isEqualTo(ExitCode.USAGE.code());
        assertThat(refused.err()).contains("two can't listen at port 8883", "choose other ports");
        assertThat(other).doesNotExist();
    }

    @Test
    void modelThatComesWithSignet_isServedByEveryNode() throws Exception {
        Path mesh = directory.resolve("mesh");
        create(mesh, "--nodes=2");
        for (String node : List.of("node-1", "node-2")) {
            Path model = mesh.resolve(node).resolve("models").resolve(MeterDigits.FILE_NAME);
            Path trust = mesh.resolve(node).resolve("trust.yaml");
            assertThat(new Cli(directory)
                            .run("model", "verify", "--trust", trust, model)
                            .code())
                    .isZero();
        }
    }

    @Test
    void directoryInUse_isRefusedAndKept() throws Exception {
        Files.writeString(directory.resolve("file"), "mine");
        Cli.Result result = create(directory);
        assertThat(result.code()).isEqualTo(73);
        assertThat(result.err()).isEqualTo("signet: " + directory + " is in use: name a new or an empty directory\n");
        try (var files = Files.list(directory)) {
            assertThat(files).containsExactly(directory.resolve("file"));
        }
    }

    @ParameterizedTest
    @CsvSource({
        "--nodes=0,the number of nodes = 0 is out of range: 1 to 64",
        "--nodes=many,not an int",
        "--broker-port=70000,the broker's port = 70000 is out of range: 1 to 65535",
        "--name=De Mo,a mesh's name is",
        "--owner=Müller,printable ASCII",
        "--publisher=12,expected 64 hexadecimal digits",
    })
    void optionOutOfRange_isUsageErrorThatNamesTheRange(String option, String message) {
        Cli.Result result = create(directory.resolve("mesh"), option);
        assertThat(result.code()).isEqualTo(2);
        assertThat(result.err()).contains(message);
        assertThat(directory.resolve("mesh")).doesNotExist();
    }

    @Test
    void brokerHostThatIsNone_isUsageErrorAndLeavesNothing() throws Exception {
        Cli.Result result = create(directory.resolve("mesh"), "--broker-host=not a host");
        assertThat(result.code()).isEqualTo(2);
        assertThat(result.err()).contains("'not a host' is neither a DNS name nor an IP address");
        try (var files = Files.list(directory)) {
            assertThat(files).isEmpty();
        }
    }

    @Test
    void eachNode_hasAnEmulatedTpmOfItsOwnWhichClaimsToBeNoMore() throws Exception {
        Path mesh = directory.resolve("mesh");
        Cli.Result result = create(new Cli(directory).withPrograms(), mesh, "--nodes=2", "--without-model");
        assertThat(result.code()).as(result.err()).isZero();
        assertThat(result.err()).isEmpty();
        for (Path node : MeshHome.open(mesh).nodeDirectories()) {
            assertThat(identity(node).assurance()).isEqualTo(Assurance.TPM2_INTERFACE);
            assertThat(node.resolve(Credentials.KEY_FILE)).doesNotExist();
            assertThat(node.resolve("tpm")).isDirectory();
            assertThat(node.resolve("node.yaml")).content().contains("socket.file: tpm/socket");
        }
        assertThat(identity(mesh.resolve("node-1")).node())
                .isNotEqualTo(identity(mesh.resolve("node-2")).node());
    }

    @Test
    void withoutSwtpm_keysAreFilesAndThatIsSaid() throws Exception {
        Path mesh = directory.resolve("mesh");
        Cli.Result result = create(mesh, "--nodes=1", "--without-model");
        assertThat(result.code()).isZero();
        assertThat(result.err())
                .isEqualTo("the nodes' keys are files, not in emulated TPMs: swtpm is not installed;"
                        + " apt-get install swtpm\n");
        assertThat(identity(mesh.resolve("node-1")).assurance()).isEqualTo(Assurance.SOFTWARE);
    }

    @Test
    void emulatedTpmsThatAreDemanded_areNotReplaced() {
        Path mesh = directory.resolve("mesh");
        Cli.Result result = create(mesh, "--key=tpm");
        assertThat(result.code()).isEqualTo(ExitCode.UNAVAILABLE.code());
        assertThat(result.err()).contains("no emulated TPMs: swtpm is not installed; apt-get install swtpm");
        assertThat(mesh).doesNotExist();
    }

    @Test
    void directoryTooDeepForSockets_isSaidWithTheCure() {
        Path mesh = directory.resolve("a".repeat(100));
        Cli.Result result = create(new Cli(directory).withPrograms(), mesh, "--nodes=1", "--without-model");
        assertThat(result.code()).isZero();
        assertThat(result.err()).contains("too long for their sockets; choose a shorter directory");
    }

    @Test
    void keysOnAToken_thatIsNotThere_leaveNothingBehind() {
        Path mesh = directory.resolve("mesh");
        String token = "pkcs11:token=none;object=node?module-path=" + directory.resolve("none.so")
                + "&pin-source=file:/etc/pin";

        Cli.Result result = create(mesh, "--nodes=2", "--key=" + token);

        assertThat(result.code()).isEqualTo(ExitCode.DATA.code());
        assertThat(result.err()).contains("there is no such PKCS#11 module");
        assertThat(mesh).doesNotExist();
    }

    @Test
    void keyWithAPin_isRefusedWithoutRepeatingIt() {
        Cli.Result result = create(
                directory.resolve("mesh"),
                "--key=pkcs11:token=a;object=node?module-path=/m.so&pin-source=/p&pin-value=31337");

        assertThat(result.code()).isEqualTo(ExitCode.USAGE.code());
        assertThat(result.err()).contains("does not belong into a configuration");
    }
}
