package io.signet.inference.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.signet.inference.spi.TensorSpec;
import io.signet.statement.Bytes;
import io.signet.statement.DataType;
import io.signet.statement.MalformedException;
import io.signet.statement.Tensor;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class CalibrationSamplesTest {
    private static final Tensor TWO_ROWS = Tensor.ofFloats(List.of(2L, 2L), 1, 2, 3, 4);
    private static final CalibrationSamples SAMPLES = new CalibrationSamples(Map.of("x", TWO_ROWS));

    @TempDir
    Path directory;

    private static TensorSpec floats(String name, Long... shape) {
        return new TensorSpec(name, DataType.FP32, List.of(shape));
    }

    @Test
    void samples_comeBackAsTheyWere() throws Exception {
        Files.write(
                directory.resolve(CalibrationSamples.FILE_NAME),
                SAMPLES.encode().toArray());

        CalibrationSamples read = CalibrationSamples.read(directory);

        assertThat(read).isEqualTo(SAMPLES);
        assertThat(read.rows()).isEqualTo(2);
    }

    @Test
    void fileThatIsCutOrProlonged_isRefused() {
        byte[] whole = SAMPLES.encode().toArray();
        for (int length = 0; length <= whole.length + 1; length++) {
            if (length != whole.length) {
                Bytes other = Bytes.copyOf(Arrays.copyOf(whole, length));
                assertThatThrownBy(() -> CalibrationSamples.decode(other)).isInstanceOf(MalformedException.class);
            }
        }
    }

    @Test
    void noFile_isSaid() {
        assertThatThrownBy(() -> CalibrationSamples.read(directory))
                .isInstanceOf(IOException.class)
                .hasMessage("the package has no samples for calibration (calibration.cbor)");
    }

    @Test
    void rowsThatDiffer_orAreTooMany_areRefused() {
        Tensor three = Tensor.ofFloats(List.of(3L), 1, 2, 3);
        assertThatThrownBy(() -> new CalibrationSamples(Map.of("x", TWO_ROWS, "z", three)))
                .hasMessageContaining("other numbers of rows");
        long tooMany = CalibrationSamples.ROWS_MAX + 1;
        Tensor many = Tensor.ofFloats(List.of(tooMany), new float[(int) tooMany]);
        assertThatThrownBy(() -> new CalibrationSamples(Map.of("x", many))).hasMessageContaining("rows of 'x'");
        assertThatThrownBy(() -> new CalibrationSamples(Map.of("x", Tensor.ofFloats(List.of(), 1))))
                .hasMessageContaining("have no rows");
        assertThatThrownBy(() -> new CalibrationSamples(Map.of())).hasMessageContaining("number of sampled inputs");
    }

    @Test
    void samplesOfAnotherModel_areSaidToBe() {
        SAMPLES.requireFitting(List.of(floats("x", -1L, 2L)));
        SAMPLES.requireFitting(List.of(floats("x", 64L, 2L)));

        assertThatThrownBy(() -> SAMPLES.requireFitting(List.of(floats("y", -1L, 2L))))
                .hasMessage("there are no samples of input 'y'");
        assertThatThrownBy(() -> SAMPLES.requireFitting(List.of(floats("x", -1L, 3L))))
                .hasMessageContaining("are no rows of input");
        assertThatThrownBy(() -> SAMPLES.requireFitting(List.of(new TensorSpec("x", DataType.FP64, List.of(-1L, 2L)))))
                .hasMessageContaining("are no rows of input");
        CalibrationSamples more = new CalibrationSamples(Map.of("x", TWO_ROWS, "z", TWO_ROWS));
        assertThatThrownBy(() -> more.requireFitting(List.of(floats("x", -1L, 2L))))
                .hasMessageContaining("not all inputs");
    }
}
