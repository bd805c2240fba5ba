package io.signet.osgitest;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.signet.attestation.HardwareKey;
import io.signet.attestation.NodeLog;
import io.signet.inference.InferenceService;
import io.signet.inference.spi.Engine;
import io.signet.mesh.Mesh;
import io.signet.provisioning.Certificates;
import io.signet.provisioning.Credentials;
import io.signet.provisioning.MeshProfile;
import io.signet.provisioning.TrustPolicyFile;
import io.signet.provisioning.owner.MeshHome;
import io.signet.provisioning.owner.MeshPlan;
import io.signet.provisioning.owner.PassphraseVerifier;
import io.signet.runtime.Clock;
import io.signet.runtime.OneKeyTls;
import io.signet.statement.Assurance;
import io.signet.statement.Bytes;
import io.signet.statement.Digest;
import io.signet.statement.IdentityChain;
import io.signet.statement.Nonce;
import io.signet.statement.Receipt;
import io.signet.statement.Statement;
import io.signet.statement.Verdict;
import io.signet.statement.Verifier;
import java.io.IOException;
import java.net.ConnectException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.PortUnreachableException;
import java.net.ServerSocket;
import java.net.SocketTimeoutException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.osgi.service.cm.Configuration;

/** The node's components find each other in a real framework, as their configurations come and go. */
final class NodeOsgiTest {
    private static final String KEY = "io.signet.attestation.key";
    private static final String LOG = "io.signet.attestation.log";
    private static final String WITNESS = "io.signet.attestation.witness";
    private static final String INFERENCE = "io.signet.inference";
    private static final String MESH = "io.signet.mesh";
    private static final String GATEWAY = "io.signet.gateway";
    private static final String WEB = "io.signet.web";
    private static final String CONSOLE = "io.signet.console";
    private static final String GATEWAY_COAP = "io.signet.gateway.coap";

    @TempDir
    private Path directory;

    private final Components components = new Components();
    private Path home;

    @BeforeEach
    void createHome() throws Exception {
        MeshHome mesh = MeshHome.create(
                directory.resolve("mesh"),
                MeshPlan.local("test", 1, 18_883, Set.of()),
                Clock.SYSTEM,
                new SecureRandom());
        home = mesh.node(1);
    }

    @AfterEach
    void removeConfigurations() throws Exception {
        components.close();
        assertTrue(components.goes(Mesh.class));
        assertTrue(components.goes(NodeLog.class));
        assertTrue(components.goes(HardwareKey.class));
    }

    private void configureKey(boolean softwareAllowed) throws Exception {
        components.configure(
                KEY,
                Map.of("key.file", home.resolve("identity/key.pem").toString(), "software.allowed", softwareAllowed));
    }

    private Configuration configureLog() throws Exception {
        return components.configure(LOG, Map.of("directory", home.resolve("log").toString()));
    }

    @Test
    void softwareKeyThatIsNotAllowed_isNoService() throws Exception {
        configureKey(false);
        assertTrue(components.staysAbsent(HardwareKey.class));
    }

    @Test
    void appendedStatement_getsAReceiptThatVerifies() throws Exception {
        configureKey(true);
        configureLog();
        HardwareKey key = components.require(HardwareKey.class);
        assertEquals(Assurance.SOFTWARE, key.assurance());
        Digest digest = Digest.sha256(Bytes.utf8("x"));
        Statement statement = new Statement(
                key.node(),
                key.assurance(),
                "m",
                digest,
                digest,
                digest,
                "e/1",
                "cpu/test",
                Nonce.draw(new SecureRandom()),
                key.node(),
                System.currentTimeMillis());
        Receipt receipt = components
                .require(NodeLog.class)
                .append(statement.encode())
                .toCompletableFuture()
                .get(10, TimeUnit.SECONDS);
        Verifier verifier =
                new Verifier(TrustPolicyFile.read(home.resolve("trust.yaml")).policy());
        IdentityChain chain = IdentityChain.of(Certificates.read(home.resolve("identity/chain.pem")));
        assertInstanceOf(
                Verdict.Accepted.class, verifier.verify(statement, receipt, chain, System.currentTimeMillis()));
    }

    @Test
    void bothEngines_areThereInOneFramework() {
        for (String name : List.of("onnxruntime", "tensorflow")) {
            Engine engine = components.require(Engine.class, "(engine.name=" + name + ")");
            assertEquals(name, engine.name());
            assertFalse(engine.version().isEmpty());
        }
    }

    @Test
    void isolatedEngine_isTheSameInAProcessOfItsOwn() throws Exception {
        Engine inThisProcess = components.require(Engine.class, "(engine.name=onnxruntime)");
        components.configure("io.signet.inference.onnxruntime", Map.of("isolated", true));

        Engine isolated = components.require(
                Engine.class, engine -> engine.getClass().getSimpleName().equals("ProcessEngine"));

        assertEquals(inThisProcess.label(), isolated.label());
        assertEquals(inThisProcess.device(), isolated.device());
    }

    private void configureMember() throws Exception {
        configureKey(true);
        components.configure(
                INFERENCE,
                Map.of(
                        "models.directory", home.resolve("models").toString(),
                        "cache.directory", home.resolve("cache").toString()));
        components.configure(
                MESH, Map.of("profile.file", home.resolve(MeshProfile.FILE_NAME).toString()));
        components.configure(
                WITNESS, Map.of("directory", home.resolve("witness").toString()));
    }

    @Test
    void gateway_answersAsLongAsTheNodeIsAMember() throws Exception {
        int port;
        try (ServerSocket free = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            port = free.getLocalPort();
        }
        configureMember();
        Configuration log = configureLog();
        components.configure(
                GATEWAY,
                Map.of(
                        "profile.file",
                        home.resolve(MeshProfile.FILE_NAME).toString(),
                        "address",
                        "127.0.0.1",
                        "port",
                        0,
                        "local.port",
                        port));
        components.configure(
                GATEWAY_COAP,
                Map.of(
                        "profile.file",
                        home.resolve(MeshProfile.FILE_NAME).toString(),
                        "address",
                        "127.0.0.1",
                        "port",
                        port));
        components.require(Mesh.class);
        HttpRequest live = HttpRequest.newBuilder(URI.create("http://localhost:" + port + "/v2/health/live"))
                .build();
        HttpClient client = HttpClient.newHttpClient();
        assertEquals("{\"live\":true}", answered(client, live).body());
        assertTrue(takesDatagrams(port));
        components.delete(log);
        assertTrue(components.goes(Mesh.class));
        assertTrue(endsToAnswer(client, live));
    }

    @Test
    void console_letsItsOwnerInOverHttps_andShowsTheNodesSettings() throws Exception {
        int port;
        try (ServerSocket free = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            port = free.getLocalPort();
        }
        configureMember();
        configureLog();
        String profile = home.resolve(MeshProfile.FILE_NAME).toString();
        Path password = home.resolve("console.password");
        PassphraseVerifier.create(password, "correct horse battery".toCharArray(), new SecureRandom());
        components.configure(WEB, Map.of("profile.file", profile, "address", "127.0.0.1", "port", port));
        components.configure(
                CONSOLE,
                Map.of(
                        "profile.file",
                        profile,
                        "home.directory",
                        home.toString(),
                        "password.file",
                        password.toString()));
        components.require(Mesh.class);
        HttpClient client = HttpClient.newBuilder()
                .sslContext(OneKeyTls.contextTo(
                        Credentials.load(home.resolve(Credentials.KEY_FILE), home.resolve(Credentials.CHAIN_FILE))
                                .key()
                                .handle(),
                        Certificates.read(home.resolve(Credentials.CHAIN_FILE)),
                        TrustPolicyFile.read(home.resolve("trust.yaml"))
                                .policy()
                                .owners(),
                        server -> true))
                .build();
        URI console = URI.create("https://127.0.0.1:" + port + "/console/v1/");
        HttpRequest login = HttpRequest.newBuilder(console.resolve("login"))
                .header("Content-Type", "application/json")
                .POST(HttpRequest.BodyPublishers.ofString("{\"password\":\"correct horse battery\"}"))
                .build();
        HttpResponse<String> welcome = answered(client, login);
        assertEquals(200, welcome.statusCode(), welcome.body());
        String cookie = welcome.headers().firstValue("set-cookie").orElseThrow().split(";", 2)[0];
        for (String page : List.of("overview", "settings", "models", "../../metrics")) {
            HttpRequest ask = HttpRequest.newBuilder(console.resolve(page))
                    .header("Cookie", cookie)
                    .build();
            HttpResponse<String> answer = answered(client, ask);
            assertEquals(200, answer.statusCode(), answer.body());
            assertTrue(answer.body().contains(page.equals("settings") ? "\"tasks.max\"" : ""), answer.body());
        }
        HttpRequest stranger =
                HttpRequest.newBuilder(console.resolve("overview")).build();
        assertEquals(401, answered(client, stranger).statusCode());
    }

    /** True as soon as the port is somebody's: then the system no longer says that nobody takes what is sent there. */
    private static boolean takesDatagrams(int port) throws Exception {
        long deadline = System.nanoTime() + Duration.ofSeconds(20).toNanos();
        try (DatagramSocket socket = new DatagramSocket()) {
            socket.connect(InetAddress.getLoopbackAddress(), port);
            socket.setSoTimeout(200);
            while (System.nanoTime() < deadline) {
                try {
                    socket.send(new DatagramPacket(new byte[1], 1));
                    socket.receive(new DatagramPacket(new byte[1], 1));
                    return true;
                } catch (SocketTimeoutException silent) {
                    return true; // as DTLS is at what is none
                } catch (PortUnreachableException nobody) {
                    Thread.onSpinWait();
                }
            }
        }
        return false;
    }

    /** What was under way may still be answered. */
    private static boolean endsToAnswer(HttpClient client, HttpRequest request) throws Exception {
        long deadline = System.nanoTime() + Duration.ofSeconds(20).toNanos();
        while (System.nanoTime() < deadline) {
            try {
                client.send(request, HttpResponse.BodyHandlers.discarding());
            } catch (IOException gone) {
                return true;
            }
        }
        return false;
    }

    /** The gateway starts on another thread than the mesh's service comes. */
    private static HttpResponse<String> answered(HttpClient client, HttpRequest request) throws Exception {
        long deadline = System.nanoTime() + Duration.ofSeconds(20).toNanos();
        while (true) {
            try {
                return client.send(request, HttpResponse.BodyHandlers.ofString());
            } catch (ConnectException e) {
                if (System.nanoTime() > deadline) {
                    throw e;
                }
            }
        }
    }

    @Test
    void meshMember_comesWhenAllPartsAreThereAndGoesWithTheLog() throws Exception {
        configureMember();
        components.require(InferenceService.class);
        assertTrue(components.staysAbsent(Mesh.class));
        Configuration log = configureLog();
        assertFalse(components.require(Mesh.class).connected());
        components.delete(log);
        assertTrue(components.goes(Mesh.class));
        configureLog();
        components.require(Mesh.class);
    }
}
