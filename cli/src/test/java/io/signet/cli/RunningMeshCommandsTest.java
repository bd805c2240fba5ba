package io.signet.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.InstanceOfAssertFactories.LIST;
import static org.assertj.core.api.InstanceOfAssertFactories.MAP;

import io.signet.meter.MeterSample;
import io.signet.meter.MeterSamples;
import io.signet.provisioning.Certificates;
import io.signet.provisioning.Credentials;
import io.signet.provisioning.TrustPolicyFile;
import io.signet.statement.Bytes;
import io.signet.statement.DataType;
import io.signet.statement.Digest;
import io.signet.statement.IdentityChain;
import io.signet.statement.Proof;
import io.signet.statement.TrustPolicy;
import io.signet.statement.evidence.Evidence;
import io.signet.writers.OnnxGraph;
import io.signet.writers.OnnxNode;
import java.awt.image.BufferedImage;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The commands that ask a mesh, against one of two nodes that runs for all of these tests. */
class RunningMeshCommandsTest {
    @TempDir
    static Path home;

    private static Optional<DemoMesh> running = Optional.empty();

    @TempDir
    Path directory;

    @BeforeAll
    static void startMesh() throws Exception {
        running = Optional.of(Cli.startMesh(home));
    }

    @AfterAll
    static void stopMesh() {
        running.ifPresent(DemoMesh::close);
    }

    private static Path requester() {
        return running.orElseThrow().requester();
    }

    private Cli.Result infer(Object... arguments) {
        Object[] all = new Object[arguments.length + 4];
        all[0] = "infer";
        all[1] = "--mesh";
        all[2] = requester();
        all[3] = "--wait=60";
        System.arraycopy(arguments, 0, all, 4, arguments.length);
        return new Cli(directory).system().run(all);
    }

    private Path picture(int index) throws Exception {
        MeterSample sample = MeterSamples.all().get(index);
        return Files.write(directory.resolve(sample.fileName()), sample.png().toArray());
    }

    @Test
    void pictures_areReadAndTheirReceiptsVerifyOffline() throws Exception {
        Path pictures = Files.createDirectories(directory.resolve("pictures"));
        for (MeterSample sample : MeterSamples.all()) {
            Files.write(pictures.resolve(sample.fileName()), sample.png().toArray());
        }
        Path receipts = directory.resolve("receipts");
        Cli.Result result = infer("--model=meter-digits", "--receipts", receipts, pictures);
        assertThat(result.code()).isZero();
        assertThat(result.out()).contains("meter-730264-led.png", "730264", "onnxruntime/", "verified");
        assertThat(result.out()).doesNotContain("REJECTED");
        Cli.Result verified = new Cli(directory)
                .system()
                .run("verify", "--quiet", "--trust", requester().resolve("trust.yaml"), receipts);
        assertThat(verified.code()).isZero();
        assertThat(verified.out()).contains(" accepted, 0 rejected");
    }

    @Test
    void filesThatAreNoPictures_areNamedAndTheOthersAreRead() throws Exception {
        Path good = picture(0);
        byte[] png = Files.readAllBytes(good);
        Path truncated = Files.write(directory.resolve("truncated.png"), Arrays.copyOf(png, png.length / 2));
        Path text = Files.writeString(directory.resolve("text.png"), "hello");
        Path dot = directory.resolve("dot.png");
        ImageIO.write(new BufferedImage(1, 1, BufferedImage.TYPE_INT_RGB), "png", dot.toFile());
        Cli.Result result = infer("--model=meter-digits", truncated, text, dot, directory.resolve("none.png"), good);
        assertThat(result.code()).isEqualTo(65);
        assertThat(result.out())
                .contains(truncated + " ", text + " ", dot + " ", "none.png does not exist")
                .contains("1 of 5 pictures read", "verified");
    }

    @Test
    void json_saysTheSameForMachines() throws Exception {
        Cli.Result result = infer("--model=meter-digits", "--json", picture(0), directory.resolve("none.png"));
        assertThat(result.code()).isEqualTo(65);
        assertThat(result.err()).isEmpty();
        assertThat(result.json())
                .extractingByKey("pictures", LIST)
                .satisfiesExactly(
                        read -> assertThat(read)
                                .hasFieldOrPropertyWithValue("status", "read")
                                .hasFieldOrPropertyWithValue(
                                        "reading", MeterSamples.all().get(0).digits()),
                        refused -> assertThat(refused).hasFieldOrPropertyWithValue("status", "refused"));
        assertThat(result.json().get("receipts_verified"))
                .isEqualTo(result.json().get("receipts"));
    }

    @Test
    void nodes_areListedWithWhatTheyReport() throws Exception {
        infer("--model=meter-digits", picture(0)); // so that both have measured their models
        Cli.Result listed = new Cli(directory).system().run("mesh", "nodes", "--mesh", requester());
        assertThat(listed.code()).isZero();
        assertThat(listed.out())
                .contains("state", "meter-digits (", "/128")
                .containsAnyOf("online", "hot", "throttled");
        Cli.Result json = new Cli(directory).system().run("mesh", "nodes", "--mesh", requester(), "--json");
        assertThat(json.err()).isEmpty();
        assertThat(json.json()).extractingByKey("nodes", LIST).hasSize(2).allSatisfy(node -> assertThat(node)
                .asInstanceOf(MAP)
                .containsKeys("node", "state", "owner", "assurance", "models", "tasks")
                .containsEntry("tasks_max", 128));
    }

    @Test
    void modelThatNobodyServes_isNamedWithThoseThatAre() throws Exception {
        Cli.Result result = infer("--model=nosuch", picture(0));
        assertThat(result.code()).isEqualTo(69);
        assertThat(result.err()).contains("serves the model 'nosuch'; they serve: meter-digits");
    }

    @Test
    void meshWithoutBroker_isSaid() throws Exception {
        Path mesh = directory.resolve("idle");
        assertThat(new Cli(directory)
                        .system()
                        .run("mesh", "create", mesh, "--nodes=1", "--broker-port=1")
                        .code())
                .isZero();
        Cli.Result result = new Cli(directory)
                .system()
                .run("infer", "--mesh", mesh.resolve("requester"), "--model=meter-digits", "--wait=1", picture(0));
        assertThat(result.code()).isEqualTo(69);
        assertThat(result.err()).contains("no broker of the mesh 'demo' can be reached, tried mqtts://localhost:1");
    }

    @Test
    void profileThatIsMissing_isNamed() throws Exception {
        Cli.Result result =
                new Cli(directory).run("infer", "--mesh", directory.resolve("none.yaml"), "--model=m", picture(0));
        assertThat(result.code()).isEqualTo(65);
        assertThat(result.err()).contains("none.yaml: there is no such file");
    }

    @Test
    void directoryWithoutPictures_isNamed() {
        Cli.Result result = infer("--model=meter-digits", directory);
        assertThat(result.code()).isEqualTo(65);
        assertThat(result.err()).contains("there is no PNG or JPEG file in or below this directory");
    }

    @Test
    void timeoutOutOfRange_isUsageError() throws Exception {
        assertThat(infer("--model=m", "--timeout=0", picture(0)).code()).isEqualTo(2);
    }

    private static String node(int number) throws Exception {
        Path chain = running.orElseThrow().directory().resolve("node-" + number).resolve(Credentials.CHAIN_FILE);
        return IdentityChain.of(Certificates.read(chain)).node().toHex();
    }

    private Cli.Result challenge(Object... arguments) {
        Object[] all = new Object[arguments.length + 3];
        all[0] = "challenge";
        all[1] = "--mesh";
        all[2] = requester();
        System.arraycopy(arguments, 0, all, 3, arguments.length);
        return new Cli(directory).system().run(all);
    }

    @Test
    void challenge_saysWhatIsProvedAndWhatIsNot() throws Exception {
        Cli.Result result = challenge(node(1).substring(0, 8), "--timeout=60");
        assertThat(result.code()).isZero();
        assertThat(result.out())
                .startsWith("ACCEPTED: node " + node(1))
                .contains(
                        "key protection shown: software; its certificate says: software",
                        "PROVED      fresh: The evidence answers the question that was asked just now.",
                        "NOT PROVED  chip: The key is in a file.",
                        "firmware: 1 run since the machine was switched on");
    }

    @Test
    void challengeUnderAPolicyThatListsOtherFirmware_isRefused() throws Exception {
        Path trust = directory.resolve("strict.yaml");
        TrustPolicyFile usual = TrustPolicyFile.read(requester().resolve(TrustPolicyFile.FILE_NAME));
        TrustPolicy strict = usual.policy().withFirmware(Set.of(Digest.sha256(Bytes.utf8("other firmware"))));
        new TrustPolicyFile(usual.owners(), strict, usual.publishers()).write(trust);
        Cli.Result result = challenge(node(2), "--timeout=60", "--json", "--trust", trust);
        assertThat(result.code()).isEqualTo(1);
        assertThat(result.json())
                .containsEntry("node", node(2))
                .containsEntry("verdict", "refused")
                .containsEntry("reason", "unknown_firmware");
    }

    @Test
    void challengeOfNobody_saysSo() {
        Cli.Result result = challenge("0000000000000000", "--timeout=5");
        assertThat(result.code()).isEqualTo(69);
        assertThat(result.err()).contains("no node of the mesh 'demo'");
        assertThat(challenge("node-1").code()).isEqualTo(2);
    }

    @Test
    void savedReceipts_carryTheNodesEvidence() throws Exception {
        Path receipts = directory.resolve("receipts");
        assertThat(infer("--model=meter-digits", picture(0)).code()).isZero(); // nodes are asked when they get work
        List<Proof> proofs = new ArrayList<>();
        long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(60); // of which busy emulated TPMs may need some
        for (int i = 0; proofs.stream().noneMatch(p -> p.evidence().size() > 0) && System.nanoTime() - end < 0; i++) {
            Path saved = receipts.resolve(Integer.toString(i));
            Path pictures = Files.createDirectories(directory.resolve("many"));
            for (MeterSample sample : MeterSamples.all()) {
                Files.write(pictures.resolve(sample.fileName()), sample.png().toArray());
            }
            assertThat(infer("--model=meter-digits", "--receipts", saved, pictures)
                            .code())
                    .isZero();
            try (Stream<Path> files = Files.list(saved)) {
                for (Path file : files.toList()) {
                    proofs.add(Proof.decode(Bytes.copyOf(Files.readAllBytes(file))));
                }
            }
        }
        // Of the answers in one run, the first may be from before a node was asked.
        assertThat(proofs)
                .filteredOn(proof -> proof.evidence().size() > 0)
                .isNotEmpty()
                .allSatisfy(proof -> assertThat(
                                Evidence.decode(proof.evidence()).claims().node())
                        .isEqualTo(proof.identity().node()));
        Cli.Result verified = new Cli(directory)
                .system()
                .run("verify", "--quiet", "--trust", requester().resolve("trust.yaml"), receipts);
        assertThat(verified.code()).isZero();
    }

    @Test
    void grant_toANodeWhoseKeyIsAFile_isRefused() throws Exception {
        OnnxGraph graph = new OnnxGraph("identity");
        graph.add("y", OnnxNode.of("Identity", graph.input("x", DataType.FP32, OnnxGraph.ANY, 2)));
        graph.output("y", DataType.FP32, OnnxGraph.ANY, 2);
        Path onnx = directory.resolve("secret.onnx");
        graph.write(onnx);
        Path model = directory.resolve("secret.signet");
        Cli cli = new Cli(directory).system();
        assertThat(cli.run("model", "import", onnx, "--name=secret", "--encrypt", "--out", model)
                        .code())
                .isZero();
        Path out = directory.resolve("secret.grant");
        Object[] grant = {"model", "grant", model, "--node", node(1), "--mesh", requester(), "--out", out};

        Cli.Result refused = cli.run(grant);
        assertThat(refused.code()).isEqualTo(1);
        assertThat(refused.err()).contains("not granted: the node's key is in no TPM");
        assertThat(out).doesNotExist();

        Path readable = directory.resolve("readable.signet");
        cli.run("model", "import", onnx, "--name=secret", "--out", readable);
        grant[2] = readable;
        assertThat(cli.run(grant).err()).contains("is not encrypted: every node can read it");
    }
}
