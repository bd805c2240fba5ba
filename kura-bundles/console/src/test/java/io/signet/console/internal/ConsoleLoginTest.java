package io.signet.console.internal;

import static org.assertj.core.api.Assertions.assertThat;

import io.signet.provisioning.owner.PassphraseVerifier;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.List;
import org.assertj.core.api.InstanceOfAssertFactories;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Who gets in, and what he finds. */
class ConsoleLoginTest {
    @TempDir
    private Path directory;

    @Test
    void password_opensASession_untilItIsLeft() throws Exception {
        try (TestConsole console = new TestConsole(directory)) {
            Browser browser = new Browser(console);
            assertThat(browser.get("/console/v1/session").json().get("logins")).isEqualTo(List.of("password"));
            Browser.Answer welcome = browser.logIn(TestConsole.PASSWORD);
            assertThat(welcome.status()).as(welcome.body()).isEqualTo(200);
            assertThat(welcome.json())
                    .containsEntry("user", "owner")
                    .containsEntry("login", "password")
                    .containsEntry("mesh", "test")
                    .containsEntry("permissions", List.of("read", "change"));
            assertThat(welcome.header("set-cookie"))
                    .startsWith("__Host-signet-console=")
                    .endsWith("; Path=/; Secure; HttpOnly; SameSite=Strict");
            assertThat(browser.get("/console/v1/session").json()).containsEntry("token", browser.token());
            assertThat(browser.post("/console/v1/logout", "{}").status()).isEqualTo(200);
            assertThat(browser.get("/console/v1/session").status()).isEqualTo(401);
            assertThat(Files.readString(console.home().resolve(Trail.FILE_NAME)))
                    .contains("\"action\":\"login\"", "\"action\":\"logout\"")
                    .doesNotContain(TestConsole.PASSWORD);
        }
    }

    @Test
    void withoutPassword_nobodyGetsIn_andIsToldWhatToDo() throws Exception {
        try (TestConsole console = new TestConsole(directory, false)) {
            Browser browser = new Browser(console);
            assertThat(browser.get("/console/v1/session").json())
                    .containsEntry("logins", List.of())
                    .hasEntrySatisfying(
                            "error", what -> assertThat(what.toString()).contains("signet node console-password"));
            assertThat(browser.logIn("whatever it may be").status()).isEqualTo(403);
        }
    }

    @Test
    void certificate_isALogin_ifItIsNamedAndTheOwners() throws Exception {
        try (TestConsole console = new TestConsole(directory, false)) {
            Browser named =
                    new Browser(console.port(), console.tls(console.mesh().requester()));
            assertThat(named.get("/console/v1/session").json()).containsEntry("logins", List.of("certificate"));
            assertThat(named.logIn("").json())
                    .containsEntry("login", "certificate")
                    .containsEntry("user", console.requester().toHex());
            Browser node =
                    new Browser(console.port(), console.tls(console.mesh().node(2)));
            assertThat(node.get("/console/v1/session").json()).containsEntry("logins", List.of());
            assertThat(node.logIn("").status()).isEqualTo(403);
        }
    }

    @Test
    void revokedCertificate_isNoLogin() throws Exception {
        try (TestConsole console = new TestConsole(directory, false)) {
            Browser member =
                    new Browser(console.port(), console.tls(console.mesh().requester()));
            assertThat(member.logIn("").status()).isEqualTo(200);
            assertThat(member.get("/console/v1/overview").status()).isEqualTo(200);
            console.revoke(console.mesh().node(2));
            assertThat(member.get("/console/v1/overview").status())
                    .as("while another is revoked")
                    .isEqualTo(200);
            console.revoke(console.mesh().requester());
            assertThat(member.get("/console/v1/overview").status())
                    .as("of the session that was open")
                    .isEqualTo(401);
            Browser again =
                    new Browser(console.port(), console.tls(console.mesh().requester()));
            assertThat(again.get("/console/v1/session").json()).containsEntry("logins", List.of());
            assertThat(again.logIn("").status()).isEqualTo(403);
        }
    }

    @Test
    void session_endsWhenThePasswordIsAnother() throws Exception {
        try (TestConsole console = new TestConsole(directory)) {
            Browser browser = new Browser(console);
            browser.logIn(TestConsole.PASSWORD);
            assertThat(browser.get("/console/v1/overview").status()).isEqualTo(200);
            Path file = console.home().resolve("console.password");
            PassphraseVerifier.replace(file, "another horse battery".toCharArray(), new SecureRandom());
            assertThat(browser.get("/console/v1/overview").status()).isEqualTo(401);
            assertThat(browser.logIn("another horse battery").status()).isEqualTo(200);
            Files.delete(file);
            assertThat(browser.get("/console/v1/overview").status()).isEqualTo(401);
        }
    }

    @Test
    void listOfRevocationsThatCannotBeRead_hasNoCertificateBelieved() throws Exception {
        try (TestConsole console = new TestConsole(directory, false)) {
            Files.writeString(console.home().resolve("revoked-0.crl"), "damaged");
            Browser member =
                    new Browser(console.port(), console.tls(console.mesh().requester()));
            assertThat(member.logIn("").status()).isEqualTo(403);
        }
    }

    @Test
    void receiptOfARevokedNode_isNotGood_andWhoCheckElsewhereAreTold() throws Exception {
        try (TestConsole console = new TestConsole(directory)) {
            Browser browser = new Browser(console);
            browser.logIn(TestConsole.PASSWORD);
            byte[] receipt = console.proof().toArray();
            assertThat(verify(browser, receipt).json()).containsEntry("good", true);
            console.revoke(console.home());
            assertThat(verify(browser, receipt).body()).contains("\"good\":false", "revoked");
            assertThat(browser.get("/console/v1/trust").json().get("revocations"))
                    .asInstanceOf(InstanceOfAssertFactories.LIST)
                    .hasSize(1);
            Files.writeString(console.home().resolve("revoked-0.crl"), "damaged");
            assertThat(verify(browser, receipt).status()).isEqualTo(503);
            assertThat(browser.get("/console/v1/trust").status()).isEqualTo(503);
        }
    }

    private static Browser.Answer verify(Browser browser, byte[] receipt) throws Exception {
        return browser.send("POST", "/console/v1/verify", receipt, "Content-Type", "application/octet-stream");
    }

    @Test
    void files_areServedToAnyone_withAStrictPolicy() throws Exception {
        try (TestConsole console = new TestConsole(directory)) {
            Browser browser = new Browser(console);
            Browser.Answer file = browser.get("/console/probe/probe.txt");
            assertThat(file.body()).isEqualTo("served as it is\n");
            assertThat(file.header("content-type")).isEqualTo("text/plain; charset=utf-8");
            assertThat(file.header("content-security-policy"))
                    .startsWith("default-src 'none'; script-src 'self';")
                    .contains("frame-ancestors 'none'")
                    .doesNotContain("unsafe");
            assertThat(file.header("x-content-type-options")).isEqualTo("nosniff");
            assertThat(browser.get("/console/probe/probe.txt", "If-None-Match", file.header("etag"))
                            .status())
                    .isEqualTo(304);
            assertThat(browser.get("/").header("location")).isEqualTo("/console/");
            assertThat(browser.get("/console/probe/none.txt").status()).isEqualTo(404);
        }
    }
}
