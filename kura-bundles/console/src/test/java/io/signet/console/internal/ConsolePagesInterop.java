package io.signet.console.internal;

import static io.signet.console.internal.ConsoleScreens.LAPTOP;
import static io.signet.console.internal.ConsoleScreens.LAPTOP_AT_NIGHT;
import static io.signet.console.internal.ConsoleScreens.PHONE;
import static io.signet.console.internal.ConsoleScreens.PHONE_AT_NIGHT;
import static io.signet.console.internal.ConsoleScreens.WALL;
import static io.signet.console.internal.ConsoleScreens.WALL_AT_NIGHT;
import static org.assertj.core.api.Assertions.assertThat;

import io.signet.mesh.PlacedJob;
import io.signet.mesh.Strain;
import io.signet.simulator.browser.Window;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The console's pages in Chromium, of the real server; pictures of them are kept in {@code target/console}. */
class ConsolePagesInterop {
    private static final List<Window> WINDOWS =
            List.of(PHONE, PHONE_AT_NIGHT, LAPTOP, LAPTOP_AT_NIGHT, WALL, WALL_AT_NIGHT);

    @TempDir
    private static Path directory;

    private static final FakeMesh MESH = new FakeMesh();
    private static TestConsole console;
    private static ConsoleScreens screens;

    @BeforeAll
    static void start() throws Exception {
        console = new TestConsole(directory);
        console.console().setMesh(MESH);
        console.console().setJobBoard(MESH);
        screens = new ConsoleScreens(directory.resolve("chromium"), console.port());
        screens.logIn();
    }

    @AfterAll
    static void stop() throws Exception {
        if (screens != null) {
            screens.close();
        }
        console.close();
    }

    @BeforeEach
    void threeNodes() {
        MESH.peers = List.of(
                FakeMesh.peer(1, 7), FakeMesh.peer(2, 0, false, Strain.NONE), FakeMesh.peer(3, 5, true, Strain.HOT));
        MESH.jobs = List.of(FakeMesh.job(1, PlacedJob.State.RUNNING));
    }

    /** A page in all windows; it is loaded once, as it follows its window. */
    private static void inAllWindows(String name, String path, String title, String there) throws Exception {
        screens.open(path, LAPTOP);
        screens.awaitTitle(title);
        screens.await(there);
        for (Window window : WINDOWS) {
            screens.chromium().show(window);
            screens.isInOrder(name, window);
        }
    }

    private static String says(String text) {
        return "document.querySelector('main')?.innerText.includes('" + text + "')";
    }

    @Test
    void overview_saysWhatIsWrong_andWhatToDo() throws Exception {
        inAllWindows("overview", "/console/", "Overview", says("Node is offline"));
        assertThat(screens.chromium().evaluate("document.querySelector('.verdict-title').textContent"))
                .isEqualTo("One thing is wrong");
        assertThat(screens.chromium().evaluate(says("See whether it has power and network.")))
                .isEqualTo(true);
    }

    @Test
    void nodes_areATableAndAMap() throws Exception {
        inAllWindows("nodes", "/console/nodes", "Nodes", "document.querySelectorAll('tbody tr').length === 3");
        inAllWindows("map", "/console/nodes?view=map", "Nodes", "document.querySelectorAll('.tiles a').length === 3");
    }

    @Test
    void node_isShown_withItsCharts() throws Exception {
        inAllWindows("node", "/console/nodes/" + FakeMesh.id(1), "Node 00000000", says("The last hour"));
    }

    @Test
    void models_areShown() throws Exception {
        inAllWindows("models", "/console/models", "Models", says("digits"));
    }

    @Test
    void jobs_areShown_withTheirPlacement_asTheyGoOn() throws Exception {
        inAllWindows("jobs", "/console/jobs", "Jobs", says("40 of 100 rows"));
        assertThat(screens.chromium().evaluate("document.querySelectorAll('.lane rect.answered').length"))
                .isEqualTo(1);
        MESH.jobs = List.of(FakeMesh.job(2, PlacedJob.State.COMPLETED));
        screens.await("document.querySelector('.job').dataset.state === 'completed'");
    }

    @Test
    void audit_saysOfWhatIsNoAnswer_thatItIsNone() throws Exception {
        screens.open("/console/audit", LAPTOP);
        screens.awaitTitle("Audit");
        screens.tabTo("#pasted");
        screens.chromium().type("no receipt");
        screens.press("form .primary");
        screens.await(
                "[...document.querySelectorAll('.judge.bad')].some(each => each.innerText.includes('By this browser'))");
        for (Window window : WINDOWS) {
            screens.chromium().show(window);
            screens.isInOrder("audit", window);
        }
    }

    @Test
    void audit_takesNoOldPolicy_whenTheNodeSaysThatItsOwnCanNotBeRead() throws Exception {
        Path elsewhere = Files.createDirectory(directory.resolve("policy"));
        try (TestConsole other = new TestConsole(elsewhere);
                ConsoleScreens stranger = new ConsoleScreens(elsewhere.resolve("chromium"), other.port())) {
            stranger.logIn();
            stranger.open("/console/audit", LAPTOP);
            stranger.awaitTitle("Audit");
            stranger.chromium()
                    .evaluate("localStorage.setItem('signet.trust', JSON.stringify({ at: 1, trust: { owners: [] } }))");
            Files.delete(other.home().resolve("trust.yaml"));
            stranger.tabTo("#pasted");
            stranger.chromium().type("no receipt");
            stranger.press("form .primary");
            stranger.await("[...document.querySelectorAll('.judge.open')].some(each => "
                    + "each.innerText.includes('By this browser') && each.innerText.includes('its log says more'))");
        }
    }

    @Test
    void thousandNodes_areShown_andStayUpToDate() throws Exception {
        MESH.peers = FakeMesh.peers(1_000, 0);
        screens.open("/console/", LAPTOP);
        screens.await(says("of 1,000 nodes"));
        screens.isInOrder("overview-1000", LAPTOP);
        screens.open("/console/nodes?view=map", LAPTOP);
        screens.await("document.querySelectorAll('.tiles a').length === 1000");
        screens.fits("map-1000", LAPTOP);
        screens.open("/console/nodes", LAPTOP);
        screens.await(says("1,000 of 1,000"));
        MESH.peers = FakeMesh.peers(1_000, 31);
        screens.await(
                "[...document.querySelectorAll('tbody .column-queued')].every(cell => cell.textContent === '31')");
        screens.isInOrder("nodes-1000", LAPTOP);
    }

    @Test
    @Tag("heavy")
    void thousandNodes_areShown_inAllWindows() throws Exception {
        MESH.peers = FakeMesh.peers(1_000, 0);
        inAllWindows("overview-1000", "/console/", "Overview", says("of 1,000 nodes"));
        inAllWindows("nodes-1000", "/console/nodes", "Nodes", "document.querySelectorAll('tbody tr').length === 50");
        inAllWindows(
                "map-1000",
                "/console/nodes?view=map",
                "Nodes",
                "document.querySelectorAll('.tiles a').length === 1000");
    }

    @Test
    void keyboard_goesFromNodesToOneNode_toAudit() throws Exception {
        screens.open("/console/", LAPTOP);
        screens.awaitTitle("Overview");
        screens.press(".nav a[data-page=nodes]");
        screens.awaitTitle("Nodes");
        assertThat(screens.chromium().evaluate("document.activeElement.tagName"))
                .isEqualTo("H1");
        screens.await("document.querySelectorAll('tbody tr').length === 3");
        screens.press("tbody a");
        screens.awaitTitle("Node 00000000");
        screens.press("#main .primary");
        screens.await(says("No evidence"));
        screens.tabTo(".view-menu summary");
        screens.chromium().press("Enter");
        screens.await("document.querySelector('.view-menu').open");
        screens.chromium().press("Escape");
        screens.await("!document.querySelector('.view-menu').open");
        screens.press(".nav a[data-page=audit]");
        screens.awaitTitle("Audit");
        screens.tabTo("#pasted");
    }

    @Test
    void german_isSpoken_ifItIsChosen() throws Exception {
        screens.open("/console/", LAPTOP);
        screens.awaitTitle("Overview");
        screens.chromium().evaluate("localStorage.setItem('signet.language', 'de')");
        try {
            inAllWindows("german", "/console/", "Übersicht", says("Knoten ist offline"));
            assertThat(screens.chromium().evaluate("document.documentElement.lang"))
                    .isEqualTo("de");
        } finally {
            screens.chromium().evaluate("localStorage.removeItem('signet.language')");
        }
    }

    @Test
    void login_isAsked_inAllWindows_andSaysWhatIsWrong() throws Exception {
        Path elsewhere = Files.createDirectory(directory.resolve("elsewhere"));
        try (TestConsole other = new TestConsole(elsewhere);
                ConsoleScreens stranger = new ConsoleScreens(elsewhere.resolve("chromium"), other.port())) {
            stranger.open("/console/nodes", LAPTOP);
            stranger.await("document.activeElement.id === 'password'");
            stranger.chromium().type("not the password");
            stranger.chromium().press("Enter");
            stranger.await("document.getElementById('wrong').textContent.length > 10");
            for (Window window : WINDOWS) {
                stranger.chromium().show(window);
                stranger.looksWell("login", window);
            }
            stranger.chromium().type(TestConsole.PASSWORD);
            stranger.chromium().press("Enter");
            stranger.awaitTitle("Nodes");
        }
    }

    @Test
    void map_isWalked_byTheArrows() throws Exception {
        screens.open("/console/nodes?view=map", LAPTOP);
        screens.await("document.querySelectorAll('.tiles a').length === 3");
        screens.tabTo(".tiles a");
        screens.chromium().press("ArrowRight");
        assertThat(screens.chromium()
                        .evaluate("[...document.querySelectorAll('.tiles a')].indexOf(document.activeElement)"))
                .isEqualTo(1);
        String second = (String) screens.chromium().evaluate("document.activeElement.getAttribute('href')");
        screens.chromium().press("Enter");
        screens.await("location.pathname === '" + second + "'");
    }

    @Test
    void wallScreen_hasLargerType() throws Exception {
        screens.open("/console/", WALL);
        screens.awaitTitle("Overview");
        screens.chromium().evaluate("localStorage.setItem('signet.wall', 'yes')");
        try {
            screens.open("/console/", WALL);
            screens.awaitTitle("Overview");
            screens.await(says("Node is offline"));
            screens.isInOrder("wall", WALL);
            assertThat(screens.chromium().evaluate("parseFloat(getComputedStyle(document.body).fontSize) >= 28"))
                    .isEqualTo(true);
        } finally {
            screens.chromium().evaluate("localStorage.removeItem('signet.wall')");
        }
    }

    @Test
    void nodeThatIsGone_isSaid_andWhatIsShownIsMarked() throws Exception {
        Path elsewhere = Files.createDirectory(directory.resolve("gone"));
        TestConsole other = new TestConsole(elsewhere);
        try (ConsoleScreens stranger = new ConsoleScreens(elsewhere.resolve("chromium"), other.port())) {
            stranger.logIn();
            stranger.await("document.querySelector('.lost').hidden");
            other.close();
            stranger.await("document.querySelector('.lost').innerText.includes('Not connected since')");
            assertThat(stranger.chromium().evaluate("document.documentElement.classList.contains('stale')"))
                    .isEqualTo(true);
            assertThat(stranger.chromium().evaluate("document.body.innerText.includes('NaN')"))
                    .as("a node without a mesh has no figures of it")
                    .isEqualTo(false);
            stranger.looksWell("lost", LAPTOP);
        } finally {
            other.close();
        }
    }

    @Test
    void settings_areForms_andWhoDidWhatIsBelow() throws Exception {
        inAllWindows("settings", "/console/settings", "Settings", says("Who did what"));
    }
}
