package io.signet.inference.tensorrt.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.signet.inference.model.CalibrationSamples;
import io.signet.statement.Tensor;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

final class CalibrationBatchesTest {
    private static final CalibrationSamples FIVE = new CalibrationSamples(Map.of(
            "x", Tensor.ofFloats(List.of(5L, 2L), 0, 1, 10, 11, 20, 21, 30, 31, 40, 41),
            "z", Tensor.ofFloats(List.of(5L), 0, 1, 2, 3, 4)));

    private static List<List<Float>> all(CalibrationBatches batches, String name) {
        List<List<Float>> all = new ArrayList<>();
        while (batches.next()) {
            ByteBuffer target =
                    ByteBuffer.allocate((int) batches.sizeBytes(name)).order(ByteOrder.LITTLE_ENDIAN);
            batches.put(name, target);
            assertThat(target.hasRemaining()).isFalse();
            target.flip();
            List<Float> values = new ArrayList<>();
            while (target.hasRemaining()) {
                values.add(target.getFloat());
            }
            all.add(values);
        }
        return all;
    }

    @Test
    void lastBatch_isFilledUpFromTheBeginning() {
        assertThat(all(new CalibrationBatches(FIVE, 2), "x"))
                .containsExactly(List.of(0f, 1f, 10f, 11f), List.of(20f, 21f, 30f, 31f), List.of(40f, 41f, 0f, 1f));
        assertThat(all(new CalibrationBatches(FIVE, 2), "z"))
                .containsExactly(List.of(0f, 1f), List.of(2f, 3f), List.of(4f, 0f));
    }

    @Test
    void batchLargerThanAllSamples_repeatsThem() {
        assertThat(all(new CalibrationBatches(FIVE, 12), "z"))
                .containsExactly(List.of(0f, 1f, 2f, 3f, 4f, 0f, 1f, 2f, 3f, 4f, 0f, 1f));
    }

    @Test
    void wholeBatches_haveEachRowOnce() {
        assertThat(all(new CalibrationBatches(FIVE, 5), "z")).containsExactly(List.of(0f, 1f, 2f, 3f, 4f));
        assertThat(all(new CalibrationBatches(FIVE, 1), "z")).hasSize(5);
    }

    @Test
    void unknownInput_isNamed() {
        CalibrationBatches batches = new CalibrationBatches(FIVE, 2);
        assertThat(batches.next()).isTrue();

        assertThatThrownBy(() -> batches.put("w", ByteBuffer.allocate(8)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("there are no samples of input 'w'");
    }
}
