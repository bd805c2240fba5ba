package io.signet.meter;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.offset;

import io.signet.statement.Tensor;
import java.util.List;
import org.junit.jupiter.api.Test;

class MeterReaderReadTest {
    private static final int CLASSES = MeterModel.CLASSES;

    private final MeterReader reader = new MeterReader(0.8);

    /** Probabilities of six crops, where crop i is of class {@code classes[i]} with probability {@code certain}. */
    private static float[] probabilities(float certain, int... classes) {
        float[] values = new float[classes.length * CLASSES];
        for (int i = 0; i < classes.length; i++) {
            for (int c = 0; c < CLASSES; c++) {
                values[i * CLASSES + c] = c == classes[i] ? certain : (1 - certain) / (CLASSES - 1);
            }
        }
        return values;
    }

    private static Tensor tensor(float[] values) {
        return Tensor.ofFloats(List.of((long) values.length / CLASSES, (long) CLASSES), values);
    }

    @Test
    void certainDigits_areReadWithTheLeastConfidence() {
        float[] values = probabilities(0.99f, 0, 4, 2, 8, 1, 7);
        values[2 * CLASSES + 2] = 0.9f;
        assertThat(reader.read(tensor(values))).isInstanceOfSatisfying(Reading.Readable.class, readable -> {
            assertThat(readable.digits()).isEqualTo("042817");
            assertThat(readable.confidence()).isCloseTo(0.9, offset(1e-6));
        });
    }

    @Test
    void oneUnreadableDigit_makesTheReadingUnreadable() {
        float[] values = probabilities(0.99f, 0, 4, MeterModel.UNREADABLE, 8, 1, 7);
        assertThat(reader.read(tensor(values))).isEqualTo(new Reading.Unreadable("digit 3 is unreadable"));
    }

    @Test
    void oneUncertainDigit_makesTheReadingUnreadable() {
        float[] values = probabilities(0.99f, 0, 4, 2, 8, 1, 7);
        values[3 * CLASSES + 8] = 0.79f;
        assertThat(reader.read(tensor(values)))
                .isEqualTo(new Reading.Unreadable(
                        "digit 4 is uncertain: 8 with confidence 0.79, at least 0.80 is needed"));
    }

    @Test
    void answer_ofAnotherShape_isAnError() {
        assertThatThrownBy(() -> reader.read(tensor(probabilities(1, 1, 2, 3, 4, 5))))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("FP32[6, 11]");
    }

    @Test
    void answer_thatIsNoProbability_isAnError() {
        float[] values = probabilities(0.99f, 0, 4, 2, 8, 1, 7);
        values[5] = Float.NaN;
        assertThatThrownBy(() -> reader.read(tensor(values)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("NaN");
    }

    @Test
    void threshold_outOfRange_isAnError() {
        assertThatThrownBy(() -> new MeterReader(1.5))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("0 to 1");
    }
}
