package io.signet.provisioning.owner;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.signet.provisioning.Credentials;
import io.signet.provisioning.MeshProfile;
import io.signet.provisioning.ProvisioningException;
import io.signet.provisioning.Settings;
import io.signet.provisioning.TestOwner;
import io.signet.provisioning.TrustPolicyFile;
import io.signet.statement.Assurance;
import io.signet.statement.Bytes;
import io.signet.statement.NodeId;
import java.net.URI;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class MeshHomeTest {
    private static final Bytes PUBLISHER = Bytes.fromHex("c0".repeat(32));

    @TempDir
    Path directory;

    private MeshHome create(String name, int nodes) throws Exception {
        return MeshHome.create(
                directory.resolve(name),
                MeshPlan.local("demo", nodes, 18_883, Set.of(PUBLISHER)),
                TestOwner.CLOCK,
                TestOwner.random());
    }

    @Test
    void everyMember_hasAnIdentityOfItsOwnAndTheSameTrust() throws Exception {
        MeshHome home = create("mesh", 3);
        Set<NodeId> ids = new HashSet<>();
        for (Path member : List.of(home.node(1), home.node(2), home.node(3), home.requester(), home.broker())) {
            MeshProfile profile = MeshProfile.read(member.resolve("mesh.yaml"));
            assertThat(profile.mesh()).isEqualTo("demo");
            assertThat(profile.brokers()).containsExactly(URI.create("mqtts://localhost:18883"));
            Credentials credentials = Credentials.load(profile.key(), profile.chain());
            ids.add(credentials.key().node());
            TrustPolicyFile trust = TrustPolicyFile.read(profile.trust());
            assertThat(trust.publishers()).containsExactly(PUBLISHER);
            assertThat(trust.policy().minimalAssurance()).isEqualTo(Assurance.SOFTWARE);
            credentials.chain().get(0).verify(trust.policy().owners().get(0).getPublicKey());
        }
        assertThat(ids).hasSize(5);
    }

    @Test
    void everyNode_hasSettingsForItsComponents() throws Exception {
        Path node = create("mesh", 1).node(1);
        Settings settings = Settings.read(node.resolve("node.yaml"));
        Settings key = settings.section("key");
        assertThat(key.path("key.file")).isEqualTo(node.resolve("identity/key.pem"));
        assertThat(key.flag("software.allowed", false)).isTrue();
        Settings inference = settings.section("inference");
        assertThat(inference.path("models.directory"))
                .isEqualTo(node.resolve("models"))
                .isDirectory();
        assertThat(inference.texts("publishers", 64)).containsExactly(PUBLISHER.toHex());
        assertThat(settings.section("mesh").path("profile.file")).isEqualTo(node.resolve("mesh.yaml"));
        assertThat(settings.section("log").path("directory")).isEqualTo(node.resolve("log"));
        assertThat(settings.section("witness").path("directory")).isEqualTo(node.resolve("witness"));
    }

    @Test
    void nodesHaveGateways_ifThePlanHasPortsForThem() throws Exception {
        MeshPlan plan = MeshPlan.local("demo", 2, 18_883, Set.of(PUBLISHER));
        assertThat(Settings.read(create("without", 1).node(1).resolve("node.yaml"))
                        .has("gateway"))
                .isFalse();
        MeshHome home = MeshHome.create(
                directory.resolve("with"),
                plan.withGatewayPorts(List.of(8700, 8705)),
                TestOwner.CLOCK,
                TestOwner.random());
        Settings gateway = Settings.read(home.node(2).resolve("node.yaml")).section("gateway");
        assertThat(gateway.number("port", 1, 65_535, 1)).isEqualTo(8705);
        assertThat(gateway.path("profile.file")).isEqualTo(home.node(2).resolve("mesh.yaml"));
        assertThatThrownBy(() -> plan.withGatewayPorts(List.of(8700)))
                .hasMessage("a port for each of 2 gateways is needed, not 1");
        assertThatThrownBy(() -> plan.withGatewayPorts(List.of(8700, 0))).hasMessageContaining("a gateway's port = 0");
        assertThatThrownBy(() -> plan.withGatewayPorts(List.of(8700, 8700)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("two can't listen at port 8700");
        assertThatThrownBy(() -> plan.withGatewayPorts(List.of(18_882, 18_883)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("two can't listen at port 18883: the broker's port is 18883, the gateways' ports are"
                        + " [18882, 18883]; choose other ports for the gateways or for the broker");
    }

    @Test
    void movedMember_isStillWhole() throws Exception {
        MeshHome home = create("mesh", 1);
        Path moved = Files.move(home.node(1), directory.resolve("elsewhere"));
        MeshProfile profile = MeshProfile.read(moved.resolve("mesh.yaml"));
        assertThat(profile.key()).isEqualTo(moved.resolve("identity/key.pem"));
        Credentials.load(profile.key(), profile.chain());
        TrustPolicyFile.read(profile.trust());
    }

    @Test
    void memberOtherThanTheOwner_cantReadTheOwnersKey() throws Exception {
        MeshHome home = create("mesh", 1);
        try (var files = Files.walk(home.directory())) {
            assertThat(files.filter(f -> f.getFileName().toString().equals("owner.key")))
                    .containsExactly(home.owner().resolve("owner.key"));
        }
    }

    @Test
    void existingMesh_isFoundAgain() throws Exception {
        MeshHome home = create("mesh", 2);
        assertThat(MeshHome.open(home.directory())).isEqualTo(home);
        assertThat(home.nodeDirectories()).containsExactly(home.node(1), home.node(2));
    }

    @Test
    void directoryInUse_isRefusedAndKept() throws Exception {
        Path used = Files.createDirectories(directory.resolve("used"));
        Files.writeString(used.resolve("file"), "mine");
        assertThatThrownBy(() -> create("used", 1)).isInstanceOf(FileAlreadyExistsException.class);
        try (var files = Files.list(directory)) {
            assertThat(files).containsExactly(used);
        }
        assertThat(used.resolve("file")).hasContent("mine");
    }

    @Test
    void directoryWithoutMesh_isRefused() {
        assertThatThrownBy(() -> MeshHome.open(directory))
                .isInstanceOf(ProvisioningException.class)
                .hasMessageContaining("holds no mesh");
    }

    @Test
    void planOutOfRange_isRefused() {
        assertThatThrownBy(() -> MeshPlan.local("demo", 65, 1, Set.of()))
                .hasMessage("the number of nodes = 65 is out of range: 1 to 64");
        assertThatThrownBy(() -> MeshPlan.local("demo", 1, 0, Set.of())).hasMessageContaining("the broker's port = 0");
        assertThatThrownBy(() -> MeshPlan.local("De mo", 1, 1, Set.of())).hasMessageContaining("a mesh's name");
    }
}
