package io.signet.console.internal;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
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
