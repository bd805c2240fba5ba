package io.signet.kura.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.signet.provisioning.MeshProfile;
import io.signet.provisioning.owner.MeshHome;
import io.signet.provisioning.owner.MeshPlan;
import io.signet.runtime.Clock;
import io.signet.statement.Bytes;
import java.lang.reflect.Proxy;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** What the console's values become for the node's own components, and which are impossible. */
final class PartTest {
    private static final Bytes PUBLISHER = Bytes.fromHex("ab".repeat(32));

    @TempDir
    private Path directory;

    /** Made for the tests that need it: it takes keys and certificates. */
    private Path newHome() throws Exception {
        return MeshHome.create(
                        directory.resolve("mesh"),
                        MeshPlan.local("test", 1, 18_883, Set.of(PUBLISHER)),
                        Clock.SYSTEM,
                        new SecureRandom())
                .node(1);
    }

    /** The options with their defaults, but for {@code changed}. */
    private static <T> T options(Class<T> type, Map<String, Object> changed) {
        return type.cast(Proxy.newProxyInstance(
                type.getClassLoader(),
                new Class<?>[] {type},
                (proxy, method, arguments) -> changed.getOrDefault(method.getName(), method.getDefaultValue())));
    }

    private static Part part(PartName name, Map<String, Object> changed) {
        return switch (name) {
            case NODE -> NodePart.of(options(NodeOptions.class, changed));
            case MESH -> MeshPart.of(options(MeshOptions.class, changed));
            case INFERENCE -> InferencePart.of(options(InferenceOptions.class, changed));
            case GATEWAY -> GatewayPart.of(options(GatewayOptions.class, changed));
        };
    }

    /** A node with a key in a file, and another part. */
    private static NodePlan plan(Path home, Part other) {
        Part node = part(
                PartName.NODE,
                Map.of("enabled", true, "key", "file", "home_directory", home.toString(), "log_port", 0));
        return NodePlan.of(List.of(node, other), Optional.empty());
    }

    static Stream<Arguments> impossible() {
        String[] wrong = {"xyz"};
        return Stream.of(
                Arguments.of(PartName.NODE, "key", "usb", "key = 'usb' is none of"),
                Arguments.of(PartName.NODE, "key", "pkcs11", "pkcs11.uri must be a text"),
                Arguments.of(
                        PartName.NODE, "home_directory", "node", "home.directory = 'node' is not an absolute path"),
                Arguments.of(PartName.NODE, "home_directory", "/a\0b", "home.directory"),
                Arguments.of(PartName.NODE, "tpm_firmware_pcr", 7, "tpm.firmware.pcr = 7 is out of range: 8 to 15"),
                Arguments.of(PartName.NODE, "tpm_device_file", "", "tpm.device.file must be a text"),
                Arguments.of(PartName.NODE, "log_port", 65_536, "log.port = 65536 is out of range"),
                Arguments.of(PartName.MESH, "tasks_max", 0, "tasks.max = 0 is out of range: 1 to 4096"),
                Arguments.of(PartName.MESH, "brokers", new String[] {"not a uri"}, "brokers"),
                Arguments.of(PartName.INFERENCE, "publishers", wrong, "publishers: 'xyz' is no Ed25519 key"),
                Arguments.of(PartName.INFERENCE, "request_bytes_max", 1L << 31, "request.bytes.max"),
                Arguments.of(PartName.GATEWAY, "clients", "all", "clients = 'all' is not 'certificate' or 'open'"),
                Arguments.of(PartName.GATEWAY, "clients", "open", "set address to 127.0.0.1"),
                Arguments.of(PartName.GATEWAY, "bodies_mib_max", 63, "bodies.mib.max = 63 is out of range: 64 to"),
                Arguments.of(PartName.GATEWAY, "packages_push", wrong, "packages.push: 'xyz' is no member's id"),
                Arguments.of(PartName.GATEWAY, "coap_port", -1, "coap.port = -1 is out of range"),
                Arguments.of(PartName.GATEWAY, "console_port", 65_536, "console.port = 65536 is out of range"));
    }

    @ParameterizedTest
    @MethodSource
    void impossible(PartName name, String option, Object value, String reason) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> part(name, Map.of(option, value)))
                .withMessageContaining(reason);
    }

    @Test
    void defaults_arePossible_andDoNothing() {
        List<Part> all =
                Stream.of(PartName.values()).map(name -> part(name, Map.of())).toList();
        NodePlan plan = NodePlan.of(all, Optional.of(directory));
        assertThat(plan.configurations()).isEmpty();
        assertThat(plan.statuses().values()).allMatch(PartStatus.Off.class::isInstance);
    }

    @Test
    void home_isInKurasDataDirectoryUnlessItIsSet() throws Exception {
        Path home = newHome();
        Path data = directory.resolve("data");
        Files.createDirectories(data);
        Files.move(home, data.resolve("signet"));
        Part node = part(PartName.NODE, Map.of("enabled", true));

        NodePlan plan = NodePlan.of(List.of(node), Optional.of(data));

        assertThat(plan.configurations().get(InnerPid.TPM))
                .containsEntry("directory", data.resolve("signet/identity/tpm").toString())
                .doesNotContainKey("pcrs");
        assertThat(NodePlan.of(List.of(node), Optional.empty()).statuses().get(PartName.NODE))
                .isEqualTo(new PartStatus.Refused(
                        "home.directory: set it, Kura does not say where its data directory is"));
    }

    @Test
    void node_hasOneKeyAndItsFilesInItsHome() throws Exception {
        Path home = newHome();
        Map<InnerPid, Map<String, Object>> all =
                plan(home, part(PartName.MESH, Map.of())).configurations();

        assertThat(all.keySet())
                .containsExactlyInAnyOrder(
                        InnerPid.KEY, InnerPid.LOG, InnerPid.WITNESS, InnerPid.LOG_SERVER, InnerPid.MESH);
        assertThat(all.get(InnerPid.KEY))
                .containsEntry("key.file", home.resolve("identity/key.pem").toString())
                .containsEntry("software.allowed", true);
        assertThat(all.get(InnerPid.LOG_SERVER))
                .containsEntry("port", 0)
                .containsEntry(
                        "identity.file", home.resolve("identity/chain.pem").toString());
    }

    @Test
    void otherBrokers_makeAnotherProfile_andLeaveTheOwnersAsItIs() throws Exception {
        Path home = newHome();
        Path made = home.resolve(MeshProfile.FILE_NAME);
        String before = Files.readString(made);
        Part mesh = part(PartName.MESH, Map.of("brokers", new String[] {" mqtts://b.example:8884 ", ""}));

        Map<String, Object> properties = plan(home, mesh).configurations().get(InnerPid.MESH);

        MeshProfile profile =
                MeshProfile.read(Path.of(properties.get("profile.file").toString()));
        assertThat(profile.brokers()).map(Object::toString).containsExactly("mqtts://b.example:8884");
        assertThat(profile.chain()).isEqualTo(MeshProfile.read(made).chain());
        assertThat(made).content().isEqualTo(before);
    }

    @Test
    void brokersWithoutTls_areRefused() throws Exception {
        Path home = newHome();
        Part mesh = part(PartName.MESH, Map.of("brokers", new String[] {"mqtt://b.example:1883"}));

        NodePlan plan = plan(home, mesh);

        assertThat(plan.statuses().get(PartName.MESH))
                .isInstanceOfSatisfying(PartStatus.Refused.class, refused -> assertThat(refused.reason())
                        .startsWith("brokers: "));
        assertThat(plan.configurations()).doesNotContainKey(InnerPid.MESH);
        assertThat(plan.statuses().get(PartName.NODE)).isEqualTo(new PartStatus.Applied());
    }

    @Test
    void homeWithoutProfile_isARefusalOfTheMesh() throws Exception {
        Path home = newHome();
        Files.delete(home.resolve(MeshProfile.FILE_NAME));
        PartStatus status = plan(home, part(PartName.MESH, Map.of())).statuses().get(PartName.MESH);
        assertThat(status).isInstanceOfSatisfying(PartStatus.Refused.class, refused -> assertThat(refused.reason())
                .contains("mesh.yaml"));
    }

    @Test
    void publishers_areThoseOfTheTrustPolicyUnlessTheyAreSet() throws Exception {
        Path home = newHome();
        Map<String, Object> trusted =
                plan(home, part(PartName.INFERENCE, Map.of())).configurations().get(InnerPid.INFERENCE);
        assertThat((String[]) trusted.get("publishers")).containsExactly(PUBLISHER.toHex());

        String other = "cd".repeat(32);
        Map<String, Object> set = plan(home, part(PartName.INFERENCE, Map.of("publishers", new String[] {other})))
                .configurations()
                .get(InnerPid.INFERENCE);
        assertThat((String[]) set.get("publishers")).containsExactly(other);
    }

    @Test
    void gateways_areOffUntilTheyAreSwitchedOn() throws Exception {
        Path home = newHome();
        assertThat(plan(home, part(PartName.GATEWAY, Map.of())).statuses().get(PartName.GATEWAY))
                .isEqualTo(new PartStatus.Off("it is switched off"));
        Part both = part(PartName.GATEWAY, Map.of("https_enabled", true, "coap_enabled", true, "coap_port", 5685));
        assertThat(plan(home, both).configurations().get(InnerPid.GATEWAY)).containsEntry("port", 8643);
        assertThat(plan(home, both).configurations().get(InnerPid.GATEWAY_COAP))
                .containsEntry("port", 5685)
                .containsEntry(
                        "profile.file", home.resolve(MeshProfile.FILE_NAME).toString());
    }

    @Test
    void console_hasAServerAndPagesOfItsOwn_withoutTheGateway() throws Exception {
        Path home = newHome();
        Map<InnerPid, Map<String, Object>> on = plan(
                        home, part(PartName.GATEWAY, Map.of("console_enabled", true, "console_port", 9443)))
                .configurations();
        assertThat(on.get(InnerPid.WEB))
                .containsEntry("port", 9443)
                .containsEntry("address", "0.0.0.0")
                .containsEntry(
                        "profile.file", home.resolve(MeshProfile.FILE_NAME).toString());
        assertThat(on.get(InnerPid.CONSOLE))
                .containsEntry("home.directory", home.toString())
                .doesNotContainKey("password.file");
        assertThat(on).doesNotContainKey(InnerPid.GATEWAY);
    }
}
