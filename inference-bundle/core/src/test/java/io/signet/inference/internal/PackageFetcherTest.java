package io.signet.inference.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.signet.inference.ManualClock;
import io.signet.inference.model.ModelPackage;
import io.signet.inference.model.Packages;
import io.signet.statement.Bytes;
import io.signet.statement.Digest;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(30)
class PackageFetcherTest {
    @TempDir
    Path directory;

    private final ManualClock clock = new ManualClock();
    /** What was asked of the server: the range, or "all". */
    private final List<String> asked = new CopyOnWriteArrayList<>();

    private HttpServer server;
    private final Set<Digest> here = new HashSet<>();
    private Path models;
    private byte[] file;
    private Digest digest;
    /** The server breaks off after so many bytes of an answer. */
    private volatile int bytesMax = Integer.MAX_VALUE;

    private volatile int status = 200;
    private volatile boolean unstated;
    /** By how much the server says that its answer begins later than it was asked to. */
    private volatile int shifted;

    @BeforeEach
    void serve() throws Exception {
        Path written = Packages.write(directory, "digits");
        file = Files.readAllBytes(written);
        digest = ModelPackage.read(written, Set.of(Packages.publisher(1).key())).digest();
        models = directory.resolve("models");
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/digits.signet", this::answer);
        server.start();
    }

    @AfterEach
    void stop() {
        server.stop(0);
    }

    private void answer(HttpExchange exchange) throws IOException {
        String range = exchange.getRequestHeaders().getFirst("Range");
        asked.add(range == null ? "all" : range);
        int from = range == null ? 0 : Integer.parseInt(range.replaceAll("\\D", ""));
        if (range != null) {
            exchange.getResponseHeaders()
                    .set("Content-Range", "bytes " + (from + shifted) + "-" + (file.length - 1) + "/" + file.length);
        }
        // 0: in chunks, of a length that is not stated
        exchange.sendResponseHeaders(
                status != 200 ? status : range == null ? 200 : 206, unstated ? 0 : file.length - from);
        int to = (int) Math.min(file.length, (long) from + bytesMax);
        exchange.getResponseBody().write(Arrays.copyOfRange(file, from, to));
        exchange.getResponseBody().flush();
        exchange.close();
    }

    private PackageFetcher fetcher(Digest wanted) {
        URI source = URI.create("http://127.0.0.1:" + server.getAddress().getPort() + "/digits.signet");
        return new PackageFetcher(
                models,
                Set.of(Packages.publisher(1).key()),
                List.of(new WantedPackage(wanted, List.of(source))),
                here::contains,
                clock,
                new Random(1));
    }

    /** One attempt, to its end. */
    private static void attempt(PackageFetcher fetcher) {
        assertThat(fetcher.doWork()).isEqualTo(1);
        while (fetcher.doWork() == 0) { // until the time-out of the test
            LockSupport.parkNanos(Duration.ofMillis(2).toNanos());
        }
    }

    private Path fetched() {
        return models.resolve(digest.toHex() + ".signet");
    }

    @Test
    void wantedPackage_isDownloadedOnce() {
        PackageFetcher fetcher = fetcher(digest);
        attempt(fetcher);
        assertThat(fetched()).hasBinaryContent(file);
        assertThat(fetcher.doWork()).isZero();
        assertThat(fetcher.dueInNanos()).isEqualTo(Long.MAX_VALUE);
        assertThat(fetcher(digest).doWork()).isZero();
        assertThat(asked).containsExactly("all");
    }

    @Test
    void packageThatIsHereUnderAnotherName_isNotDownloaded() {
        here.add(digest);
        PackageFetcher fetcher = fetcher(digest);
        assertThat(fetcher.doWork()).isZero();
        assertThat(fetcher.dueInNanos()).isEqualTo(Long.MAX_VALUE);
        assertThat(asked).isEmpty();
    }

    @Test
    void connectionThatBreaks_goesOnWhereItWas_afterARestart_too() {
        bytesMax = 100;
        PackageFetcher first = fetcher(digest);
        attempt(first);
        assertThat(first.doWork()).isZero(); // not at once
        clock.advance(Duration.ofSeconds(2));
        attempt(first);
        bytesMax = Integer.MAX_VALUE;
        attempt(fetcher(digest));
        assertThat(asked).containsExactly("all", "bytes=100-", "bytes=200-");
        assertThat(fetched()).hasBinaryContent(file);
        assertThat(models).isDirectoryNotContaining("glob:**.part");
    }

    @Test
    void alteredFile_isThrownAwayAndBegunAnew() {
        file[file.length - 1] ^= 1;
        PackageFetcher fetcher = fetcher(digest);
        attempt(fetcher);
        assertThat(models).isEmptyDirectory();
        file[file.length - 1] ^= 1;
        clock.advance(Duration.ofSeconds(2));
        attempt(fetcher);
        assertThat(asked).containsExactly("all", "all");
        assertThat(fetched()).exists();
    }

    @Test
    void serverThatSendsAnotherPart_isAskedForTheWholeFile() {
        bytesMax = 100;
        PackageFetcher fetcher = fetcher(digest);
        attempt(fetcher);
        bytesMax = Integer.MAX_VALUE;
        shifted = 7;
        clock.advance(Duration.ofSeconds(2));
        attempt(fetcher);
        clock.advance(Duration.ofSeconds(4));
        attempt(fetcher);
        assertThat(asked).containsExactly("all", "bytes=100-", "all");
        assertThat(fetched()).hasBinaryContent(file);
    }

    @Test
    void fileOfUnstatedLength_isRefused() {
        unstated = true;
        attempt(fetcher(digest));
        assertThat(models).isEmptyDirectory();
    }

    @Test
    void anotherPackage_isNotTakenForTheWantedOne() {
        attempt(fetcher(Digest.sha256(Bytes.utf8("another"))));
        assertThat(models).isEmptyDirectory();
    }

    @Test
    void serverThatRefuses_isAskedAgainEverMoreRarely() {
        status = 404;
        PackageFetcher fetcher = fetcher(digest);
        for (long seconds : new long[] {2, 4, 8, 16}) {
            attempt(fetcher);
            assertThat(fetcher.dueInNanos())
                    .isEqualTo(Duration.ofSeconds(seconds).toNanos());
            clock.advance(Duration.ofSeconds(seconds));
        }
        assertThat(models).isEmptyDirectory();
    }

    @Test
    void wantedPackages_areReadFromTheirSettings() {
        WantedPackage wanted = WantedPackage.parse(" " + digest.toHex() + "   https://models.example/digits.signet ");
        assertThat(wanted.digest()).isEqualTo(digest);
        assertThat(wanted.servers()).containsExactly(URI.create("https://models.example/digits.signet"));
        assertThat(WantedPackage.parse(digest.toHex()).servers()).isEmpty();
        assertThat(WantedPackage.parse(digest.toHex() + " http://a/x http://b/x")
                        .servers())
                .hasSize(2);
        assertThatThrownBy(() -> WantedPackage.parse("https://models.example/digits.signet"))
                .hasMessageContaining("a package to fetch is its digest");
        assertThatThrownBy(() -> WantedPackage.parse(digest.toHex() + " file:///etc/passwd"))
                .hasMessageContaining("an address like https://");
    }
}
