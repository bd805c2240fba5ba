package io.signet.simulator.report;

import static org.assertj.core.api.Assertions.assertThat;

import io.signet.simulator.browser.Chromium;
import io.signet.simulator.browser.Window;
import io.signet.simulator.run.RunReport;
import io.signet.simulator.run.ScenarioRunner.Progress;
import io.signet.simulator.scenario.Scenario;
import io.signet.simulator.scenario.Scenarios;
import io.signet.simulator.virtual.VirtualRunner;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Opens reports in Chromium, on a phone and on larger screens, and keeps pictures of them in {@code target/reports}. */
class ReportInterop {
    private static final Path KEPT = Path.of("target/reports");
    private static final Window PHONE = new Window(360, 780, false);
    private static final Window PHONE_AT_NIGHT = new Window(360, 780, true);
    private static final Window DESKTOP = new Window(1280, 900, false);
    private static final Window WALL = new Window(2560, 1440, true);

    @TempDir
    static Path directory;

    private static Chromium chromium;

    @BeforeAll
    static void startChromium() throws Exception {
        chromium = Chromium.start(directory);
    }

    @AfterAll
    static void stopChromium() throws Exception {
        if (chromium != null) {
            chromium.close();
        }
    }

    static Stream<Arguments> pages() {
        Stream<RunReport> samples =
                Stream.of(SampleRuns.calm(), SampleRuns.stormy(), SampleRuns.crowded(), SampleRuns.empty());
        Stream<RunReport> runs = Stream.of("half-fleet-lost-and-back", "liars-30-percent", "flash-crowd")
                .map(ReportInterop::run);
        return Stream.concat(samples, runs).flatMap(run -> Stream.of(PHONE, PHONE_AT_NIGHT, DESKTOP, WALL)
                .map(window -> Arguments.of(run, window)));
    }

    private static RunReport run(String name) {
        Scenario scenario = Scenarios.find(name).orElseThrow();
        return new VirtualRunner().run(scenario, scenario.seed(), Progress.NONE);
    }

    private static Path open(RunReport run, Window window) throws Exception {
        Files.createDirectories(KEPT);
        Path page = KEPT.resolve(run.scenario().name() + ".html").toAbsolutePath();
        HtmlReport.write(run, page);
        chromium.open(page, window);
        return page;
    }

    @ParameterizedTest
    @MethodSource("pages")
    void report_opensWithoutComplaintAndFitsTheWidth(RunReport run, Window window) throws Exception {
        Path page = open(run, window);
        chromium.screenshot(KEPT.resolve(
                run.scenario().name() + "-" + window.width() + (window.dark() ? "-dark" : "-light") + ".png"));
        assertThat(chromium.complaints()).isEmpty();
        assertThat(chromium.requests()).containsOnly(page.toUri().toString());
        assertThat(chromium.evaluate("document.documentElement.scrollWidth")).isEqualTo(window.width());
        assertThat(chromium.evaluate("[...document.querySelectorAll('.canvas .tick')].filter(t => {"
                        + "const b = t.getBoundingClientRect(); return b.left < 0 || b.right > innerWidth; }).length"))
                .as("labels of axes that are cut off")
                .isEqualTo(0);
    }

    @Test
    void pointer_readsOneTimeInAllChartsOverTime() throws Exception {
        open(SampleRuns.stormy(), DESKTOP);
        Object x = chromium.evaluate(
                "(() => { const p = document.querySelector('#throughput .over');"
                        + "p.scrollIntoView(); return p.getBoundingClientRect().left + p.getBoundingClientRect().width * 0.51; })()");
        Object y = chromium.evaluate("document.querySelector('#throughput .over').getBoundingClientRect().top + 20");
        chromium.point(((Number) x).doubleValue(), ((Number) y).doubleValue());
        String throughput = readout("throughput");
        assertThat(throughput).startsWith("2 min 30 s · rows/s ");
        assertThat(readout("latency")).startsWith("2 min 30 s · p50 ");
        assertThat(readout("load")).isEmpty();
    }

    @Test
    void arrowKeys_readTheValuesOneAfterAnother() throws Exception {
        open(SampleRuns.calm(), PHONE);
        chromium.evaluate("document.querySelector('#online .plot').focus()");
        chromium.press("ArrowRight");
        assertThat(readout("online")).isEqualTo("0 s · nodes 12");
        chromium.press("ArrowRight");
        assertThat(readout("online")).isEqualTo("5 s · nodes 12");
        chromium.press("Escape");
        assertThat(readout("online")).isEmpty();
    }

    private static String readout(String chart) throws Exception {
        return (String) chromium.evaluate("document.querySelector('#" + chart + " .readout').textContent");
    }
}
