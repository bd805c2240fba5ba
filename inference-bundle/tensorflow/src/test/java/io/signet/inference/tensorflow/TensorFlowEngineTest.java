package io.signet.inference.tensorflow;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.signet.inference.spi.Engine;
import io.signet.inference.spi.EngineAvailability;
import io.signet.inference.spi.EngineException;
import io.signet.inference.spi.Session;
import io.signet.inference.spi.SessionOptions;
import io.signet.statement.DataType;
import io.signet.statement.Tensor;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.bytedeco.javacpp.Pointer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.tensorflow.Signature;
import org.tensorflow.TensorFlow;
import org.tensorflow.ndarray.Shape;
import org.tensorflow.types.TBool;
import org.tensorflow.types.TFloat16;
import org.tensorflow.types.TFloat32;
import org.tensorflow.types.TFloat64;
import org.tensorflow.types.TInt32;
import org.tensorflow.types.TInt64;
import org.tensorflow.types.TString;
import org.tensorflow.types.TUint16;
import org.tensorflow.types.TUint8;
import org.tensorflow.types.family.TType;

final class TensorFlowEngineTest {
    private static final Engine ENGINE = engine();

    @TempDir
    Path directory;

    static Engine engine() {
        EngineAvailability availability = TensorFlowEngine.probe(TensorFlowOptions.forThisMachine());
        assertThat(availability).isInstanceOf(EngineAvailability.Available.class);
        return ((EngineAvailability.Available) availability).engine();
    }

    private static Session open(Path model) throws EngineException {
        return ENGINE.open(model, TensorFlowEngine.FORMAT, SessionOptions.DEFAULT);
    }

    @Test
    void label_isTheVersionThatTheLibraryReports() {
        assertThat(ENGINE.label()).isEqualTo("tensorflow/" + TensorFlow.version());
    }

    @Test
    void probe_librariesAbsent_isNotAvailableWithTheReasonAndWhatToDo() throws Exception {
        Process java = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-Djava.library.path=" + directory,
                        "-Dorg.bytedeco.javacpp.cachedir=" + directory.resolve("cache"),
                        "-cp",
                        System.getProperty("surefire.test.class.path", System.getProperty("java.class.path")),
                        ProbeMain.class.getName())
                .redirectErrorStream(true)
                .start();
        String output = new String(java.getInputStream().readAllBytes(), StandardCharsets.UTF_8);

        assertThat(java.waitFor()).as(output).isZero();
        assertThat(output)
                .contains("tensorflow not available: its libraries did not load")
                .contains("jnitensorflow")
                .contains("-Djava.library.path");
    }

    /** Prints what a process without the libraries is told. */
    static final class ProbeMain {
        private ProbeMain() {}

        public static void main(String[] args) {
            System.out.println(TensorFlowEngine.probe(TensorFlowOptions.forThisMachine()));
            System.out.println(TensorFlowEngine.probe(TensorFlowOptions.forThisMachine()));
        }
    }

    @Test
    void open_noServingSignature_isRefusedNamingThoseThereAre() throws Exception {
        Path model = SavedModels.save(
                directory.resolve("m"), "other", TFloat32.class, Shape.of(-1, 2), (tf, x) -> tf.math.neg(x));

        assertThatThrownBy(() -> open(model))
                .isInstanceOf(EngineException.class)
                .hasMessageContaining("no signature 'serving_default' but [other]");
    }

    @Test
    void open_outputWithoutRank_isRefusedSayingHowToExportIt() throws Exception {
        Path model = SavedModels.save(
                directory.resolve("m"),
                Signature.DEFAULT_KEY,
                TFloat32.class,
                Shape.unknown(),
                (tf, x) -> tf.math.neg(x));

        assertThatThrownBy(() -> open(model))
                .isInstanceOf(EngineException.class)
                .hasMessageContaining("'x' has no rank");
    }

    @Test
    void open_tensorOfStrings_isRefusedNamingTheSupportedTypes() throws Exception {
        Path model = SavedModels.save(
                directory.resolve("m"), Signature.DEFAULT_KEY, TString.class, Shape.of(-1), (tf, x) -> tf.identity(x));

        assertThatThrownBy(() -> open(model))
                .isInstanceOf(EngineException.class)
                .hasMessageContaining("'x' is DT_STRING")
                .hasMessageContaining("FP32");
    }

    @Test
    void open_savedModelIsGarbage_isRefused() throws Exception {
        Files.write(directory.resolve("saved_model.pb"), new byte[] {1, 2, 3});

        assertThatThrownBy(() -> open(directory))
                .isInstanceOf(EngineException.class)
                .hasMessageContaining(directory.toString());
    }

    @Test
    void run_everyElementType_comesBackUnchanged() throws Exception {
        Map<DataType, Class<? extends TType>> types = new LinkedHashMap<>();
        types.put(DataType.BOOL, TBool.class);
        types.put(DataType.UINT8, TUint8.class);
        types.put(DataType.UINT16, TUint16.class);
        types.put(DataType.INT32, TInt32.class);
        types.put(DataType.INT64, TInt64.class);
        types.put(DataType.FP16, TFloat16.class);
        types.put(DataType.FP32, TFloat32.class);
        types.put(DataType.FP64, TFloat64.class);
        for (Map.Entry<DataType, Class<? extends TType>> type : types.entrySet()) {
            Path model = SavedModels.save(
                    directory.resolve(type.getKey().name()),
                    Signature.DEFAULT_KEY,
                    type.getValue(),
                    Shape.of(-1, 2),
                    (tf, x) -> tf.identity(x));
            ByteBuffer data = ByteBuffer.allocateDirect(3 * 2 * type.getKey().sizeBytes());
            for (int i = 0; i < data.capacity(); i++) {
                data.put(i, (byte) (i % 2));
            }
            Tensor x = Tensor.of(type.getKey(), List.of(3L, 2L), data);
            try (Session session = open(model)) {
                assertThat(session.run(Map.of("x", x))).containsExactly(Map.entry("y", x));
            }
        }
    }

    @Test
    void run_scalarAndEmptyOutputs_haveTheirShapes() throws Exception {
        Path sum = SavedModels.save(
                directory.resolve("sum"),
                Signature.DEFAULT_KEY,
                TFloat32.class,
                Shape.of(-1),
                (tf, x) -> tf.sum(x, tf.constant(0)));
        try (Session session = open(sum)) {
            Tensor x = Tensor.ofFloats(List.of(3L), 1, 2, 4);
            assertThat(session.run(Map.of("x", x))).containsEntry("y", Tensor.ofFloats(List.of(), 7));
        }
        Path same = SavedModels.save(
                directory.resolve("same"),
                Signature.DEFAULT_KEY,
                TFloat32.class,
                Shape.of(-1, 2),
                (tf, x) -> tf.math.neg(x));
        try (Session session = open(same)) {
            Tensor none = Tensor.ofFloats(List.of(0L, 2L));
            assertThat(session.run(Map.of("x", none))).containsEntry("y", none);
        }
    }

    @Test
    void run_kernelFails_isAnEngineExceptionAndTheSessionGoesOn() throws Exception {
        Path model = SavedModels.save(
                directory.resolve("m"),
                Signature.DEFAULT_KEY,
                TInt32.class,
                Shape.of(-1),
                (tf, x) -> tf.gather(tf.constant(new float[] {5, 6}), x, tf.constant(0)));
        try (Session session = open(model)) {
            assertThatThrownBy(() -> session.run(Map.of("x", indices(9))))
                    .isInstanceOf(EngineException.class)
                    .hasMessageContaining("TensorFlow failed");

            assertThat(session.run(Map.of("x", indices(1)))).containsEntry("y", Tensor.ofFloats(List.of(1L), 6));
        }
    }

    private static Tensor indices(int index) {
        ByteBuffer data = ByteBuffer.allocate(4).order(ByteOrder.LITTLE_ENDIAN);
        return Tensor.of(DataType.INT32, List.of(1L), data.putInt(index).flip());
    }

    @Test
    void run_manyTimes_leaksNoMemory() throws Exception {
        int columns = 25_000; // 1.6 MB in, 1.6 MB out: a leak of either would show as 3 GB
        Path model = SavedModels.save(
                directory.resolve("m"),
                Signature.DEFAULT_KEY,
                TFloat32.class,
                Shape.of(-1, columns),
                (tf, x) -> tf.math.neg(x));
        Tensor x = Tensor.of(
                DataType.FP32, List.of(16L, (long) columns), ByteBuffer.allocateDirect(16 * columns * Float.BYTES));
        try (Session session = open(model)) {
            for (int i = 0; i < 100; i++) {
                session.run(Map.of("x", x));
            }
            long before = Pointer.physicalBytes();
            for (int i = 0; i < 2_000; i++) {
                session.run(Map.of("x", x));
            }
            assertThat(Pointer.physicalBytes() - before).isLessThan(400L << 20);
        }
    }

    @Test
    void openAndClose_manyTimes_staysWithinBounds() throws Exception {
        Path model = SavedModels.softmax(directory.resolve("m"));
        for (int i = 0; i < 10; i++) {
            open(model).close();
        }
        long before = Pointer.physicalBytes();
        for (int i = 0; i < 60; i++) {
            open(model).close();
        }
        // TensorFlow itself keeps 0.4 to 1.2 MB of a model that was closed
        assertThat(Pointer.physicalBytes() - before).isLessThan(150L << 20);
    }
}
