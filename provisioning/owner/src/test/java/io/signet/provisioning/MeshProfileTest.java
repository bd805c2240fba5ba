package io.signet.provisioning;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.signet.statement.NodeId;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class MeshProfileTest {
    private static final String REST =
            "identity: {key: identity/key.pem, chain: identity/chain.pem}\ntrust: trust.yaml\n";

    @TempDir
    Path directory;

    private MeshProfile read(String text) throws Exception {
        return MeshProfile.read(Files.writeString(directory.resolve("mesh.yaml"), text));
    }

    @Test
    void profile_isReadWithPathsRelativeToItself() throws Exception {
        MeshProfile profile = read("mesh: demo\nbrokers: [mqtts://localhost:8883]\n" + REST);
        assertThat(profile)
                .isEqualTo(new MeshProfile(
                        "demo",
                        List.of(URI.create("mqtts://localhost:8883")),
                        directory.resolve("identity/key.pem"),
                        directory.resolve("identity/chain.pem"),
                        directory.resolve("trust.yaml")));
    }

    @Test
    void writtenProfile_isReadBack() throws Exception {
        Path file = directory.resolve("home of ü/mesh.yaml");
        MeshProfile profile = new MeshProfile(
                "plant-7",
                List.of(URI.create("mqtts://broker.example:8883"), URI.create("mqtts://[::1]:18883")),
                directory.resolve("elsewhere/key.pem"),
                directory.resolve("home of ü/identity/chain.pem"),
                directory.resolve("trust.yaml"));
        profile.write(file);
        assertThat(MeshProfile.read(file)).isEqualTo(profile);
    }

    @Test
    void listOfWitnesses_isReadAndWritten() throws Exception {
        String witness = "0123456789abcdef0123456789abcdef";
        MeshProfile profile =
                read("mesh: demo\nbrokers: [mqtts://localhost:8883]\n" + REST + "\nwitnesses: [" + witness + "]\n");
        assertThat(profile.witnesses()).containsExactly(NodeId.fromHex(witness));
        profile.write(directory.resolve("again.yaml"));
        assertThat(MeshProfile.read(directory.resolve("again.yaml"))).isEqualTo(profile);
    }

    @Test
    void witnessThatIsNoNodeId_isRefused() {
        assertThatThrownBy(
                        () -> read("mesh: demo\nbrokers: [mqtts://localhost:8883]\n" + REST + "\nwitnesses: [anna]\n"))
                .isInstanceOf(ProvisioningException.class)
                .hasMessageContaining("witnesses: 'anna'");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "mqtt://localhost:1883",
                "localhost:8883",
                "mqtts://localhost",
                "mqtts://localhost:0",
                "mqtts://localhost:70000",
                "mqtts://user@localhost:8883",
                "mqtts://localhost:8883/path",
                "mqtts:///x",
                "mqtts://local host:8883",
            })
    void brokerThatIsNoTlsAddress_isRefused(String broker) {
        assertThatThrownBy(() -> read("mesh: demo\nbrokers: ['" + broker + "']\n" + REST))
                .isInstanceOf(ProvisioningException.class)
                .hasMessageContaining("mesh.yaml:2: brokers: '" + broker + "'");
    }

    @Test
    void noBroker_isRefused() {
        assertThatThrownBy(() -> read("mesh: demo\nbrokers: []\n" + REST))
                .hasMessageContaining("mesh.yaml:2: brokers: expected a list of 1 to 8 addresses");
    }

    @ParameterizedTest
    @ValueSource(strings = {"Demo", "a/b", "a+", "abcdefghijklmnopqrstuvwxyz-0123456"})
    void meshNameThatTopicsCantHold_isRefused(String name) {
        assertThatThrownBy(() -> read("mesh: " + name + "\nbrokers: [mqtts://localhost:8883]\n" + REST))
                .isInstanceOf(ProvisioningException.class)
                .hasMessageContaining("mesh.yaml:1: mesh: ");
    }

    @Test
    void misspeltKey_isRefused() {
        assertThatThrownBy(() -> read("mesh: demo\nbrokers: [mqtts://localhost:8883]\nbrokesr: []\n" + REST))
                .hasMessageContaining("mesh.yaml:3: unknown key brokesr; allowed: brokers, identity, mesh, trust");
    }
}
