package io.signet.console.internal;

import static org.assertj.core.api.Assertions.assertThat;

import io.signet.simulator.browser.Axe;
import io.signet.simulator.browser.Chromium;
import io.signet.simulator.browser.Window;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

/** A person before the console: opens pages on screens of all sizes, waits as long as it takes, uses the keyboard only. */
final class ConsoleScreens implements AutoCloseable {
    static final Window PHONE = new Window(360, 780, false);
    static final Window PHONE_AT_NIGHT = new Window(360, 780, true);
    static final Window LAPTOP = new Window(1280, 800, false);
    static final Window LAPTOP_AT_NIGHT = new Window(1280, 800, true);
    static final Window WALL = new Window(2560, 1440, false);
    static final Window WALL_AT_NIGHT = new Window(2560, 1440, true);

    private static final Path KEPT = Path.of("target/console");
    private static final Duration WAIT_MAX = Duration.ofSeconds(60);
    private static final int STOPS_MAX = 150;

    private final Chromium chromium;
    private final String origin;

    ConsoleScreens(Path directory, int port) throws Exception {
        chromium = Chromium.start(directory);
        chromium.trustEveryServer();
        origin = "https://localhost:" + port;
    }

    Chromium chromium() {
        return chromium;
    }

    void open(String path, Window window) throws Exception {
        chromium.open(URI.create(origin + path), window);
    }

    void await(String condition) throws Exception {
        chromium.await(condition, WAIT_MAX);
    }

    void awaitTitle(String title) throws Exception {
        await("document.querySelector('h1')?.textContent === '" + title + "'"
                + " && document.querySelector('main[aria-busy]') === null");
    }

    void tabTo(String selector) throws Exception {
        chromium.tabTo(selector, STOPS_MAX);
    }

    void press(String selector) throws Exception {
        tabTo(selector);
        chromium.press("Enter");
    }

    void logIn() throws Exception {
        open("/console/", LAPTOP);
        await("document.activeElement.id === 'password'");
        chromium.type(TestConsole.PASSWORD);
        chromium.press("Enter");
        awaitTitle("Overview");
    }

    /** It looks well, nothing was complained of, and nobody else was asked. */
    void isInOrder(String name, Window window) throws Exception {
        looksWell(name, window);
        assertThat(chromium.complaints()).as("%s in %s", name, window).isEmpty();
        assertThat(chromium.requests()).allMatch(url -> url.startsWith(origin + "/") || url.startsWith("data:"));
    }

    /** Nothing is cut off, and nothing keeps people out. */
    void looksWell(String name, Window window) throws Exception {
        fits(name, window);
        assertThat(Axe.seriousOf(chromium)).as("%s in %s", name, window).isEqualTo(List.of());
    }

    /** Nothing is cut off; its picture is kept. */
    void fits(String name, Window window) throws Exception {
        int height = (Integer) chromium.evaluate("document.documentElement.scrollHeight");
        // as high as the page, so that nothing lies under what stays at the window's edge
        chromium.show(new Window(window.width(), Math.max(window.height(), height), window.dark()));
        chromium.screenshot(KEPT.resolve(name + "-" + window.width() + (window.dark() ? "-dark" : "-light") + ".png"));
        assertThat(chromium.evaluate("document.documentElement.scrollWidth"))
                .as("%s in %s", name, window)
                .isEqualTo(window.width());
    }

    @Override
    public void close() throws IOException {
        chromium.close();
    }
}
