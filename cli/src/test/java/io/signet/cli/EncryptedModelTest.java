package io.signet.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.signet.inference.model.ContentKey;
import io.signet.inference.model.Publisher;
import io.signet.provisioning.Certificates;
import io.signet.provisioning.Credentials;
import io.signet.provisioning.owner.MeshHome;
import io.signet.provisioning.owner.MeshPlan;
import io.signet.runtime.Clock;
import io.signet.simulator.Distribution;
import io.signet.simulator.FreePorts;
import io.signet.simulator.LocalMesh;
import io.signet.simulator.TpmNodeKeys;
import io.signet.statement.Bytes;
import io.signet.statement.DataType;
import io.signet.statement.IdentityChain;
import io.signet.writers.OnnxGraph;
import io.signet.writers.OnnxNode;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** An encrypted model on a real node with an emulated TPM: granted, loaded, and not under other measurements. */
class EncryptedModelTest {
    /** A name in the model, to be found wherever it lies in clear. */
    private static final String MARK = "a-secret-name-of-a-tensor";

    private static final int SECONDS_MAX = 60;

    @TempDir
    Path directory;

    private Path key;
    private Path packageFile;
    private MeshHome home;

    private Cli.Result run(Object... arguments) {
        return new Cli(directory).system().run(arguments);
    }

    private void makePackage() throws IOException {
        OnnxGraph graph = new OnnxGraph("doubling");
        String x = graph.input("x", DataType.FP32, OnnxGraph.ANY, 2);
        graph.add("y", OnnxNode.of("Mul", x, graph.constant(MARK, new long[] {1}, 2)));
        graph.output("y", DataType.FP32, OnnxGraph.ANY, 2);
        Path onnx = directory.resolve("export.onnx");
        graph.write(onnx);
        assertThat(Files.readString(onnx, StandardCharsets.ISO_8859_1)).contains(MARK);
        packageFile = directory.resolve("doubling.signet");
        Cli.Result made = run(
                "model", "import", onnx, "--name=doubling", "--encrypt", "--publisher-key", key, "--out", packageFile);
        assertThat(made.code()).as(made.err()).isZero();
        assertThat(made.out()).contains("It is encrypted. Its key is in ", "signet model grant");
        assertThat(Files.readString(packageFile, StandardCharsets.ISO_8859_1)).doesNotContain(MARK);
    }

    private void makeMesh() throws Exception {
        MeshPlan plan = MeshPlan.local(
                "demo",
                1,
                FreePorts.find(1).get(0),
                Set.of(Publisher.load(key).key().value()));
        home = MeshHome.create(directory.resolve("mesh"), plan, new TpmNodeKeys(), Clock.SYSTEM, new SecureRandom());
    }

    private String node() throws Exception {
        return IdentityChain.of(Certificates.read(home.node(1).resolve(Credentials.CHAIN_FILE)))
                .node()
                .toHex();
    }

    private void await(String what, Callable<Boolean> condition) throws Exception {
        for (int i = 0; i < 10 * SECONDS_MAX; i++) {
            if (condition.call()) {
                return;
            }
            Thread.sleep(100);
        }
        throw new AssertionError("in " + SECONDS_MAX + " s never: " + what + "\n" + log());
    }

    private String log() throws IOException {
        Path log = home.node(1).resolve("node.log");
        return Files.exists(log) ? Files.readString(log) : "";
    }

    /** How often the node has written {@code text} to its log. */
    private int logged(String text) throws IOException {
        return log().split(Pattern.quote(text), -1).length - 1;
    }

    /** The content key in hexadecimal, from the only file that has it. */
    private String contentKey() throws IOException {
        try (Stream<Path> files = Files.list(directory.resolve(".config/signet/content-keys"))) {
            byte[] bytes = Files.readAllBytes(files.findFirst().orElseThrow());
            assertThat(bytes).hasSize(ContentKey.SIZE_BYTES);
            return Bytes.copyOf(bytes).toHex();
        }
    }

    private List<Path> filesWithTheModel() throws IOException {
        try (Stream<Path> files = Files.walk(home.node(1))) {
            return files.filter(Files::isRegularFile)
                    .filter(file -> {
                        try {
                            return Files.readString(file, StandardCharsets.ISO_8859_1)
                                    .contains(MARK);
                        } catch (IOException e) {
                            return false; // gone meanwhile
                        }
                    })
                    .toList();
        }
    }

    @Test
    @Timeout(180)
    void grantedModel_isLoadedUnderTheseMeasurementsOnly_andLiesOnNoDisk() throws Exception {
        key = directory.resolve("publisher.pem");
        makePackage();
        makeMesh();
        Path models = home.node(1).resolve(MeshHome.MODELS_DIRECTORY);
        try (LocalMesh mesh = new LocalMesh(Distribution.in(Cli.ROOT), home, false)) {
            mesh.start();
            Files.copy(packageFile, models.resolve("doubling.signet"));
            Path grant = models.resolve("doubling.grant");
            Cli.Result granted = run(
                    "model",
                    "grant",
                    packageFile,
                    "--node",
                    node(),
                    "--mesh",
                    home.requester(),
                    "--publisher-key",
                    key,
                    "--out",
                    grant);
            assertThat(granted.code()).as(granted.err()).isZero();
            assertThat(granted.out()).contains("Wrote " + grant + ": node " + node() + " may load doubling until ");
            assertThat(granted.err()).contains("the policy lists no firmware");
            await("the model is loaded", () -> logged("model loaded: doubling 1.0.0") == 1);
            assertThat(log()).contains("it is encrypted, and there is no grant for it here");
            assertThat(filesWithTheModel()).isEmpty();

            mesh.stopNode(1);
            mesh.startNode(1); // its TPM, which was not reset, has measured two runs of the program then
            await(
                    "other measurements are refused",
                    () -> log().contains(
                                    "doubling.grant: it was encrypted for other firmware than this machine runs: PCR [14] has another value"));

            mesh.stopNode(1);
            mesh.killTpm(1);
            mesh.startNode(1); // the machine was switched off and on
            await("the model is loaded again", () -> logged("model loaded: doubling 1.0.0") == 2);
            assertThat(log()).doesNotContain(contentKey());
            assertThat(filesWithTheModel()).isEmpty();
        }
    }
}
