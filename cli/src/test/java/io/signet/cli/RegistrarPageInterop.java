package io.signet.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.signet.provisioning.enrolment.Label;
import io.signet.registrar.qr.LabelQr;
import io.signet.registrar.run.RegistrarHome;
import io.signet.registrar.run.RegistrarService;
import io.signet.runtime.Clock;
import io.signet.simulator.browser.Axe;
import io.signet.simulator.browser.Chromium;
import io.signet.simulator.browser.Window;
import io.signet.statement.Assurance;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The registrar's page in Chromium as wide as a phone, by its keyboard only. Pictures are kept in {@code target/registrar}. */
class RegistrarPageInterop {
    private static final Path KEPT = Path.of("target/registrar");
    private static final Window PHONE = new Window(360, 780, false);
    private static final Window PHONE_AT_NIGHT = new Window(360, 780, true);
    private static final Window DESKTOP = new Window(1280, 900, false);
    private static final String PASSPHRASE = "correct horse battery staple";
    private static final Duration WAIT_MAX = Duration.ofSeconds(30);
    private static final int STOPS_MAX = 100;

    @TempDir
    private static Path directory;

    private static RegistrarService registrar;
    private static Chromium chromium;

    @BeforeAll
    static void start() throws Exception {
        SecureRandom random = new SecureRandom();
        RegistrarHome home = RegistrarHome.create(
                directory.resolve("owner"),
                "Anna",
                List.of("localhost"),
                Assurance.SOFTWARE,
                PASSPHRASE.toCharArray(),
                Clock.SYSTEM,
                random);
        Files.createDirectory(home.directory().resolve("models"));
        Files.writeString(home.directory().resolve("models/small"), "not much of a model");
        InetSocketAddress address = new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);
        registrar = RegistrarService.start(home, PASSPHRASE.toCharArray(), address, Clock.SYSTEM, random);
        chromium = Chromium.start(directory.resolve("chromium"));
        chromium.trustEveryServer();
    }

    @AfterAll
    static void stop() throws Exception {
        if (chromium != null) {
            chromium.close();
        }
        registrar.close();
    }

    private static void await(String condition) throws Exception {
        chromium.await(condition, WAIT_MAX);
    }

    private static void tabTo(String selector) throws Exception {
        chromium.tabTo(selector, STOPS_MAX);
    }

    private static void enter(String selector, String text) throws Exception {
        tabTo(selector);
        chromium.type(text);
    }

    private static void press(String selector) throws Exception {
        tabTo(selector);
        chromium.press("Enter");
    }

    @Test
    void ownerClaimsApprovesAndRevokes_onAPhone_byKeyboardOnly() throws Exception {
        URI page = URI.create(registrar.url() + "/");
        chromium.open(page, PHONE);
        await("!document.getElementById('login').hidden");
        enter("#passphrase", "incorrect horse battery");
        chromium.press("Enter");
        await("document.getElementById('error').innerText.includes('passphrase is another')");
        assertThat(chromium.complaints())
                .as("the refusal, which the browser notes")
                .hasSize(1);
        chromium.open(page, PHONE);
        await("document.activeElement.id === 'passphrase'");
        assertThat(Axe.seriousOf(chromium)).isEmpty();
        enter("#passphrase", PASSPHRASE);
        chromium.press("Enter");
        await("document.getElementById('nodes').innerText.includes('No box was claimed yet')");

        codeIsReadFromAPhoto();
        enter("#name", "barn <b>1</b>");
        enter("#group", "north");
        chromium.press("Enter");
        await("document.querySelector('#nodes h3')?.innerText === 'barn <b>1</b>'");
        press("[data-act=approve]");
        await("document.querySelector('#nodes li').innerText.includes('approved beforehand')");
        press("summary");
        tabTo("#nodes input[type=checkbox]");
        chromium.press(" ");
        press("#nodes form button");
        await("document.getElementById('status').innerText === 'Saved.'");
        assertThat(chromium.evaluate("document.querySelector('#nodes input[type=checkbox]').checked"))
                .isEqualTo(true);
        fits("enrolment", PHONE);

        press("[data-act=revoke]");
        await("document.getElementById('confirm').open");
        chromium.screenshot(KEPT.resolve("revoke.png"));
        assertThat(Axe.seriousOf(chromium)).isEmpty();
        chromium.press("Escape");
        await("!document.getElementById('confirm').open");
        press("[data-act=revoke]");
        await("document.getElementById('confirm').open");
        press("#confirm-yes");
        await("document.querySelector('#nodes li').dataset.state === 'revoked'");
        assertThat(chromium.evaluate("document.getElementById('audit').innerText")
                        .toString())
                .contains("CHANGE", "APPROVE", "CLAIM");
        assertThat(chromium.complaints()).isEmpty();
        assertThat(chromium.requests()).allMatch(url -> url.startsWith(page.toString()) || url.startsWith("data:"));
        sessionIsOfThisPageOnly(page);
    }

    /** Chromium on Linux reads no QR codes, so the registrar does. */
    private static void codeIsReadFromAPhoto() throws Exception {
        Label label = Label.draw(new SecureRandom());
        Path photo =
                Files.write(directory.resolve("photo.png"), LabelQr.of(label).png(5));
        chromium.choose("#picture", photo);
        await("document.getElementById('status').innerText.startsWith('The code was read')");
        assertThat(Label.parse((String) chromium.evaluate("document.getElementById('code').value")))
                .isEqualTo(label);
    }

    private static void fits(String name, Window window) throws Exception {
        assertThat(chromium.evaluate("document.documentElement.scrollWidth")).isEqualTo(window.width());
        chromium.screenshot(KEPT.resolve(name + "-" + window.width() + (window.dark() ? "-dark" : "") + ".png"));
        assertThat(Axe.seriousOf(chromium)).isEmpty();
    }

    /** A page that is loaded again goes on; the cookie alone is of no use, and no program sees it. */
    private static void sessionIsOfThisPageOnly(URI page) throws Exception {
        for (Window window : List.of(PHONE_AT_NIGHT, DESKTOP)) {
            chromium.open(page, window);
            await("document.querySelector('#nodes li')?.dataset.state === 'revoked'");
            fits("revoked", window);
        }
        assertThat(chromium.evaluate("document.cookie")).isEqualTo("");
        chromium.evaluate("fetch('/web/v1/nodes', {method: 'POST', headers: {'Content-Type': 'application/json'},"
                + " body: '{}'}).then(answer => { window.status0 = answer.status; })");
        await("window.status0 === 401");
        press("#logout");
        await("!document.getElementById('login').hidden");
        assertThat(chromium.evaluate("document.getElementById('nodes').childElementCount"))
                .isEqualTo(0);
    }
}
