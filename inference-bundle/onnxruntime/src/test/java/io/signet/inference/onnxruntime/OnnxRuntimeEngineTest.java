package io.signet.inference.onnxruntime;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.signet.inference.spi.Engine;
import io.signet.inference.spi.EngineAvailability;
import io.signet.inference.spi.EngineException;
import io.signet.inference.spi.OtherProcess;
import io.signet.inference.spi.Session;
import io.signet.inference.spi.SessionOptions;
import io.signet.statement.DataType;
import io.signet.statement.Tensor;
import io.signet.writers.OnnxGraph;
import io.signet.writers.OnnxNode;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class OnnxRuntimeEngineTest {
    private static final Engine ENGINE = engine();

    @TempDir
    Path directory;

    static Engine engine() {
        EngineAvailability availability = OnnxRuntimeEngine.probe(OnnxRuntimeOptions.forThisMachine());
        assertThat(availability).isInstanceOf(EngineAvailability.Available.class);
        return ((EngineAvailability.Available) availability).engine();
    }

    private static Session open(Path model) throws EngineException {
        return ENGINE.open(model, OnnxRuntimeEngine.FORMAT, SessionOptions.DEFAULT);
    }

    @Test
    void label_isTheVersionThatTheLibraryReports() {
        assertThat(ENGINE.label()).isEqualTo("onnxruntime/1.29.0");
    }

    @Test
    void probe_anotherTime_givesAnEngineOfTheSameProcess() {
        assertThat(OnnxRuntimeEngine.probe(new OnnxRuntimeOptions(1))).isInstanceOf(EngineAvailability.Available.class);
    }

    @Test
    void probe_librariesAbsent_isNotAvailableWithTheReasonAndWhatToDo() throws Exception {
        String output = OtherProcess.withoutLibraries(ProbeMain.class, directory);

        assertThat(output)
                .contains("onnxruntime not available: its libraries did not load")
                .contains("no onnxruntime in java.library.path")
                .contains("-Djava.library.path");
    }

    /** Prints what a process without the libraries is told, twice: the second failure is another one. */
    static final class ProbeMain {
        private ProbeMain() {}

        public static void main(String[] args) {
            System.out.println(OnnxRuntimeEngine.probe(OnnxRuntimeOptions.forThisMachine()));
            System.out.println(OnnxRuntimeEngine.probe(OnnxRuntimeOptions.forThisMachine()));
        }
    }

    @Test
    void open_fileIsGarbage_isRefusedNamingIt() throws Exception {
        Path file = directory.resolve("model.onnx");
        for (byte[] garbage : List.of(new byte[0], new byte[] {1, 2, 3}, new byte[] {0x3a, 0x7f}, new byte[4096])) {
            Files.write(file, garbage);

            assertThatThrownBy(() -> open(directory))
                    .isInstanceOf(EngineException.class)
                    .hasMessageContaining("cannot load the ONNX model " + file);
        }
    }

    /** {@code y = 2 x}, where the 2 is in a file of its own. */
    private Path externalFactor(String location) throws Exception {
        OnnxGraph graph = new OnnxGraph("external");
        graph.input("x", DataType.FP32, 1);
        graph.external("factor", DataType.FP32, location, 1);
        graph.add("y", OnnxNode.of("Mul", "x", "factor"));
        graph.output("y", DataType.FP32, 1);
        return OnnxModels.write(graph, directory.resolve("m"));
    }

    private static void writeTwo(Path file) throws Exception {
        Files.write(file, new byte[] {0, 0, 0, 0x40}); // 2.0, little-endian
    }

    @Test
    void open_weightsInAnotherFileOfThePackage_areRead() throws Exception {
        Path model = externalFactor("data/factor.bin");
        writeTwo(Files.createDirectory(model.resolve("data")).resolve("factor.bin"));

        try (Session session = open(model)) {
            assertThat(session.run(Map.of("x", Tensor.ofFloats(List.of(1L), 21))))
                    .isEqualTo(Map.of("y", Tensor.ofFloats(List.of(1L), 42)));
        }
    }

    @Test
    void open_weightsOutsideOfThePackage_isRefusedNamingTheFile() throws Exception {
        writeTwo(directory.resolve("factor.bin"));
        Path model = externalFactor("../factor.bin");

        assertThatThrownBy(() -> open(model))
                .isInstanceOf(EngineException.class)
                .hasMessageContaining("it wants to read '../factor.bin', which is no file of its package");
    }

    /** The file in a direct buffer, as an encrypted one is. */
    private static Map<String, ByteBuffer> inMemory(Path model) throws Exception {
        byte[] content = Files.readAllBytes(model.resolve(OnnxGraph.FILE_NAME));
        return Map.of(
                OnnxGraph.FILE_NAME,
                ByteBuffer.allocateDirect(content.length).put(content).flip());
    }

    @Test
    void openInMemory_computesTheSame_afterItsBufferWasWipedToo() throws Exception {
        Path model = OnnxModels.softmax(directory.resolve("m"));
        Map<String, ByteBuffer> files = inMemory(model);
        Map<String, ByteBuffer> readOnly =
                Map.of(OnnxGraph.FILE_NAME, files.get(OnnxGraph.FILE_NAME).asReadOnlyBuffer());
        Map<String, Tensor> x = Map.of("x", Tensor.ofFloats(List.of(2L, 3L), 1, 2, 3, 4, 5, 6));
        try (Session fromMemory = ENGINE.openInMemory(readOnly, OnnxRuntimeEngine.FORMAT, SessionOptions.DEFAULT);
                Session fromFile = open(model)) {
            ByteBuffer wiped = files.get(OnnxGraph.FILE_NAME);
            while (wiped.hasRemaining()) {
                wiped.put((byte) 0);
            }
            assertThat(fromMemory.run(x)).isEqualTo(fromFile.run(x));
        }
    }

    @Test
    void openInMemory_weightsElsewhereOrNoModel_isRefused() throws Exception {
        Map<String, ByteBuffer> files = inMemory(externalFactor("factor.bin"));
        assertThatThrownBy(() -> ENGINE.openInMemory(files, OnnxRuntimeEngine.FORMAT, SessionOptions.DEFAULT))
                .isInstanceOf(EngineException.class)
                .hasMessageContaining("it wants to read 'factor.bin'");
        assertThatThrownBy(() -> ENGINE.openInMemory(Map.of(), OnnxRuntimeEngine.FORMAT, SessionOptions.DEFAULT))
                .hasMessageContaining("there is no model.onnx");
    }

    @Test
    void open_weightsFileTooShort_isRefused() throws Exception {
        Path model = externalFactor("factor.bin");
        Files.write(model.resolve("factor.bin"), new byte[2]);

        assertThatThrownBy(() -> open(model)).isInstanceOf(EngineException.class);
    }

    @Test
    void open_operatorThatDoesNotExist_isRefusedNamingIt() throws Exception {
        Path model = OnnxModels.unary(directory.resolve("m"), OnnxNode.of("Frobnicate", "x"), DataType.FP32, 1);

        assertThatThrownBy(() -> open(model))
                .isInstanceOf(EngineException.class)
                .hasMessageContaining("Frobnicate");
    }

    @Test
    void open_typeThatTheLibraryCannotExchange_isRefusedNamingTheSupported() throws Exception {
        Path model = OnnxModels.unary(directory.resolve("m"), OnnxNode.of("Identity", "x"), DataType.UINT16, 1);

        assertThatThrownBy(() -> open(model))
                .isInstanceOf(EngineException.class)
                .hasMessageContaining("'x' is ONNX_TENSOR_ELEMENT_DATA_TYPE_UINT16")
                .hasMessageContaining("FP32");
    }

    @Test
    void run_kernelFails_isAnEngineExceptionAndTheSessionGoesOn() throws Exception {
        OnnxGraph graph = new OnnxGraph("gather");
        graph.input("x", DataType.INT32, OnnxGraph.ANY);
        graph.constant("of", new long[] {2}, 5, 6);
        graph.add("y", OnnxNode.of("Gather", "of", "x"));
        graph.output("y", DataType.FP32, OnnxGraph.ANY);
        Path model = OnnxModels.write(graph, directory.resolve("m"));
        try (Session session = open(model)) {
            assertThatThrownBy(() -> session.run(Map.of("x", indices(9))))
                    .isInstanceOf(EngineException.class)
                    .hasMessageContaining("ONNX Runtime failed");

            assertThat(session.run(Map.of("x", indices(1)))).containsEntry("y", Tensor.ofFloats(List.of(1L), 6));
        }
    }

    private static Tensor indices(int index) {
        ByteBuffer data = ByteBuffer.allocate(4).order(ByteOrder.LITTLE_ENDIAN);
        return Tensor.of(DataType.INT32, List.of(1L), data.putInt(index).flip());
    }

    @Test
    void run_modelStatesAnotherShapeThanItComputes_isAnEngineException() throws Exception {
        OnnxGraph graph = new OnnxGraph("wrong");
        graph.input("x", DataType.FP32, OnnxGraph.ANY, OnnxGraph.ANY);
        graph.integers("shape", -1);
        graph.add("y", OnnxNode.of("Expand", "x", graph.add("as", OnnxNode.of("Shape", "x"))));
        graph.output("y", DataType.FP32, OnnxGraph.ANY, 7);
        Path model = OnnxModels.write(graph, directory.resolve("m"));
        try (Session session = open(model)) {
            assertThatThrownBy(() -> session.run(Map.of("x", Tensor.ofFloats(List.of(1L, 2L), 1, 2))))
                    .isInstanceOf(EngineException.class)
                    .hasMessageContaining("'y' must have shape [-1, 7]");
        }
    }
}
