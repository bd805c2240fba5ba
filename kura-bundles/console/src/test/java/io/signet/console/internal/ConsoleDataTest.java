package io.signet.console.internal;

import static org.assertj.core.api.Assertions.assertThat;

import io.signet.mesh.PlacedJob;
import io.signet.mesh.Strain;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What somebody who has logged in is told. */
@Timeout(60)
class ConsoleDataTest {
    @TempDir
    private static Path directory;

    private static final FakeMesh MESH = new FakeMesh();
    private static TestConsole console;

    private Browser browser;

    @BeforeAll
    static void start() throws Exception {
        console = new TestConsole(directory);
        console.console().setMesh(MESH);
        console.console().setJobBoard(MESH);
        console.console().addStatus(() -> "LOADING\tnot all of its models are loaded\tlook at the log");
    }

    @BeforeEach
    void logIn() throws Exception {
        MESH.peers = List.of(
                FakeMesh.peer(1, 7), FakeMesh.peer(2, 0, false, Strain.NONE), FakeMesh.peer(3, 5, true, Strain.HOT));
        MESH.jobs = List.of(FakeMesh.job(1, PlacedJob.State.RUNNING));
        browser = new Browser(console);
        browser.logIn(TestConsole.PASSWORD);
        while (!browser.get("/console/v1/nodes").body().contains("\"queuedRows\":7")) {
            Thread.onSpinWait();
        }
    }

    @AfterAll
    static void stop() {
        console.close();
    }

    @SuppressWarnings("unchecked")
    private static List<Map<String, Object>> list(Browser.Answer answer, String name) throws Exception {
        return (List<Map<String, Object>>) answer.json().get(name);
    }

    @Test
    void overview_saysHowTheFleetIs_andWhatIsWrong() throws Exception {
        Browser.Answer answer = browser.get("/console/v1/overview");
        assertThat(answer.json())
                .containsEntry("state", "loading")
                .containsEntry("assurance", "software")
                .containsEntry("connected", true)
                .containsEntry("nodes", Map.of("online", 2, "offline", 1, "strained", 1, "software", 0))
                .containsEntry("queuedRows", 12)
                .containsEntry("rowsPerSecond", 200.0)
                .containsEntry("jobs", Map.of("running", 1, "completed", 10, "failed", 2));
        assertThat(list(answer, "problems"))
                .extracting(problem -> problem.get("code"))
                .containsExactlyInAnyOrder("node-offline", "strained", "loading");
        assertThat(list(answer, "problems").get(0)).containsEntry("severity", "error");
    }

    @Test
    void node_hasItsNumbersAndHistory() throws Exception {
        Browser.Answer answer = browser.get("/console/v1/nodes/" + FakeMesh.id(1));
        assertThat(answer.body())
                .contains("\"queuedRows\":7", "\"latencyMs\":12.3", "\"stepMs\":10000", "\"events\":[]");
        assertThat(browser.get("/console/v1/nodes/" + FakeMesh.id(9)).status()).isEqualTo(404);
    }

    @Test
    void challenge_isAnswered_andInTheTrail() throws Exception {
        String path = "/console/v1/nodes/" + FakeMesh.id(1) + "/challenge";
        assertThat(browser.post(path, "{}").body()).contains("\"verdict\":\"none\"", "it does not answer");
        assertThat(list(browser.get("/console/v1/trail"), "entries").get(0))
                .containsEntry("action", "challenge")
                .containsEntry("user", "owner")
                .containsEntry("detail", FakeMesh.id(1).toHex());
    }

    @Test
    void jobsModelsAndTrust_areTold() throws Exception {
        assertThat(browser.get("/console/v1/jobs").body()).contains("\"rowsDone\":40", "\"state\":\"answered\"");
        assertThat(list(browser.get("/console/v1/models"), "models").get(0))
                .containsEntry("name", "digits")
                .containsEntry("nodes", 2)
                .containsEntry("here", false);
        assertThat(browser.get("/console/v1/trust").json())
                .containsKeys("owners", "makers", "revocations", "models")
                .containsEntry("minimalAssurance", "software");
        assertThat(browser.send("DELETE", "/console/v1/models/packages/" + "0".repeat(64), new byte[0])
                        .status())
                .isEqualTo(501);
    }

    @Test
    void aThousandNodes_areToldAsTheyChange() throws Exception {
        MESH.peers = FakeMesh.peers(1_000, 1);
        while (list(browser.get("/console/v1/nodes"), "nodes").size() != 1_000) {
            Thread.onSpinWait();
        }
        try (Browser.Events events = browser.events()) {
            assertThat(events.next("nodes"))
                    .contains(FakeMesh.id(1).toHex(), FakeMesh.id(500).toHex());
            assertThat(events.next("nodes"))
                    .contains(FakeMesh.id(501).toHex(), FakeMesh.id(1_000).toHex());
            for (int queued = 2; queued < 4; queued++) {
                MESH.peers = FakeMesh.peers(1_000, queued);
                String text = "\"queuedRows\":" + queued;
                assertThat(events.next("nodes").split(text, -1)).hasSize(501);
                assertThat(events.next("nodes").split(text, -1)).hasSize(501);
            }
        }
    }

    @Test
    void events_tellAllJobsFirst_soThatNoneIsMissedWhileNobodyListened() throws Exception {
        MESH.jobs = List.of(FakeMesh.job(3, PlacedJob.State.COMPLETED));
        try (Browser.Events events = browser.events()) {
            assertThat(events.next("jobs")).contains("\"id\":\"7\"", "\"state\":\"completed\"");
        }
    }

    @Test
    void events_beginWithAll_andGoOnWithWhatChanges() throws Exception {
        try (Browser.Events events = browser.events()) {
            assertThat(events.line()).isEqualTo("retry: 3000");
            assertThat(events.next("nodes"))
                    .contains(FakeMesh.id(1).toHex(), FakeMesh.id(3).toHex());
            assertThat(events.next("overview")).contains("\"state\":\"loading\"");
            MESH.peers = List.of(FakeMesh.peer(1, 8), FakeMesh.peer(3, 5, true, Strain.HOT));
            assertThat(events.next("nodes"))
                    .contains(FakeMesh.id(1).toHex(), "\"queuedRows\":8")
                    .doesNotContain(FakeMesh.id(3).toHex());
            assertThat(events.next("gone"))
                    .isEqualTo("{\"ids\":[\"" + FakeMesh.id(2).toHex() + "\"]}");
            MESH.jobs = List.of(FakeMesh.job(2, PlacedJob.State.COMPLETED));
            assertThat(events.next("job")).contains("\"state\":\"completed\"");
            browser.post("/console/v1/logout", "{}");
            assertThat(events.next("end")).contains("log in");
            assertThat(events.line()).isEmpty();
        }
    }
}
