package io.signet.kuratest;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.signet.attestation.HardwareKey;
import io.signet.attestation.NodeLog;
import io.signet.console.ConsoleLogin;
import io.signet.gateway.web.WebPages;
import io.signet.inference.InferenceService;
import io.signet.mesh.Mesh;
import io.signet.provisioning.owner.MeshHome;
import io.signet.provisioning.owner.MeshPlan;
import io.signet.runtime.Clock;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.Dictionary;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.eclipse.kura.KuraException;
import org.eclipse.kura.ai.inference.InferenceEngineService;
import org.eclipse.kura.cloudconnection.publisher.CloudPublisher;
import org.eclipse.kura.identity.IdentityService;
import org.eclipse.kura.identity.Permission;
import org.eclipse.kura.message.KuraPayload;
import org.eclipse.kura.security.keystore.KeystoreService;
import org.eclipse.kura.security.tamper.detection.TamperDetectionService;
import org.eclipse.kura.type.TypedValues;
import org.eclipse.kura.wire.WireEmitter;
import org.eclipse.kura.wire.WireEnvelope;
import org.eclipse.kura.wire.WireHelperService;
import org.eclipse.kura.wire.WireReceiver;
import org.eclipse.kura.wire.WireRecord;
import org.eclipse.kura.wire.WireSupport;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleContext;
import org.osgi.framework.FrameworkUtil;
import org.osgi.framework.ServiceRegistration;
import org.osgi.service.cm.Configuration;
import org.osgi.service.metatype.AttributeDefinition;
import org.osgi.service.metatype.ObjectClassDefinition;
import org.osgi.service.useradmin.Role;
import org.osgi.service.useradmin.UserAdmin;
import org.osgi.service.wireadmin.Wire;

/** Kura's components configure the node's own, as a console's user and a snapshot change them. */
final class KuraOsgiTest {
    private static final String NODE = "io.signet.kura.node";
    private static final String MESH = "io.signet.kura.mesh";
    private static final String INFERENCE = "io.signet.kura.inference";
    private static final String GATEWAY = "io.signet.kura.gateway";
    private static final String METRICS = "io.signet.kura.metrics";
    private static final String STATUS = "io.signet.kura.status";
    private static final String WIRE = "io.signet.kura.wire";
    private static final Set<String> ALL = Set.of(NODE, MESH, INFERENCE, GATEWAY, METRICS, STATUS);
    private static final String INNER_MESH = "io.signet.mesh";

    @TempDir
    private Path directory;

    private final BundleContext context =
            FrameworkUtil.getBundle(KuraOsgiTest.class).getBundleContext();
    private final Framework framework = new Framework(context);
    private KuraHost kura;
    private Path home;

    @BeforeEach
    void startKura() throws Exception {
        home = MeshHome.create(
                        directory.resolve("mesh"),
                        MeshPlan.local("test", 1, 18_883, Set.of()),
                        Clock.SYSTEM,
                        new SecureRandom())
                .node(1);
        kura = new KuraHost();
        assertEquals(ALL, kura.components(ALL.size()));
    }

    @AfterEach
    void stopKura() throws Exception {
        kura.close();
        framework.awaitGone(HardwareKey.class);
        framework.close();
    }

    private void startNode() throws Exception {
        kura.update(NODE, Map.of("enabled", true, "home.directory", home.toString(), "key", "file"));
        framework.require(Mesh.class);
    }

    private void awaitMesh(String key, Object value) {
        framework.await(
                key + " = " + value,
                () -> value.equals(kura.properties(INNER_MESH).get(key)));
    }

    @Test
    void everyAttribute_saysWhatItIsFor() {
        for (String pid : Stream.concat(ALL.stream(), Stream.of(WIRE)).toList()) {
            ObjectClassDefinition definition = kura.metatype(pid);
            assertTrue(definition.getName().startsWith("Signet "), pid);
            assertTrue(definition.getDescription().endsWith("."), pid);
            assertNotNull(kura.provider(pid).getEntry("OSGI-INF/icons/signet.png"));
            for (AttributeDefinition attribute : definition.getAttributeDefinitions(ObjectClassDefinition.ALL)) {
                String where = pid + "/" + attribute.getID();
                assertFalse(attribute.getName().isBlank(), where);
                assertTrue(attribute.getDescription().endsWith("."), where);
                assertNotNull(attribute.getDefaultValue(), where);
            }
        }
    }

    @Test
    void defaultsThatKuraGivesEveryMetatype_startNothing() {
        for (String pid : Set.of(
                "io.signet.log.http",
                "io.signet.gateway",
                "io.signet.gateway.coap",
                "io.signet.web",
                "io.signet.console",
                INNER_MESH)) {
            framework.await(pid + " has no configuration", () -> !framework.configured(pid));
        }
        framework.awaitGone(NodeLog.class);
    }

    @Test
    void node_comesWithItsHome_andGoesWhenItIsSwitchedOff() throws Exception {
        startNode();
        framework.require(InferenceService.class);
        assertFalse(framework.require(Mesh.class).connected());

        kura.update(NODE, Map.of("enabled", false));

        framework.awaitGone(Mesh.class);
        framework.awaitGone(HardwareKey.class);
    }

    @Test
    void changedValue_reachesTheRunningNodeAtOnce() throws Exception {
        startNode();
        Mesh before = framework.require(Mesh.class);

        kura.update(MESH, Map.of("tasks.max", 7, "brokers", new String[] {"mqtts://other.example:8883"}));

        awaitMesh("tasks.max", 7);
        awaitMesh("profile.file", home.resolve("mesh.kura.yaml").toString());
        framework.await(
                "another member",
                () -> framework.now(Mesh.class).filter(now -> now != before).isPresent());
        assertTrue(context.getServiceReference(HardwareKey.class) != null);
    }

    @Test
    void impossibleValue_isRefused_andWhatWasSetBeforeStays() throws Exception {
        startNode();
        kura.update(MESH, Map.of("witnesses", 3));
        awaitMesh("witnesses", 3);

        kura.update(MESH, Map.of("witnesses", 99));
        kura.update(MESH, Map.of("witnesses", "many"));
        kura.update(NODE, Map.of("home.directory", directory.resolve("nowhere").toString()));
        kura.update(GATEWAY, Map.of("https.enabled", true, "clients", "open"));
        kura.update(INFERENCE, Map.of("models.max", 3)); // comes after all that
        framework.await("models.max", () -> Integer.valueOf(3)
                .equals(kura.properties("io.signet.inference").get("models.max")));

        assertEquals(3, kura.properties(INNER_MESH).get("witnesses"));
        assertFalse(framework.configured("io.signet.gateway"));
        assertEquals(ALL, kura.components(ALL.size()));
        framework.require(Mesh.class);
    }

    @Test
    void kurasEngine_isThereWhileTheNodesInferenceIs() throws Exception {
        startNode();
        InferenceEngineService engine = framework.require(InferenceEngineService.class);
        assertTrue(engine.isEngineReady());
        assertEquals(
                "io.signet.kura.engine",
                Framework.present(context.getServiceReference(InferenceEngineService.class), "engine")
                        .getProperty(KuraHost.KURA_PID));

        kura.update(NODE, Map.of("enabled", false));

        framework.awaitGone(InferenceEngineService.class);
    }

    @Test
    void metrics_goOutThroughThePublisherThatIsNamed() throws Exception {
        startNode();
        BlockingQueue<KuraPayload> sent = new LinkedBlockingQueue<>();
        CloudPublisher publisher = message -> {
            sent.add(message.getPayload());
            return "id";
        };
        ServiceRegistration<CloudPublisher> registration = context.registerService(
                CloudPublisher.class, publisher, FrameworkUtil.asDictionary(Map.of(KuraHost.KURA_PID, "mine")));
        try {
            kura.update(METRICS, Map.of("CloudPublisher.target", "(kura.service.pid=mine)"));

            KuraPayload payload = Framework.present(sent.poll(30, TimeUnit.SECONDS), "metrics");

            assertEquals(true, payload.getMetric("mesh.member"));
            assertEquals(0, payload.getMetric("inference.models"));
        } finally {
            registration.unregister();
        }
    }

    @Test
    void tamperDetection_isThereWithoutAnyNode() {
        TamperDetectionService tamper = framework.require(TamperDetectionService.class);
        assertFalse(tamper.getTamperStatus().isDeviceTampered());
        assertFalse(tamper.getDisplayName().isBlank());
    }

    private void awaitStatus(String key, String part) {
        framework.await(
                key + " has " + part,
                () -> String.valueOf(kura.properties(STATUS).get(key)).contains(part));
    }

    @Test
    void status_showsHowTheNodeIs_andWhatWasRefused_whateverSomebodyWritesThere() throws Exception {
        awaitStatus("state", "off");
        startNode();
        kura.update(MESH, Map.of("witnesses", 99));

        awaitStatus("settings", "Signet Mesh: on; not set as asked: witnesses = 99 is out of range");
        awaitStatus("key", "software");
        awaitStatus("console", "off");
        kura.update(STATUS, Map.of("key", "tpm2"));
        awaitStatus("key", "software");
        assertEquals(STATUS, kura.properties(STATUS).get(KuraHost.KURA_PID));
    }

    @Test
    void keystore_showsCertificates_andLetsNobodyChangeThem() throws Exception {
        startNode();
        KeystoreService keystore = framework.require(KeystoreService.class);

        assertTrue(keystore.getAliases().containsAll(Set.of("identity", "owner")));
        assertThrows(KuraException.class, () -> keystore.deleteEntry("owner"));
        assertThrows(KuraException.class, () -> keystore.getKeyManagers("SunX509"));
        assertThrows(KuraException.class, () -> keystore.createKeyPair("a", "EC", 256, "SHA256withECDSA", "CN=a"));
    }

    /** Keeps what is emitted. */
    private record Wires(BlockingQueue<WireRecord> emitted) implements WireSupport {
        @Override
        public void emit(List<WireRecord> records) {
            emitted.addAll(records);
        }

        @Override
        public void consumersConnected(Wire[] wires) {}

        @Override
        public void producersConnected(Wire[] wires) {}

        @Override
        public Object polled(Wire wire) {
            return "polled";
        }

        @Override
        public void updated(Wire wire, Object value) {}
    }

    @Test
    void wireComponent_isMadeByItsFactory_andEmitsWhatCameOfARecord() throws Exception {
        Wires wires = new Wires(new LinkedBlockingQueue<>());
        ServiceRegistration<WireHelperService> helper = context.registerService(
                WireHelperService.class,
                (component, reference) -> {
                    assertEquals("job", reference.getProperty(KuraHost.KURA_PID));
                    return wires;
                },
                null);
        Configuration job = kura.create(WIRE, "job", Map.of("model", "meter", "inputs", new String[] {"x:FP32:1"}));
        try {
            WireReceiver receiver = framework.require(WireReceiver.class);

            receiver.onWireReceive(
                    new WireEnvelope("timer", List.of(new WireRecord(Map.of("x", TypedValues.newFloatValue(1))))));

            WireRecord record = Framework.present(wires.emitted().poll(30, TimeUnit.SECONDS), "record");
            assertTrue(record.getProperties()
                    .get("signet.error")
                    .getValue()
                    .toString()
                    .startsWith("this node is in no mesh"));
            assertEquals("polled", ((WireEmitter) receiver).polled(null));
        } finally {
            job.delete();
            framework.awaitGone(WireReceiver.class);
            helper.unregister();
        }
    }

    /** As Kura has one in the User Admin, as soon as that takes any. */
    private Role user(String name) {
        UserAdmin users = framework.require(UserAdmin.class);
        String role = "kura.user." + name;
        framework.await("user", () -> users.getRole(role) != null || users.createRole(role, Role.USER) != null);
        return users.getRole(role);
    }

    @SuppressWarnings("unchecked") // the User Admin's texts, in a type of before there were any
    private static Dictionary<String, Object> properties(Role role) {
        return role.getProperties();
    }

    @Test
    void console_isSwitchedOnAndOff_withKurasUsers() throws Exception {
        startNode();
        kura.update(GATEWAY, Map.of("console.enabled", true, "address", "127.0.0.1", "console.port", 0));
        framework.require(WebPages.class);
        framework.await("the port that it took", () -> String.valueOf(
                        kura.properties(STATUS).get("console"))
                .matches("https://ADDRESS-OF-THIS-GATEWAY:[1-9]\\d*/"));
        assertEquals(home.toString(), kura.properties("io.signet.console").get("home.directory"));
        ServiceRegistration<IdentityService> identities = context.registerService(
                IdentityService.class,
                new IdentityService() {
                    @Override
                    public void checkPassword(String user, char[] password) {}

                    @Override
                    public void checkPermission(String user, Permission permission) {}
                },
                null);
        try {
            ConsoleLogin login = framework.require(ConsoleLogin.class);
            assertEquals(ConsoleLogin.Kind.KURA, login.kind());
            Role admin = user("admin");
            properties(admin).put("kura.need.password.change", "true");
            assertInstanceOf(ConsoleLogin.Outcome.Refused.class, login.attempt("admin", new char[1]));
            properties(admin).remove("kura.need.password.change");
            assertInstanceOf(ConsoleLogin.Outcome.Welcome.class, login.attempt("admin", new char[1]));
        } finally {
            identities.unregister();
        }

        kura.update(GATEWAY, Map.of("console.enabled", false));

        framework.awaitGone(WebPages.class);
        framework.await("no server", () -> !framework.configured("io.signet.web"));
    }

    @Test
    void consoleWhosePortIsAnothers_isNotSaidToBeThere() throws Exception {
        startNode();
        try (ServerSocket other = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            int port = other.getLocalPort();
            kura.update(GATEWAY, Map.of("console.enabled", true, "address", "127.0.0.1", "console.port", port));
            framework.require(WebPages.class);

            awaitStatus("console", "configured, not listening");
        }
    }

    @Test
    void waysIntoTheConsole_thatSomebodyAdds_areTakenBack() throws Exception {
        startNode();
        kura.update(GATEWAY, Map.of("console.enabled", true, "address", "127.0.0.1", "console.port", 0));
        framework.require(WebPages.class);
        Map<String, Object> ways = Map.of(
                "certificates", new String[] {"ab".repeat(16)},
                "metrics.token.file", home.resolve("token").toString(),
                "password.file", home.resolve("password").toString());
        for (Map.Entry<String, Object> way : ways.entrySet()) {
            kura.write("io.signet.console", way.getKey(), way.getValue());
            framework.await(way.getKey() + " is gone", () -> {
                Object there = kura.properties("io.signet.console").get(way.getKey());
                return Objects.deepEquals(there, way.getValue() instanceof String ? "" : new String[0]);
            });
        }
    }

    @Test
    void snapshot_bringsBackWhatWasSet() throws Exception {
        startNode();
        kura.update(MESH, Map.of("witnesses", 1));
        awaitMesh("witnesses", 1);
        Map<String, Map<String, Object>> snapshot = kura.snapshot();
        kura.update(MESH, Map.of("witnesses", 5));
        awaitMesh("witnesses", 5);

        kura.rollback(snapshot);

        awaitMesh("witnesses", 1);
        assertEquals(1, kura.snapshot().get(MESH).get("witnesses"));
    }

    @Test
    void gateway_isSwitchedOnAndOff() throws Exception {
        startNode();
        kura.update(GATEWAY, Map.of("https.enabled", true, "address", "127.0.0.1", "https.port", 0));
        framework.await("gateway", () -> framework.configured("io.signet.gateway"));

        kura.update(GATEWAY, Map.of("https.enabled", false));

        framework.await("no gateway", () -> !framework.configured("io.signet.gateway"));
    }

    @Test
    void stoppedBundle_takesTheNodeOutOfItsMesh() throws Exception {
        startNode();
        Bundle bundle = kura.provider(NODE);
        bundle.stop();
        try {
            framework.awaitGone(Mesh.class);
            framework.await("no configuration", () -> !framework.configured(INNER_MESH));
        } finally {
            bundle.start();
        }
        framework.require(Mesh.class);
    }
}
