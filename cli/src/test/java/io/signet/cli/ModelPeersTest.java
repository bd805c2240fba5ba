package io.signet.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.signet.inference.model.ModelIdentity;
import io.signet.inference.model.ModelInterface;
import io.signet.inference.model.ModelPackage;
import io.signet.inference.model.ModelPackageWriter;
import io.signet.inference.model.Publisher;
import io.signet.inference.model.PublisherKey;
import io.signet.inference.spi.TensorSpec;
import io.signet.meter.MeterDigits;
import io.signet.provisioning.Certificates;
import io.signet.provisioning.Credentials;
import io.signet.provisioning.owner.MeshHome;
import io.signet.provisioning.owner.MeshPlan;
import io.signet.runtime.Clock;
import io.signet.simulator.Distribution;
import io.signet.simulator.FreePorts;
import io.signet.simulator.LocalMesh;
import io.signet.statement.Bytes;
import io.signet.statement.DataType;
import io.signet.statement.NodeId;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Two real nodes, of which one has a package and the other is to have it; and a member who may give packages to the first. */
@Timeout(120)
class ModelPeersTest {
    @TempDir
    static Path directory;

    private static MeshHome home;
    private static LocalMesh mesh;
    private static List<Integer> gateways = List.of();
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
        String requester = NodeId.of(Certificates.read(home.requester().resolve(Credentials.CHAIN_FILE))
                        .get(0)
                        .getPublicKey())
                .toHex();
        change(1, "  port: " + ports.get(1), "  port: " + ports.get(1) + "\n  packages.push: [" + requester + "]");
        gateways = ports.subList(1, 3);
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

    private static String id(int node) throws Exception {
        return NodeId.of(Certificates.read(home.node(node).resolve(Credentials.CHAIN_FILE))
                        .get(0)
                        .getPublicKey())
                .toHex();
    }

    private static Path awaitFetched() throws Exception {
        Path fetched = home.node(2).resolve("models").resolve(digest + ".signet");
        await("the package comes", () -> Files.exists(fetched));
        return fetched;
    }

    private static Cli.Result push(Path file, String... targets) {
        List<Object> arguments = new ArrayList<>(List.of("model", "push", file, "--mesh", home.requester()));
        for (String target : targets) {
            arguments.add("--to");
            arguments.add(target);
        }
        return new Cli(directory).system().run(arguments.toArray());
    }

    private static String gateway(int node) {
        return "https://127.0.0.1:" + gateways.get(node - 1);
    }

    @Test
    void memberGivesAPackage_andHearsThatItRuns_thoughTheFirstTryBrokeOff() throws Exception {
        awaitFetched(); // while the first node has it
        Path models = home.node(1).resolve("models");
        Cli.Result removed = new Cli(directory).system().run("model", "remove", "meter-digits", home.node(1));
        assertThat(removed.code()).as(removed.out()).isZero();
        await("the model is unloaded", () -> log(1).contains("model unloaded"));
        Files.write(models.resolve(digest + ".arriving"), Arrays.copyOf(content, content.length / 2));
        Cli.Result pushed = push(directory.resolve("digits.signet"), gateway(1));
        assertThat(pushed.code()).as(pushed.out() + pushed.err()).isZero();
        assertThat(pushed.out()).contains(gateway(1) + ": runs meter-digits ", " on onnxruntime/", " rows/s");
        assertThat(models.resolve("meter-digits.signet")).hasBinaryContent(content);
        String id = id(1);
        Cli.Result again = push(directory.resolve("digits.signet"), gateway(1), id);
        assertThat(again.out()).contains(gateway(1) + ": has it already", id + ": has it already");
        assertThat(again.code()).isZero();
    }

    @Test
    void whatIsNotToBeGiven_isRefusedInWords() throws Exception {
        awaitFetched();
        Path alien = alien();
        Cli.Result pushed = push(alien, gateway(1), gateway(2));
        assertThat(pushed.code()).isEqualTo(1);
        assertThat(pushed.out())
                .contains(gateway(1) + ": REFUSED: its publisher ", "add that key to 'publishers'")
                .contains(
                        gateway(2) + ": REFUSED: ",
                        "may not give packages to this node: list that id in packages.push");
        assertThat(home.node(1).resolve("models")).isDirectoryNotContaining("glob:**.arriving");
        Cli.Result unknown = push(
                alien,
                NodeId.of(Certificates.read(home.node(2).resolve(Credentials.CHAIN_FILE))
                                .get(0)
                                .getPublicKey())
                        .toHex());
        assertThat(unknown.code()).isEqualTo(69);
        assertThat(unknown.err()).contains("does not say where its gateway is");
        assertThat(push(alien).code()).as("neither directory nor node").isEqualTo(2);
    }

    /** A package of a publisher whom nobody accepts. */
    private static Path alien() throws Exception {
        Path variant = Files.createDirectories(directory.resolve("variant"));
        Files.write(variant.resolve("weights.bin"), new byte[3_000_000]);
        Path file = directory.resolve("alien.signet");
        TensorSpec x = new TensorSpec("x", DataType.FP32, List.of(TensorSpec.ANY, 2L));
        new ModelPackageWriter(
                        new ModelIdentity("alien", "1", "For tests.", LocalDate.of(2026, 2, 3)),
                        new ModelInterface(List.of(x), List.of(x), List.of(), Optional.empty(), List.of()))
                .variant("test-format", variant)
                .card(Bytes.utf8("# Alien\n"))
                .licence("Apache-2.0", Bytes.utf8("terms"))
                .write(file, Publisher.create(directory.resolve("publisher.pem")));
        return file;
    }

    @Test
    void nodeFetchesFromItsPeer_whatOnlyTheDigestNames() throws Exception {
        Path fetched = awaitFetched();
        assertThat(fetched).hasBinaryContent(content);
        await("the model is loaded", () -> log(2).contains("model loaded: meter-digits"));
        assertThat(log(2)).contains("model package fetched: meter-digits", "from node ");
    }
}
