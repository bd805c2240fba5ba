package io.signet.firstboot.show;

import static org.assertj.core.api.Assertions.assertThat;

import io.signet.firstboot.Progress;
import io.signet.firstboot.Step;
import io.signet.runtime.SystemRandom;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DisplaysTest {
    private static final Progress STUCK =
            Progress.stuck(Step.LOOKING_FOR_REGISTRAR, "<b>nobody</b> answers", "switch it on");

    @Test
    void console_hasALineForEachChange() {
        List<String> lines = new ArrayList<>();
        ConsoleDisplay console = new ConsoleDisplay(lines::add);
        console.show(Progress.of(Step.ENROLLING));
        console.show(Progress.of(Step.ENROLLING));
        console.show(STUCK);
        assertThat(lines).hasSize(2);
        assertThat(lines.get(1)).contains("nobody").contains("What to do: switch it on");
    }

    @Test
    void light_blinksInTheStepsRhythm_flickersInTrouble_andIsOnWhenTheNodeRuns(@TempDir Path led) throws Exception {
        for (String file : List.of("trigger", "brightness", "delay_on", "delay_off")) {
            Files.writeString(led.resolve(file), "0");
        }
        Files.writeString(led.resolve("max_brightness"), "255\n");
        LedDisplay light = new LedDisplay(led);

        light.show(Progress.of(Step.WAITING_FOR_APPROVAL));
        assertThat(led.resolve("trigger")).hasContent("timer");
        assertThat(led.resolve("delay_on")).hasContent("900");
        assertThat(led.resolve("delay_off")).hasContent("100");
        light.show(STUCK);
        assertThat(led.resolve("delay_on")).hasContent("60");
        light.show(Progress.of(Step.ANSWERING));
        assertThat(led.resolve("trigger")).hasContent("none");
        assertThat(led.resolve("brightness")).hasContent("255");
    }

    @Test
    void lightThatIsNotThere_isNotMade(@TempDir Path leds) {
        new LedDisplay(leds).show(Progress.of(Step.ENROLLING));
        assertThat(leds).isEmptyDirectory();
    }

    @Test
    void page_showsTheStep_escapesWhatOthersSay_andTakesAnAddressFromItsOwnFormOnly() throws Exception {
        List<URI> typed = new ArrayList<>();
        try (FirstBootPage page = FirstBootPage.open(
                new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), typed::add, SystemRandom.create())) {
            page.show(STUCK);
            HttpClient browser = HttpClient.newHttpClient();
            URI root = URI.create("http://localhost:" + page.port() + "/");
            HttpResponse<String> shown =
                    browser.send(HttpRequest.newBuilder(root).build(), BodyHandlers.ofString());
            assertThat(shown.body())
                    .contains("looking for the owner", "&lt;b&gt;nobody", "switch it on")
                    .doesNotContain("<b>nobody", "http-equiv", "<script", "src=");
            assertThat(shown.headers().firstValue("Content-Security-Policy").orElseThrow())
                    .contains("default-src 'none'");
            Matcher token =
                    Pattern.compile("name=\"token\" value=\"([0-9a-f]+)\"").matcher(shown.body());
            assertThat(token.find()).isTrue();

            assertThat(post(browser, root, "registrar=farm.example")).isEqualTo(403);
            assertThat(post(browser, root, "token=" + token.group(1) + "&registrar=http%3A%2F%2Fx"))
                    .isEqualTo(400);
            assertThat(post(browser, root, "x=" + "y".repeat(5000))).isEqualTo(403);
            assertThat(typed).isEmpty();
            assertThat(post(browser, root, "token=" + token.group(1) + "&registrar=farm.example"))
                    .isEqualTo(303);
            assertThat(typed).containsExactly(URI.create("https://farm.example:8644"));

            page.show(Progress.of(Step.ENROLLING));
            assertThat(browser.send(HttpRequest.newBuilder(root).build(), BodyHandlers.ofString())
                            .body())
                    .contains("http-equiv=\"refresh\"");
        }
    }

    private static int post(HttpClient browser, URI root, String form) throws Exception {
        return browser.send(
                        HttpRequest.newBuilder(root.resolve("/registrar"))
                                .header("Content-Type", "application/x-www-form-urlencoded")
                                .POST(BodyPublishers.ofString(form))
                                .build(),
                        BodyHandlers.discarding())
                .statusCode();
    }
}
