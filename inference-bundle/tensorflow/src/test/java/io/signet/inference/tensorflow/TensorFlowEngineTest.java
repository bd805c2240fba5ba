package io.signet.inference.tensorflow;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.signet.inference.spi.Engine;
import io.signet.inference.spi.EngineAvailability;
import io.signet.inference.spi.Session;
import io.signet.inference.spi.SessionOptions;
import io.signet.statement.Tensor;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class TensorFlowEngineTest {
    static Engine engine() {
        EngineAvailability availability = TensorFlowEngine.probe(TensorFlowOptions.forThisMachine());
        assertThat(availability).isInstanceOf(EngineAvailability.Available.class);
        return ((EngineAvailability.Available) availability).engine();
    }

    @Test
    void probe_librariesPresent_reportsVersionOfTheLibrary() {
        assertThat(engine().label()).isEqualTo("tensorflow/2.18.0");
    }

    @Test
    void run_softmaxModel_givesItsProbabilities(@TempDir Path directory) throws Exception {
        Path model = SavedModels.softmax(directory.resolve("model"));
        try (Session session = engine().open(model, TensorFlowEngine.FORMAT, SessionOptions.DEFAULT)) {
            Tensor x = Tensor.ofFloats(List.of(2L, 3L), 1, 1, 0, 0, 0, 1);

            Tensor y = session.run(Map.of("x", x)).get("probabilities");

            assertThat(y.shape()).containsExactly(2L, 2L);
            assertThat(y.floats().get(0)).isCloseTo(0.5f, within(1e-6f));
            assertThat(y.floats().get(2)).isCloseTo((float) (1 / (1 + Math.exp(-2))), within(1e-6f));
        }
    }
}
