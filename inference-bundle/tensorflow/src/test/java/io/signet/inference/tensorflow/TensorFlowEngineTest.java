package io.signet.inference.tensorflow;

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
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.tensorflow.Signature;
import org.tensorflow.TensorFlow;
import org.tensorflow.ndarray.Shape;
import org.tensorflow.types.TFloat32;
import org.tensorflow.types.TInt32;
import org.tensorflow.types.TString;

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
        String output = OtherProcess.withoutLibraries(ProbeMain.class, directory);

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
}
