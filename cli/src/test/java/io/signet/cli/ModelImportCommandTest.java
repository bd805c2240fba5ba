package io.signet.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.signet.statement.DataType;
import io.signet.writers.OnnxGraph;
import io.signet.writers.OnnxNode;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.cyclonedx.Version;
import org.cyclonedx.model.Bom;
import org.cyclonedx.model.Component;
import org.cyclonedx.model.component.modelCard.PerformanceMetric;
import org.cyclonedx.parsers.JsonParser;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ModelImportCommandTest {
    @TempDir
    Path directory;

    private Path onnx;
    private Path key;

    @BeforeEach
    void writeModel() throws IOException {
        OnnxGraph graph = new OnnxGraph("doubling");
        String x = graph.input("x", DataType.FP32, OnnxGraph.ANY, 2);
        graph.add("y", OnnxNode.of("Mul", x, graph.constant("f", new long[] {1}, 2)));
        graph.output("y", DataType.FP32, OnnxGraph.ANY, 2);
        onnx = directory.resolve("export.onnx");
        graph.write(onnx);
        key = directory.resolve("publisher.pem");
    }

    private Cli.Result run(Object... arguments) {
        return new Cli(directory).run(arguments);
    }

    private Cli.Result importModel(Object... more) {
        Object[] all = new Object[more.length + 6];
        Object[] first = {"model", "import", onnx, "--name=doubling", "--publisher-key=" + key, "--out=" + packageFile()
        };
        System.arraycopy(first, 0, all, 0, first.length);
        System.arraycopy(more, 0, all, first.length, more.length);
        return run(all);
    }

    private Path packageFile() {
        return directory.resolve("doubling.signet");
    }

    /** The home of a node that believes {@code publisher}, whatever the options say. */
    private Path nodeHome(String name, Object publisher) throws IOException {
        Path home = Files.createDirectories(directory.resolve(name));
        Files.writeString(
                home.resolve("node.yaml"),
                "inference: {models.directory: packages, cache.directory: cache, publishers: ['" + publisher + "']}\n");
        return home;
    }

    @Test
    void onnxFile_becomesAPackageThatSaysWhatItTakes_withACardToComplete() throws Exception {
        Files.writeString(directory.resolve("labels.txt"), "left\nright\n");
        Cli.Result made = importModel("--labels", directory.resolve("labels.txt"), "--meaning=y=logits", "--json");
        assertThat(made.err()).contains("made a publisher's key");
        assertThat(made.code()).isZero();
        Path card = directory.resolve("doubling.card.md");
        assertThat(made.json()).containsEntry("card_to_complete", card.toString());
        assertThat(Files.readString(card))
                .startsWith("# doubling 1.0.0\n")
                .contains(
                        "| takes | x | FP32 | [-1, 2] |", "- export.onnx (onnx)", "TO COMPLETE: data and its licence");

        Object publisher = made.json().get("publisher");
        Cli.Result shown = run("model", "show", "--publisher", publisher, packageFile());
        assertThat(shown.out()).contains("input      x FP32 [n, 2]", "labels     left, right", "formats    onnx");

        Files.writeString(card, "# doubling\nDoubles two numbers.\n");
        Cli.Result again = importModel();
        assertThat(again.code()).isZero();
        assertThat(again.out()).startsWith("Wrote " + packageFile()).doesNotContain("TO COMPLETE");
        assertThat(run("model", "show", "--card", "--publisher", publisher, packageFile())
                        .out())
                .isEqualTo("# doubling\nDoubles two numbers.\n");
    }

    @Test
    void importedModel_isRunByAnEngine() throws Exception {
        Object publisher = importModel("--json").json().get("publisher");
        Cli.Result measured =
                run("model", "bench", "--publisher", publisher, "--quiet", "--seconds=1", "--batch=2", packageFile());
        assertThat(measured.err()).isEmpty();
        assertThat(measured.code()).isZero();
        assertThat(measured.out()).contains("onnxruntime");
    }

    @Test
    void picturesStepsAndTolerance_areShownAsTheyWereGiven() throws Exception {
        OnnxGraph graph = new OnnxGraph("pictures");
        String x = graph.input("x", DataType.FP32, OnnxGraph.ANY, 3, 4, 5);
        graph.add("y", OnnxNode.of("Mul", x, graph.constant("f", new long[] {1}, 2)));
        graph.output("y", DataType.FP32, OnnxGraph.ANY, 3, 4, 5);
        graph.write(onnx);
        String picture = "x=5x4,rgb,nchw,crop:875,mean:123.675/116.28/103.53,deviation:58.395/57.12/57.375";
        Object publisher = importModel(
                        "--picture=" + picture,
                        "--post=softmax(y)",
                        "--post=top(y,k=2)",
                        "--tolerance=0.001",
                        "--tolerance-relative=0.01",
                        "--json")
                .json()
                .get("publisher");

        assertThat(run("model", "show", "--publisher", publisher, packageFile()).out())
                .contains("picture             " + picture, "then                softmax(y)", "top(y,k=2)")
                .contains("result              y FP32 [n, 3, 4, 2]", "y.class INT32 [n, 3, 4, 2]")
                .contains("tolerance           0.001 and 0.01 of the larger value");
        assertThat(run("model", "show", "--json", "--publisher", publisher, packageFile())
                        .json())
                .containsEntry("picture", picture)
                .containsEntry("steps", List.of("softmax(y)", "top(y,k=2)"));
        assertThat(importModel("--picture=x=4x5,rgb,nchw,stretch,unit").err())
                .contains("is [1, 3, 5, 4], which does not fit the input x:FP32[-1, 3, 4, 5]");
    }

    private static byte[] npy(String head, int floats) {
        int size = (head.length() + 1 + 63) / 64 * 64;
        ByteBuffer bytes = ByteBuffer.allocate(10 + size + 4 * floats).order(ByteOrder.LITTLE_ENDIAN);
        bytes.put((byte) 0x93)
                .put("NUMPY".getBytes(StandardCharsets.US_ASCII))
                .put((byte) 1)
                .put((byte) 0);
        bytes.putShort((short) size)
                .put((head + " ".repeat(size - 1 - head.length()) + "\n").getBytes(StandardCharsets.US_ASCII));
        for (int i = 0; i < floats; i++) {
            bytes.putFloat(i);
        }
        return bytes.array();
    }

    @Test
    void fewerBitsAndSamples_areInThePackage() throws Exception {
        Path samples = directory.resolve("samples.npy");
        Files.write(samples, npy("{'descr': '<f4', 'fortran_order': False, 'shape': (3, 2), }", 6));

        Object publisher = importModel("--precision=int8", "--precision=fp16", "--calibration=x=" + samples, "--json")
                .json()
                .get("publisher");

        assertThat(run("model", "show", "--json", "--publisher", publisher, packageFile())
                        .json())
                .containsEntry("precisions", List.of("fp16", "int8"));
        assertThat(run("model", "show", "--bom", "--publisher", publisher, packageFile())
                        .out())
                .contains("onnx/calibration.cbor");
    }

    @Test
    void fewerBitsAndSamplesThatDontGoTogether_areNamed() throws Exception {
        Path samples = directory.resolve("samples.npy");
        Object[] given = {"--precision=int8", "--calibration=x=" + samples};
        assertThat(importModel("--precision=int4").err()).contains("there are fp32, fp16, int8");
        assertThat(importModel("--precision=int8").err()).contains("--precision int8 and --calibration go together");
        assertThat(importModel("--calibration=x=" + samples).err()).contains("--calibration go together");
        assertThat(importModel(given).err()).contains("samples.npy: there is no such file");
        Files.writeString(samples, "1,2,3");
        assertThat(importModel(given).err()).contains("is no array of NumPy");
        Files.write(samples, npy("{'descr': '<f4', 'fortran_order': True, 'shape': (3, 2), }", 6));
        assertThat(importModel(given).err()).contains("is in the order of Fortran");
        Files.write(samples, npy("{'descr': '>f4', 'fortran_order': False, 'shape': (3, 2), }", 6));
        assertThat(importModel(given).err()).contains("has elements of type >f4");
        Files.write(samples, npy("{'descr': '<f4', 'fortran_order': False, 'shape': (3, 2), }", 5));
        assertThat(importModel(given).err())
                .contains("is malformed: a FP32 tensor of shape [3, 2] has 24 bytes, not 20");
        Files.write(samples, npy("{'descr': '<f4', 'fortran_order': False, 'shape': (6,), }", 6));
        assertThat(importModel(given).err()).contains("are no rows of input");
    }

    @Test
    void nodes_areGivenTheModelTheyBelieve_andItIsTakenBack() throws Exception {
        Object publisher = importModel("--json").json().get("publisher");
        Path believer = nodeHome("believer", publisher);
        Path other = nodeHome("other", "00".repeat(32));

        Cli.Result pushed = run("model", "push", "--publisher", publisher, packageFile(), believer, other);
        assertThat(pushed.code()).as(pushed.err()).isEqualTo(1);
        assertThat(pushed.out())
                .contains(
                        "believer: has doubling 1.0.0",
                        "other: REFUSED: its publisher " + publisher + " is not accepted");
        assertThat(believer.resolve("packages")).isDirectoryContaining("glob:**/doubling.signet");
        assertThat(other.resolve("packages")).doesNotExist();

        Cli.Result listed = run("model", "list", believer, other, "--json");
        assertThat(listed.code()).isZero();
        assertThat((List<?>) listed.json().get("packages"))
                .singleElement()
                .asString()
                .contains("doubling", "onnx");

        assertThat(run("model", "remove", "doubling", "--version=2", believer).code())
                .isEqualTo(1);
        Cli.Result removed = run("model", "remove", "doubling", believer);
        assertThat(removed.code()).isZero();
        assertThat(believer.resolve("packages")).isEmptyDirectory();
        assertThat(run("model", "list", believer).out()).contains("No model package");
    }

    @Test
    void packageThatANodeRefuses_isListedWithTheReason_andNotRemoved() throws Exception {
        Object publisher = importModel("--json").json().get("publisher");
        Path home = nodeHome("node", publisher);
        Path altered = Files.createDirectories(home.resolve("packages")).resolve("altered.signet");
        byte[] bytes = Files.readAllBytes(packageFile());
        bytes[bytes.length - 1] ^= 1;
        Files.write(altered, bytes);
        Cli.Result listed = run("model", "list", home);
        assertThat(listed.code()).as(listed.err()).isEqualTo(1);
        assertThat(listed.out()).contains("REFUSED", "altered.signet is refused: altered:");
        assertThat(run("model", "remove", "doubling", home).code()).isEqualTo(1);
        assertThat(altered).exists();
    }

    @Test
    void encryptedPackage_isListedAsSuch() throws Exception {
        Path home = nodeHome("node", importModel("--encrypt", "--json").json().get("publisher"));
        Files.copy(
                packageFile(), Files.createDirectories(home.resolve("packages")).resolve("secret.signet"));

        assertThat(run("model", "list", home).out()).contains("onnx, encrypted");
        assertThat((List<?>) run("model", "list", home, "--json").json().get("packages"))
                .singleElement()
                .asString()
                .contains("encrypted=true");
    }

    @Test
    void whatIsNoModel_isADataErrorThatSaysWhatToDo() throws Exception {
        onnx = Files.writeString(directory.resolve("text.onnx"), "no model");
        Cli.Result result = importModel();
        assertThat(result.code()).isEqualTo(65);
        assertThat(result.err()).contains("text.onnx: is no ONNX model");
        assertThat(packageFile()).doesNotExist();
        assertThat(directory.resolve("doubling.card.md")).doesNotExist();
    }

    @Test
    void wrongOptions_areNamed() throws Exception {
        assertThat(importModel("--licence=MIT").err()).contains("--licence and --licence-text go together");
        assertThat(importModel("--meaning=z=logits").err()).contains("output hint names tensor 'z'");
        assertThat(importModel("--labels", directory.resolve("none.txt")).err())
                .contains("none.txt: there is no such file");
        assertThat(importModel("--tolerance=much").err()).contains("must be a decimal number");
        assertThat(importModel("--tolerance-relative=-1").err()).contains("must be a decimal number");
        assertThat(importModel("--picture=x=2x2,rgb").err()).contains("say how it is fitted");
        assertThat(importModel("--picture=z=2x2,rgb,nhwc,stretch,unit").err()).contains("picture names tensor 'z'");
        assertThat(importModel("--picture=x=2x2,rgb,nhwc,stretch,unit").err()).contains("does not fit the input x");
        assertThat(importModel("--post=sigmoid(y)").err())
                .contains("a step is softmax(TENSOR), top(TENSOR,k=COUNT) or");
        assertThat(importModel("--post=top(y,k=3)").err()).contains("whose last dimension must be known");
        assertThat(directory.resolve("doubling.card.md")).doesNotExist();
    }

    @Test
    void provenance_isShownAndBecomesABillOfMaterialsThatOthersRead() throws Exception {
        String digest = "ab".repeat(32);
        Path provenance = Files.writeString(
                directory.resolve("provenance.yaml"),
                """
                data:
                  - name: numbers
                    description: Pairs of numbers, drawn; CC0-1.0
                    address: https://data.example/numbers.zip
                    sha256: %1$s
                metrics:
                  - {name: accuracy, value: 0.973, data: numbers-test}
                base: {name: halving 1.0, sha256: %1$s}
                tools: [Pencil 2B]
                """
                        .formatted(digest));
        Object publisher =
                importModel("--provenance", provenance, "--json").json().get("publisher");

        Cli.Result shown = run("model", "show", "--publisher", publisher, packageFile());
        assertThat(shown.out())
                .contains("trained on  numbers: Pairs of numbers, drawn; CC0-1.0", "https://data.example/numbers.zip")
                .contains(
                        "measured    accuracy 0.973 on numbers-test",
                        "made from   halving 1.0",
                        "made with   Pencil 2B");
        assertThat(run("model", "show", "--json", "--publisher", publisher, packageFile())
                        .out())
                .contains("\"sha256\" : \"" + digest + "\"", "\"tools\" : [ \"Pencil 2B\" ]");

        byte[] bom = run("model", "show", "--bom", "--publisher", publisher, packageFile())
                .out()
                .getBytes(StandardCharsets.UTF_8);
        JsonParser foreign = new JsonParser();
        assertThat(foreign.validate(bom, Version.VERSION_16)).isEmpty();
        Bom read = foreign.parse(bom);
        Component model = read.getMetadata().getComponent();
        assertThat(model.getType()).isEqualTo(Component.Type.MACHINE_LEARNING_MODEL);
        assertThat(model.getModelCard().getQuantitativeAnalysis().getPerformanceMetrics())
                .extracting(PerformanceMetric::getValue)
                .containsExactly("0.973");
        assertThat(read.getComponents()).extracting(Component::getName).contains("onnx/model.onnx", "card.md");
    }

    @Test
    void provenance_thatSaysNothingOrSomethingUnknown_isRefusedWithItsLine() throws Exception {
        Path file = directory.resolve("provenance.yaml");
        Files.writeString(file, "tools: []\n");
        assertThat(importModel("--provenance", file).err()).contains("it states nothing: give data");
        Files.writeString(file, "metrics:\n  - {name: accuracy, value: good, data: test}\n");
        assertThat(importModel("--provenance", file).err()).contains("yaml:2: metrics.value: value of metric accuracy");
        Files.writeString(file, "data:\n  - {name: a, description: b, licence: MIT}\n");
        assertThat(importModel("--provenance", file).err()).contains("unknown key data.licence");
    }
}
