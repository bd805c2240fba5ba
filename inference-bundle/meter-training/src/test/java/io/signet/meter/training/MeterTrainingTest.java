package io.signet.meter.training;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.signet.inference.model.ModelPackage;
import io.signet.inference.model.Publisher;
import io.signet.meter.MeterModel;
import io.signet.statement.DataType;
import io.signet.statement.Tensor;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class MeterTrainingTest {
    private static final LocalDate CREATED = LocalDate.of(2026, 1, 1);
    private static final TrainingProgress QUIET = (step, steps, loss, accuracy) -> {};

    @TempDir
    private Path directory;

    private Publisher publisher;

    @BeforeEach
    void createPublisher() throws Exception {
        publisher = Publisher.create(directory.resolve("publisher.pem"));
    }

    @Test
    void shortTraining_lowersTheLossAndWritesAPackageThatRuns() throws Exception {
        int steps = 100;
        List<Double> losses = new ArrayList<>();
        List<Integer> told = new ArrayList<>();
        Path file = directory.resolve("short.signet");
        TrainedModel trained = new MeterTraining(Runnable::run)
                .train(
                        new TrainingOptions(1, steps, 32, 2),
                        (step, of, loss, accuracy) -> {
                            losses.add(loss);
                            told.add(step);
                            assertThat(of).isEqualTo(steps);
                            assertThat(accuracy).isBetween(0.0, 1.0);
                        },
                        file,
                        publisher,
                        CREATED);

        assertThat(told).hasSize(steps).startsWith(1).endsWith(steps);
        assertThat(mean(losses.subList(steps - 10, steps))).isLessThan(mean(losses.subList(0, 10)) / 2);
        assertThat(trained.file()).isEqualTo(file);
        assertThat(trained.quality().meters()).isEqualTo(2);
        ModelPackage model = ModelPackage.read(file, Set.of(publisher.key()));
        assertThat(model.digest()).isEqualTo(trained.digest());
        try (PackagedModel running = PackagedModel.open(model, Files.createDirectory(directory.resolve("cache")))) {
            Tensor crops = Tensor.of(DataType.UINT8, List.of(3L, 32L, 24L, 1L), ByteBuffer.allocate(3 * 32 * 24));
            Tensor output =
                    running.session().run(Map.of(MeterModel.INPUT, crops)).get(MeterModel.OUTPUT);
            assertThat(output.shape()).containsExactly(3L, 11L);
            assertThat(sum(output)).isBetween(2.999, 3.001);
        }
    }

    @Test
    void sameOptions_giveTheSamePackage_andAnotherSeedAnother() throws Exception {
        TrainedModel first = train(7, "first.signet");
        TrainedModel second = train(7, "second.signet");
        TrainedModel other = train(8, "other.signet");
        assertThat(second.digest()).isEqualTo(first.digest()).isNotEqualTo(other.digest());
        assertThat(directory.resolve("second.signet")).hasSameBinaryContentAs(directory.resolve("first.signet"));
    }

    private TrainedModel train(long seed, String name) throws Exception {
        return new MeterTraining(Runnable::run)
                .train(new TrainingOptions(seed, 3, 16, 1), QUIET, directory.resolve(name), publisher, CREATED);
    }

    @Test
    void options_outOfRange_areAnErrorThatNamesTheRange() {
        assertThatThrownBy(() -> new TrainingOptions(1, 0, 64, 1))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("steps = 0 is out of range: 1 to 1000000");
    }

    private static double mean(List<Double> values) {
        return values.stream().mapToDouble(Double::doubleValue).average().orElseThrow();
    }

    private static double sum(Tensor tensor) {
        double sum = 0;
        for (int i = 0; i < tensor.floats().remaining(); i++) {
            sum += tensor.floats().get(i);
        }
        return sum;
    }
}
