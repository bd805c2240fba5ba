package io.signet.console.internal;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.jr.ob.JSON;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Settings, metrics, health, checks, and the description of it all. */
@Timeout(60)
class ConsoleServiceTest {
    private static final String SETTINGS = "/console/v1/settings/io.signet.mesh";

    @TempDir
    private static Path directory;

    private static TestConsole console;
    private static Browser browser;

    @BeforeAll
    static void start() throws Exception {
        console = new TestConsole(directory);
        console.console().setMesh(new FakeMesh());
        console.sections = List.of(new SettingsSection(
                "io.signet.mesh",
                "Signet Mesh",
                "The mesh.",
                List.of(
                        field("tasks.max", SettingsSection.Kind.INTEGER, 128L, false),
                        field("log.address", SettingsSection.Kind.STRING, "x", false),
                        field("publishers", SettingsSection.Kind.STRINGS, List.of(), false),
                        field("profile.file", SettingsSection.Kind.STRING, "mesh.yaml", true))));
        browser = new Browser(console);
        browser.logIn(TestConsole.PASSWORD);
    }

    private static SettingsSection.Field field(String key, SettingsSection.Kind kind, Object value, boolean readOnly) {
        return new SettingsSection.Field(
                key,
                key,
                "What it is.",
                kind,
                List.of(),
                Optional.of(value),
                Optional.empty(),
                readOnly,
                text -> text.equals("0") ? Optional.of("0 is less than 1") : Optional.empty());
    }

    @AfterAll
    static void stop() {
        console.close();
    }

    @Test
    void description_hasEveryRoute_andNoOther() throws Exception {
        Map<String, Object> described = browser.get("/console/v1/openapi.json").json();
        assertThat(described).containsEntry("openapi", "3.1.0");
        TreeSet<String> told = new TreeSet<>();
        ((Map<?, ?>) described.get("paths")).forEach((path, operations) -> ((Map<?, ?>) operations)
                .keySet()
                .forEach(method -> told.add(method.toString().toUpperCase(Locale.ROOT) + " " + path)));
        TreeSet<String> there = new TreeSet<>();
        console.console().routes().forEach(route -> there.add(route.method() + " " + route.path()));
        assertThat(told).isEqualTo(there);
    }

    @Test
    void everyRoute_isClosedToStrangers_butForThoseThatAreNamed() throws Exception {
        Browser stranger = new Browser(console);
        TreeSet<String> open = new TreeSet<>();
        for (Route route : console.console().routes()) {
            String path = route.path().replaceAll("\\{[a-z]+\\}", "x");
            byte[] body = route.body().bytesMax() == 0 ? new byte[0] : Browser.json("{}");
            int status = stranger.send(route.method(), path, body, "Content-Type", "" + type(route))
                    .status();
            if (status != 401) {
                open.add(route.method() + " " + route.path() + " " + status);
            }
        }
        assertThat(open)
                .containsExactlyInAnyOrder(
                        "GET /console/v1/openapi.json 200",
                        "GET /health/live 200",
                        "GET /health/ready 200",
                        "POST /console/v1/login 403",
                        "POST /console/v1/logout 200");
    }

    private static String type(Route route) {
        return route.body().type().isEmpty() ? "application/json" : route.body().type();
    }

    @Test
    void setting_isKeptBesideNodeYaml_andInTheTrail() throws Exception {
        Files.writeString(console.home().resolve("node.yaml"), "mesh: {profile.file: mesh.yaml} # by hand\n");
        assertThat(browser.get("/console/v1/settings").body())
                .contains("\"key\":\"tasks.max\"", "\"type\":\"integer\"", "\"value\":128", "\"writable\":true");
        assertThat(browser.send("PUT", SETTINGS, Browser.json("{\"values\":{\"tasks.max\":64}}"))
                        .json())
                .containsEntry("applied", true);
        assertThat(Files.readString(console.home().resolve(SettingsFile.FILE_NAME)))
                .isEqualTo("{\"mesh\":{\"tasks.max\":64}}");
        assertThat(Files.readString(console.home().resolve("node.yaml"))).contains("# by hand");
        assertThat(browser.get("/console/v1/trail").body()).contains("io.signet.mesh {tasks.max=64}");
        for (String wrong : List.of("{\"tasks.max\":0}", "{\"tasks.max\":\"64\"}", "{\"profile.file\":\"/etc/x\"}")) {
            assertThat(browser.send("PUT", SETTINGS, Browser.json("{\"values\":" + wrong + "}"))
                            .status())
                    .as(wrong)
                    .isEqualTo(422);
        }
        assertThat(browser.send("PUT", "/console/v1/settings/other", Browser.json("{\"values\":{}}"))
                        .status())
                .isEqualTo(404);
    }

    @Test
    void whatTheRegistrarSets_isFixed_andSaysSo() throws Exception {
        Files.writeString(console.home().resolve("node.yaml"), "mesh: {profile.file: mesh.yaml}\n");
        Path wanted = console.home().resolve("wanted.yaml");
        try {
            Files.writeString(wanted, "answers: true\nmesh:\n  tasks.max: 3\n");
            assertThat(browser.get("/console/v1/settings").body()).contains("Set by the owner's registrar.");
            assertThat(browser.send("PUT", SETTINGS, Browser.json("{\"values\":{\"tasks.max\":64}}"))
                            .body())
                    .contains("by the owner's registrar, only");
            assertThat(browser.send("PUT", SETTINGS, Browser.json("{\"values\":{\"log.address\":\"y\"}}"))
                            .status())
                    .isEqualTo(200);
        } finally {
            Files.delete(wanted);
            Files.deleteIfExists(console.home().resolve(SettingsFile.FILE_NAME));
        }
        assertThat(browser.get("/console/v1/settings").body()).doesNotContain("Set by the owner's registrar.");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"log.address\":\"a\\u007fb\"}",
                "{\"log.address\":\"a\\u0000\"}",
                "{\"log.address\":\"a\\u0085\"}",
                "{\"log.address\":\"a\\ufffe\"}",
                "{\"log.address\":\"\\ufeffa\"}",
                "{\"log.address\":\"a\\n\"}",
                "{\"publishers\":[\"a\\u007f\"]}",
                "{\"publishers\":[\"a\",\"0\"]}",
                "{\"publishers\":[\"\"]}",
                "{\"log.address\":\"0\"}"
            })
    void valueThatNobodyCouldRead_isRefused_andNothingIsKept(String values) throws Exception {
        Files.writeString(console.home().resolve("node.yaml"), "mesh: {profile.file: mesh.yaml}\n");
        Path kept = console.home().resolve(SettingsFile.FILE_NAME);
        String before = Files.exists(kept) ? Files.readString(kept) : "";
        assertThat(browser.send("PUT", SETTINGS, Browser.json("{\"values\":" + values + "}"))
                        .status())
                .isEqualTo(422);
        assertThat(Files.exists(kept) ? Files.readString(kept) : "").isEqualTo(before);
    }

    @Test
    void metrics_areOpenMetrics_forSessionsAndForWhoHasTheToken() throws Exception {
        Browser stranger = new Browser(console);
        assertThat(stranger.get("/metrics", "Authorization", "Bearer " + "0".repeat(32))
                        .status())
                .isEqualTo(401);
        Browser.Answer answer = stranger.get("/metrics", "Authorization", "Bearer " + TestConsole.METRICS_TOKEN);
        assertThat(answer.header("content-type")).startsWith("application/openmetrics-text; version=1.0.0");
        assertThat(answer.body())
                .contains(
                        "signet_mesh_connected 1",
                        "signet_tasks_sent_total 11",
                        "# TYPE signet_mesh_nodes gauge",
                        "signet_mesh_nodes{state=\"online\"}")
                .endsWith("# EOF\n");
        assertThat(browser.get("/metrics").status()).isEqualTo(200);
    }

    @Test
    void readiness_isThatOfTheNode() throws Exception {
        assertThat(browser.get("/health/live").body()).isEqualTo("{\"live\":true}");
        assertThat(browser.get("/health/ready").body()).isEqualTo("{\"ready\":true}");
    }

    @Test
    void nodeThatDoesNotAnswerYet_isNotReady() throws Exception {
        try (TestConsole loading = new TestConsole(directory.resolve("loading"))) {
            Browser stranger = new Browser(loading);
            assertThat(stranger.get("/health/ready").status()).as("in no mesh").isEqualTo(503);
            loading.console().setMesh(new FakeMesh());
            assertThat(stranger.get("/health/ready").status()).isEqualTo(200);
            loading.console().addStatus(() -> "loading\ta model\twait");
            Browser.Answer answer = stranger.get("/health/ready");
            assertThat(answer.status()).isEqualTo(503);
            assertThat(answer.body()).isEqualTo("{\"ready\":false}");
        }
    }

    @Test
    void receipt_isProved_andItsWayIsShown_untilAByteIsAnother() throws Exception {
        byte[] proof = console.proof().toArray();
        Browser.Answer good = verify(proof);
        assertThat(good.json()).containsEntry("good", true).containsEntry("kind", "receipt");
        assertThat(good.body())
                .contains("\"step\":\"head\",\"good\":true", "\"step\":\"owner\",\"good\":true")
                .contains("\"step\":\"maker\",\"good\":null", "\"step\":\"witnesses\",\"good\":null")
                .contains("\"code\":\"input-open\"", "\"model\":\"digits\"");
        proof[proof.length / 2] ^= 1;
        assertThat(verify(proof).json()).containsEntry("good", false);
    }

    private static Browser.Answer verify(byte[] content) throws Exception {
        return browser.send("POST", "/console/v1/verify", content, "Content-Type", "application/octet-stream");
    }

    @Test
    void rubbish_isNoReceipt() throws Exception {
        Browser.Answer answer = browser.send(
                "POST", "/console/v1/verify", Browser.json("rubbish"), "Content-Type", "application/octet-stream");
        assertThat(answer.json()).containsEntry("good", false).containsEntry("kind", "receipt");
        assertThat(answer.body()).contains("\"code\":\"malformed\"", "\"step\":\"maker\",\"good\":null");
        assertThat(JSON.std.mapFrom(answer.body()).get("verdict").toString()).contains("no receipt");
    }
}
