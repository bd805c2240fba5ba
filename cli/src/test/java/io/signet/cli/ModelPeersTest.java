package io.signet.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.signet.inference.model.ModelPackage;
import io.signet.inference.model.PublisherKey;
import io.signet.meter.MeterDigits;
import io.signet.provisioning.owner.MeshHome;
import io.signet.provisioning.owner.MeshPlan;
import io.signet.runtime.Clock;
import io.signet.simulator.Distribution;
import io.signet.simulator.FreePorts;
import io.signet.simulator.LocalMesh;
import io.signet.statement.Bytes;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Two real nodes, of which one has a package and the other is to have it. */
@Timeout(120)
class ModelPeersTest {
    @TempDir
    static Path directory;

    private static MeshHome home;
    private static LocalMesh mesh;
    private static byte[] content;
    private static String digest;

    @BeforeAll
    static void start() throws Exception {
        content = MeterDigits.packageFile().toArray();
        Path file = Files.write(directory.resolve("digits.signet"), content);
        digest = ModelPackage.read(file, Set.of(PublisherKey.fromHex(MeterDigits.publisher())))
                .digest()
                .toHex();
        List<Integer> ports = FreePorts.find(3);
        MeshPlan plan = MeshPlan.local("peers", 2, ports.get(0), Set.of(Bytes.fromHex(MeterDigits.publisher())))
                .withGatewayPorts(ports.subList(1, 3));
        home = MeshHome.create(directory.resolve("mesh"), plan, Clock.SYSTEM, new SecureRandom());
        DemoMesh.installModel(home.node(1));
        change(1, "  #log.address", "  gateway.address: 127.0.0.1:" + ports.get(1) + "\n  #log.address");
        change(2, "  cache.directory", "  models.fetch: [" + digest + "]\n  cache.directory");
        // What a download that broke off left: it goes on from there.
        Files.write(home.node(2).resolve("models").resolve(digest + ".part"), Arrays.copyOf(content, 1000));
        mesh = new LocalMesh(Distribution.in(Cli.ROOT), home, false);
        mesh.start();
    }

    @AfterAll
    static void stop() {
        mesh.close();
    }

    private static void change(int node, String what, String by) throws Exception {
        Path settings = home.node(node).resolve(MeshHome.NODE_FILE);
        String text = Files.readString(settings);
        assertThat(text).contains(what);
        Files.writeString(settings, text.replace(what, by));
    }

    private static void await(String what, BooleanSupplier condition) throws Exception {
        long end = System.nanoTime() + Duration.ofSeconds(60).toNanos();
        while (!condition.getAsBoolean()) {
            assertThat(System.nanoTime()).as(what).isLessThan(end);
            mesh.requireAlive();
            Thread.sleep(50);
        }
    }

    private static String log(int node) {
        try {
            return Files.readString(home.node(node).resolve("node.log"));
        } catch (java.io.IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }

    @Test
    void nodeFetchesFromItsPeer_whatOnlyTheDigestNames() throws Exception {
        Path fetched = home.node(2).resolve("models").resolve(digest + ".signet");
        await("the package comes", () -> Files.exists(fetched));
        assertThat(fetched).hasBinaryContent(content);
        await("the model is loaded", () -> log(2).contains("model loaded: meter-digits"));
        assertThat(log(2)).contains("model package fetched: meter-digits", "from node ");
    }
}
