package io.signet.console.internal;

import static org.assertj.core.api.Assertions.assertThat;

import io.signet.statement.Bytes;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What strangers and other sites try; docs/security.md lists it. After each of it, the console answers as before. */
@Timeout(120)
class ConsoleAttackTest {
    private static final String TRAIL = "/console/v1/trail";
    private static final String LOGOUT = "/console/v1/logout";

    @TempDir
    private static Path directory;

    private static TestConsole console;
    private static Browser owner;

    @BeforeAll
    static void start() throws Exception {
        console = new TestConsole(directory);
        owner = new Browser(console);
        owner.logIn(TestConsole.PASSWORD);
    }

    @AfterAll
    static void stop() {
        console.close();
    }

    private static void assertWell() throws Exception {
        assertThat(owner.get("/console/v1/overview").status()).isEqualTo(200);
    }

    @Test
    void tenThousandWrongLogins_areRefusedCheaply_andLeaveThoseWithin(@TempDir Path other) throws Exception {
        try (TestConsole attacked = new TestConsole(other)) {
            Browser within = new Browser(attacked);
            within.logIn(TestConsole.PASSWORD);
            Browser stranger = new Browser(attacked);
            int refused = 0;
            int later = 0;
            for (int i = 0; i < 10_000; i++) {
                int status = stranger.logIn("wrong password " + i).status();
                refused += status == 403 ? 1 : 0;
                later += status == 429 ? 1 : 0;
            }
            assertThat(refused + later).isEqualTo(10_000);
            assertThat(refused).as("that were looked at").isLessThan(60);
            assertThat(stranger.logIn("wrong").header("retry-after")).isNotEmpty();
            assertThat(within.get("/console/v1/overview").status()).isEqualTo(200);
            assertThat(Files.readAllLines(attacked.home().resolve(Trail.FILE_NAME)))
                    .as("the login alone")
                    .hasSize(1);
            assertThat(Files.readAllLines(attacked.home().resolve(Trail.REFUSALS_FILE_NAME)))
                    .hasSizeLessThan(70);
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "__Host-signet-console=",
                "__Host-signet-console=00",
                "__Host-signet-console=0000000000000000000000000000000000000000000000000000000000000000",
                "__Host-signet-console=' OR 1=1",
                "signet-console=../../etc/passwd",
                "=;;=,"
            })
    void forgedCookie_isNobodys(String cookie) throws Exception {
        assertThat(owner.get(TRAIL, "Cookie", cookie).status()).isEqualTo(401);
        assertWell();
    }

    @Test
    void cookieAlone_changesNothing() throws Exception {
        String path = "/console/v1/nodes/" + FakeMesh.id(1) + "/challenge";
        assertThat(owner.post(path, "{}", "Signet-Session", "0".repeat(64)).status())
                .isEqualTo(403);
        assertThat(owner.post(path, "{}", "Signet-Session", "none").status()).isEqualTo(403);
        assertThat(owner.post(path, "{}").status()).as("with the token").isEqualTo(404);
    }

    @Test
    void otherSites_areRefused_evenWithBothSecrets() throws Exception {
        for (String site : List.of("cross-site", "same-site", "none")) {
            assertThat(owner.post(LOGOUT, "{}", "Sec-Fetch-Site", site).status())
                    .as(site)
                    .isEqualTo(403);
        }
        assertThat(owner.get(TRAIL, "Sec-Fetch-Site", "cross-site").status()).isEqualTo(403);
        for (String origin : List.of("https://evil.example", "null", "http://127.0.0.1:" + console.port())) {
            assertThat(owner.post(LOGOUT, "{}", "Origin", origin).status())
                    .as(origin)
                    .isEqualTo(403);
        }
        assertThat(owner.get(TRAIL, "Origin", "https://127.0.0.1:" + console.port())
                        .status())
                .isEqualTo(200);
        assertThat(owner.get("/console/v1/session").header("access-control-allow-origin"))
                .isEmpty();
        assertWell();
    }

    @Test
    void formsOfOtherSites_areOfAnotherType() throws Exception {
        assertThat(owner.post(LOGOUT, "a=b", "Content-Type", "application/x-www-form-urlencoded")
                        .status())
                .isEqualTo(415);
        assertThat(owner.post(LOGOUT, "{}", "Content-Type", "text/plain").status())
                .isEqualTo(415);
        assertWell();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/console/../internal/ConsolePages.class",
                "/console/%2e%2e/internal/ConsolePages.class",
                "/console/..%2finternal/ConsolePages.class",
                "/console/%2e%2e%2finternal%2fConsolePages.class",
                "/console/..%5cinternal%5cConsolePages.class",
                "/console/probe/..;/..;/internal/ConsolePages.class",
                "/console//etc/passwd.txt",
                "/console/probe/%00probe.txt",
                "/console/%252e%252e/internal/ConsolePages.class",
                "/../../../../etc/passwd",
                "//etc/passwd",
                "/console/.git.txt"
            })
    void path_leadsNowhere(String path) throws Exception {
        String line = owner.raw("GET " + path + " HTTP/1.1\r\nHost: 127.0.0.1\r\nConnection: close\r\n\r\n");
        assertThat(line).matches("HTTP/1\\.1 (400|404).*");
        assertWell();
    }

    @Test
    void oversizedBodies_areRefusedBeforeTheyAreRead() throws Exception {
        String head = "POST /console/v1/login HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Type: application/json\r\n";
        assertThat(owner.raw(head + "Content-Length: 1073741824\r\n\r\n")).contains(" 413 ");
        assertThat(owner.raw(head + "Content-Length: 99999999999999999999\r\n\r\n"))
                .contains(" 400 ");
        assertThat(owner.raw(head + "Transfer-Encoding: chunked\r\n\r\n40000000\r\n"))
                .contains(" 411 ");
        assertThat(owner.raw(head + "Content-Encoding: gzip\r\nContent-Length: 10\r\n\r\n"))
                .contains(" 415 ");
        assertThat(owner.raw(
                        "GET /console/v1/session HTTP/1.1\r\nHost: 127.0.0.1\r\nX: " + "x".repeat(20_000) + "\r\n\r\n"))
                .contains(" 431 ");
        assertWell();
    }

    @Test
    void hugeReceipts_ofStrangers_areNotReadAtAll() throws Exception {
        String line = owner.raw("PUT /console/v1/models/packages/" + "0".repeat(64)
                + " HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Type: application/octet-stream\r\n"
                + "Content-Length: 60000000\r\n\r\n");
        assertThat(line).contains(" 401 ");
        assertWell();
    }

    @Test
    void hugeReceipts_ofTheOwner_areRefusedByTheirLength() throws Exception {
        String head =
                "POST /console/v1/verify HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Type: application/octet-stream\r\n"
                        + "Cookie: " + owner.cookie() + "\r\nSignet-Session: " + owner.token() + "\r\n";
        assertThat(owner.raw(head + "Content-Length: 1073741824\r\n\r\n")).contains(" 413 ");
        assertThat(owner.raw(head + "Transfer-Encoding: chunked\r\n\r\n40000000\r\n"))
                .contains(" 411 ");
        assertWell();
    }

    @Test
    void otherMethods_areNotTaken() throws Exception {
        assertThat(owner.raw("TRACE /console/v1/session HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n"))
                .contains(" 405 ");
        assertThat(owner.raw("CONNECT 127.0.0.1:22 HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n"))
                .matches("HTTP/1\\.1 40\\d.*");
        assertThat(owner.send("DELETE", TRAIL, new byte[0]).status()).isEqualTo(405);
        assertThat(owner.send("PUT", "/console/probe/probe.txt", new byte[0]).status())
                .isEqualTo(404);
        assertThat(owner.send("OPTIONS", TRAIL, new byte[0]).header("allow")).isEqualTo("GET");
        assertWell();
    }

    @Test
    void hostHeader_leadsNobodyAstray() throws Exception {
        assertThat(owner.raw("GET / HTTP/1.1\r\nHost: evil.example\r\n\r\n")).contains(" 303 ");
        assertThat(owner.get("/").header("location")).isEqualTo("/console/");
        assertThat(owner.raw("GET / HTTP/1.1\r\n\r\n")).contains(" 400 ");
        assertThat(owner.raw("GET / HTTP/1.1\r\nHost: a\r\nHost: b\r\n\r\n")).contains(" 400 ");
        assertWell();
    }

    @Test
    void brokenJson_isToldFromABug() throws Exception {
        for (String body : List.of("", "{", "[]", "{\"password\":1}", "{\"other\":\"x\"}", "\u0000", "{}{}")) {
            assertThat(owner.send("POST", "/console/v1/login", Browser.json(body))
                            .status())
                    .as(body)
                    .isEqualTo(400);
        }
        assertWell();
    }

    @Test
    void listeners_areBounded() throws Exception {
        EventHub hub = new EventHub();
        for (int i = 0; i < EventHub.LISTENERS_MAX; i++) {
            assertThat(hub.join(Bytes.EMPTY, () -> Bytes.EMPTY)).isPresent();
        }
        assertThat(hub.join(Bytes.EMPTY, () -> Bytes.EMPTY)).isEmpty();
    }
}
