package io.signet.kura.internal;

import static org.assertj.core.api.Assertions.assertThat;

import io.signet.attestation.SoftwareKey;
import io.signet.kura.rest.NodeRest;
import io.signet.kura.rest.RestAnswer;
import io.signet.mesh.Mesh;
import io.signet.mesh.MeshStats;
import io.signet.mesh.Peer;
import io.signet.mesh.ServedModel;
import io.signet.mesh.Strain;
import io.signet.provisioning.owner.MeshHome;
import io.signet.provisioning.owner.MeshPlan;
import io.signet.runtime.Clock;
import io.signet.statement.Assurance;
import io.signet.statement.Bytes;
import io.signet.statement.Digest;
import io.signet.statement.NodeId;
import java.io.ByteArrayInputStream;
import java.io.InputStream;
import java.lang.reflect.Proxy;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is told of the node that there is, or is not. */
final class NodeAnswersTest {
    private static final NodeView OFF = new NodeView(
            Optional.empty(), Optional.empty(), Optional.empty(), Optional.empty(), new ConsoleState.Off(), List.of());

    @TempDir
    private Path directory;

    private static NodeRest answers(NodeView view) {
        return new NodeAnswers(() -> view, Clock.SYSTEM);
    }

    private static NodeView at(Path home) {
        return new NodeView(
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.of(home),
                new ConsoleState.Off(),
                List.of());
    }

    private static InputStream text(String text) {
        return new ByteArrayInputStream(Bytes.utf8(text).toArray());
    }

    private static Mesh mesh(Peer... peers) {
        return (Mesh) Proxy.newProxyInstance(
                Mesh.class.getClassLoader(),
                new Class<?>[] {Mesh.class},
                (proxy, method, arguments) -> switch (method.getName()) {
                    case "peers" -> List.of(peers);
                    case "connected" -> true;
                    case "stats" -> new MeshStats(Map.of(), 0, 0, 0, 0, 7, 0, 0, 0, 0);
                    default -> throw new IllegalStateException(method.getName());
                });
    }

    private static Peer peer() {
        return new Peer(
                new NodeId(Bytes.fromHex("ab".repeat(16))),
                "Anna \"A\"",
                Assurance.TPM2,
                true,
                false,
                List.of(ServedModel.of("digits", Digest.sha256(Bytes.EMPTY), 12.5)),
                3,
                1,
                8,
                4000,
                Strain.HOT,
                2.5,
                800,
                Optional.empty(),
                Optional.empty());
    }

    @Test
    void nodeThatIsOff_saysSoAndWhatToDo() {
        NodeRest off = answers(OFF);
        assertThat(off.status()).isEqualTo(new RestAnswer(200, "{\"state\":\"off\",\"models\":0,\"components\":[]}"));
        assertThat(off.metrics()).isEqualTo(new RestAnswer(200, "{\"mesh.member\":false}"));
        assertThat(List.of(off.identity(), off.nodes(), off.models(), off.verify(text("x"))))
                .allSatisfy(answer -> {
                    assertThat(answer.status()).isEqualTo(503);
                    assertThat(answer.json()).startsWith("{\"message\":\"the node is off; Signet Node in");
                });
    }

    @Test
    void components_sayWhatIsInForceAndWhatWasRefused() {
        List<PartReport> parts = List.of(
                new PartReport(PartName.NODE, new PartStatus.Applied(), Optional.of("key = 'usb' is none of")),
                new PartReport(PartName.MESH, new PartStatus.Refused("no trust.yaml"), Optional.empty()));
        NodeView view = new NodeView(
                Optional.of(mesh()),
                Optional.empty(),
                Optional.empty(),
                Optional.of(directory),
                new ConsoleState.Listening(8443),
                parts);
        assertThat(answers(view).status().json())
                .isEqualTo("{\"state\":\"member\",\"models\":0,\"components\":["
                        + "{\"name\":\"Signet Node\",\"status\":\"applied\",\"refused\":\"key = 'usb' is none of\"},"
                        + "{\"name\":\"Signet Mesh\",\"status\":\"refused\",\"reason\":\"no trust.yaml\"}]}");
    }

    @Test
    void kurasConsole_showsTheSameInWords() {
        List<PartReport> parts = List.of(
                new PartReport(PartName.NODE, new PartStatus.Applied(), Optional.of("key = 'usb' is none of")),
                new PartReport(PartName.MESH, new PartStatus.Off("Signet Node is off"), Optional.empty()),
                new PartReport(PartName.GATEWAY, new PartStatus.Refused("no trust.yaml"), Optional.empty()));
        NodeView view = new NodeView(
                Optional.of(mesh()),
                Optional.empty(),
                Optional.empty(),
                Optional.of(directory),
                new ConsoleState.Listening(8443),
                parts);
        assertThat(NodeStatusText.of(view))
                .containsEntry("state", "member of its mesh")
                .containsEntry("node", "none yet")
                .containsEntry("console", "https://ADDRESS-OF-THIS-GATEWAY:8443/")
                .containsEntry(
                        "settings",
                        "Signet Node: on; not set as asked: key = 'usb' is none of. Signet Mesh: off (Signet Node is off)."
                                + " Signet Gateway: off, refused: no trust.yaml.");
        assertThat(NodeStatusText.of(OFF)).containsEntry("state", "off").containsEntry("key", "none yet");
    }

    @Test
    void console_isWhereItListens_notWhereItIsWished() {
        assertThat(ConsoleState.of(false, OptionalInt.empty()).text()).startsWith("off");
        assertThat(ConsoleState.of(true, OptionalInt.empty()).text()).startsWith("configured, not listening");
        assertThat(ConsoleState.of(true, OptionalInt.of(40_123)).text())
                .isEqualTo("https://ADDRESS-OF-THIS-GATEWAY:40123/");
    }

    @Test
    void nodes_areTold() {
        NodeView view = new NodeView(
                Optional.of(mesh(peer())),
                Optional.empty(),
                Optional.empty(),
                Optional.of(directory),
                new ConsoleState.Off(),
                List.of());
        assertThat(answers(view).nodes().json())
                .startsWith("{\"connected\":true,\"nodes\":[{\"id\":\"" + "ab".repeat(16)
                        + "\",\"owner\":\"Anna \\\"A\\\"\",\"assurance\":\"tpm2\",\"online\":true,\"accepting\":false,"
                        + "\"strain\":\"hot\",\"models\":[{\"name\":\"digits\",")
                .endsWith("\"rowsPerSecond\":12.5}],\"queuedRows\":3,\"runningTasks\":1,\"tasksMax\":8,"
                        + "\"freeMemoryMib\":4000,\"latencyMs\":2.5,\"reportAgeMs\":800}]}");
        assertThat(answers(view).metrics().json()).contains("\"mesh.tasks.served\":7");
    }

    @Test
    void identity_isPublic() throws Exception {
        SoftwareKey key = SoftwareKey.create(directory.resolve("key.pem"));
        NodeView view = new NodeView(
                Optional.empty(),
                Optional.empty(),
                Optional.of(key),
                Optional.of(directory),
                new ConsoleState.Off(),
                List.of());
        assertThat(answers(view).identity().json())
                .startsWith("{\"node\":\"" + key.node().toHex() + "\",\"assurance\":\"software\"")
                .endsWith("\"publicKey\":\""
                        + Bytes.copyOf(key.publicKey().getEncoded()).toHex() + "\"}");
    }

    @Test
    void whatIsNoReceipt_isNotGood_andOneWithoutBoundIsRefused() throws Exception {
        Path home = MeshHome.create(
                        directory.resolve("mesh"),
                        MeshPlan.local("test", 1, 18_883, Set.of()),
                        Clock.SYSTEM,
                        new SecureRandom())
                .node(1);
        NodeRest node = answers(at(home));

        assertThat(node.verify(text("no receipt")).json())
                .startsWith("{\"good\":false,\"verdict\":\"This is no receipt");
        RestAnswer endless = node.verify(new InputStream() {
            @Override
            public int read() {
                return 0;
            }
        });
        assertThat(endless.status()).isEqualTo(413);

        Files.writeString(home.resolve("revoked-0.crl"), "damaged");
        assertThat(node.verify(text("no receipt")).status()).isEqualTo(503);
    }

    @Test
    void receiptsAreVerifiedTwoAtATime_andAFurtherOneIsToldThatTheNodeIsBusy() {
        NodeRest node = answers(at(directory));
        List<RestAnswer> further = new ArrayList<>();

        node.verify(reading(() -> node.verify(reading(() -> further.add(node.verify(text("x")))))));

        assertThat(further).singleElement().satisfies(answer -> {
            assertThat(answer.status()).isEqualTo(503);
            assertThat(answer.json()).contains("busy");
        });
        assertThat(node.verify(text("x")).json()).doesNotContain("busy");
    }

    /** An empty receipt: while it is read, {@code meanwhile} happens. */
    private static InputStream reading(Runnable meanwhile) {
        return new InputStream() {
            @Override
            public int read() {
                meanwhile.run();
                return -1;
            }
        };
    }

    @Test
    void withoutATrustPolicy_nothingIsVerified() {
        RestAnswer answer = answers(at(directory)).verify(text("x"));
        assertThat(answer.status()).isEqualTo(503);
        assertThat(answer.json()).contains("trust policy can't be used").contains("trust.yaml");
    }
}
