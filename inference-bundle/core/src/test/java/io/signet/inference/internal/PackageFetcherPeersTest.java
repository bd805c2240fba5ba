package io.signet.inference.internal;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.signet.inference.ManualClock;
import io.signet.inference.model.ModelPackage;
import io.signet.inference.model.Packages;
import io.signet.inference.spi.PackagePeer;
import io.signet.inference.spi.PackagePeers;
import io.signet.statement.Bytes;
import io.signet.statement.Digest;
import io.signet.statement.NodeId;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.locks.LockSupport;
import javax.net.ssl.SSLContext;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Packages from other nodes, some of which cheat or are busy. TLS is tested where the certificates are. */
@Timeout(30)
class PackageFetcherPeersTest {
    @TempDir
    Path directory;

    private final ManualClock clock = new ManualClock();
    private final List<HttpServer> servers = new ArrayList<>();
    private final List<PackagePeer> holders = new CopyOnWriteArrayList<>();
    /** Who was asked, and from which byte on. */
    private final List<String> asked = new CopyOnWriteArrayList<>();

    private Path models;
    private byte[] file;
    private Digest digest;
    private PackageFetcher fetcher;

    /** How a peer answers. */
    @FunctionalInterface
    private interface Manners {
        void answer(HttpExchange exchange, int from) throws IOException;
    }

    @BeforeEach
    void writePackage() throws Exception {
        Path written = Packages.write(directory, "digits");
        file = Files.readAllBytes(written);
        digest = ModelPackage.read(written, Set.of(Packages.publisher(1).key())).digest();
        models = directory.resolve("models");
        fetcher = new PackageFetcher(
                models,
                Set.of(Packages.publisher(1).key()),
                List.of(WantedPackage.parse(digest.toHex())),
                here -> false,
                clock,
                new Random(1));
        fetcher.addPeers(new PackagePeers() {
            @Override
            public List<PackagePeer> holding(Digest wanted) {
                return wanted.equals(digest) ? List.copyOf(holders) : List.of();
            }

            @Override
            public SSLContext tls(NodeId node) {
                try {
                    return SSLContext.getDefault();
                } catch (NoSuchAlgorithmException e) {
                    throw new IllegalStateException(e);
                }
            }
        });
    }

    @AfterEach
    void stop() {
        servers.forEach(server -> server.stop(0));
    }

    private void peer(int number, boolean near, Manners manners) throws IOException {
        HttpServer server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/v2/packages/" + digest.toHex(), exchange -> {
            String range = exchange.getRequestHeaders().getFirst("Range");
            int from = range == null ? 0 : Integer.parseInt(range.replaceAll("\\D", ""));
            asked.add(number + " from " + from);
            manners.answer(exchange, from);
            exchange.close();
        });
        server.start();
        servers.add(server);
        holders.add(new PackagePeer(
                new NodeId(Bytes.fromHex("%032x".formatted(number))),
                URI.create("http://127.0.0.1:" + server.getAddress().getPort() + "/"),
                near));
    }

    private static void send(HttpExchange exchange, byte[] content, int from, int to) throws IOException {
        exchange.getResponseHeaders()
                .set("Content-Range", "bytes " + from + "-" + (content.length - 1) + "/" + content.length);
        exchange.sendResponseHeaders(from == 0 ? 200 : 206, content.length - from);
        exchange.getResponseBody().write(Arrays.copyOfRange(content, from, to));
        exchange.getResponseBody().flush();
    }

    private Manners honest() {
        return (exchange, from) -> send(exchange, file, from, file.length);
    }

    private Manners lying() {
        byte[] wrong = file.clone();
        wrong[50] ^= 1;
        return (exchange, from) -> send(exchange, wrong, from, wrong.length);
    }

    private Path fetched() {
        return models.resolve(digest.toHex() + ".signet");
    }

    /** Lets so much time go by as there has to be between attempts, until the package is there or so many were asked. */
    private void run(int askedMax) {
        while (!Files.exists(fetched()) && (asked.size() < askedMax || isRunning())) { // until the time-out of the test
            long due = isRunning() ? 0 : fetcher.dueInNanos();
            if (fetcher.doWork() == 0) {
                clock.advance(Duration.ofNanos(due));
                LockSupport.parkNanos(Duration.ofMillis(1).toNanos());
            }
        }
    }

    /** A download that goes on is looked at five times a second. */
    private boolean isRunning() {
        return fetcher.dueInNanos() == Duration.ofMillis(200).toNanos();
    }

    @Test
    void peerThatComesLater_isFound() throws Exception {
        assertThat(fetcher.doWork()).isZero();
        assertThat(fetcher.dueInNanos()).isEqualTo(Duration.ofSeconds(2).toNanos());
        peer(1, true, honest());
        run(5);
        assertThat(fetched()).hasBinaryContent(file);
        assertThat(asked).containsExactly("1 from 0");
    }

    @Test
    void liar_isNotAskedAgain() throws Exception {
        peer(1, true, lying());
        run(1);
        clock.advance(Duration.ofHours(1));
        peer(2, false, honest());
        run(5);
        assertThat(fetched()).hasBinaryContent(file);
        assertThat(asked).containsExactly("1 from 0", "2 from 0");
    }

    @Test
    void whatOnePeerBegan_anotherCompletes() throws Exception {
        peer(1, true, (exchange, from) -> send(exchange, file, from, 300));
        peer(2, false, honest());
        run(5);
        assertThat(fetched()).hasBinaryContent(file);
        assertThat(asked).containsExactly("1 from 0", "2 from 300");
    }

    @Test
    void wrongBeginning_thatAnHonestPeerCompleted_isFoundOutAndTheHonestOneGivesItAlone() throws Exception {
        byte[] wrong = file.clone();
        wrong[50] ^= 1;
        peer(1, true, (exchange, from) -> send(exchange, wrong, from, 300));
        peer(2, false, honest());
        run(5);
        assertThat(fetched()).hasBinaryContent(file);
        assertThat(asked).startsWith("1 from 0", "2 from 300").endsWith("2 from 0");
    }

    @Test
    void busyPeers_areAskedAgainSoon() throws Exception {
        peer(1, true, (exchange, from) -> {
            if (asked.size() < 3) {
                exchange.sendResponseHeaders(503, -1);
            } else {
                send(exchange, file, from, file.length);
            }
        });
        long began = clock.monotonicMillis();
        run(5);
        assertThat(fetched()).hasBinaryContent(file);
        assertThat(asked).hasSize(3);
        assertThat(clock.monotonicMillis() - began).isBetween(2_000L, 6_000L);
    }
}
