package io.signet.reference;

import static org.assertj.core.api.Assertions.assertThat;

import io.signet.inference.model.Tolerance;
import io.signet.inference.spi.TensorSpec;
import io.signet.statement.DataType;
import io.signet.statement.Tensor;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

final class DifferenceTest {
    private static Map<String, Tensor> floats(float... values) {
        return Map.of("y", Tensor.ofFloats(List.of((long) values.length), values));
    }

    private static Map<String, Tensor> halves(int... bits) {
        ByteBuffer data = ByteBuffer.allocate(2 * bits.length).order(ByteOrder.LITTLE_ENDIAN);
        for (int value : bits) {
            data.putShort((short) value);
        }
        return Map.of("y", Tensor.of(DataType.FP16, List.of((long) bits.length), data.flip()));
    }

    @Test
    void numbers_theLargestCounts() {
        assertThat(Difference.largest(floats(1, 2, 3), floats(1, 2.5f, 2.75f))).isEqualTo(0.5);
    }

    @Test
    void notANumber_isEqualToItselfOnly() {
        assertThat(Difference.largest(floats(Float.NaN), floats(Float.NaN))).isZero();
        assertThat(Difference.largest(floats(Float.NaN), floats(1))).isInfinite();
        assertThat(Difference.largest(floats(Float.POSITIVE_INFINITY), floats(Float.POSITIVE_INFINITY)))
                .isZero();
    }

    @Test
    void halves_areDecoded() {
        // 1.0, the smallest subnormal, -2.0 against 1.5, zero, -2.0
        assertThat(Difference.largest(halves(0x3c00, 0x0001, 0xc000), halves(0x3e00, 0x0000, 0xc000)))
                .isEqualTo(0.5);
        assertThat(Difference.largest(halves(0x0001), halves(0x0000))).isEqualTo(0x1p-24);
        assertThat(Difference.largest(halves(0x7c00), halves(0x7bff))).isInfinite();
        assertThat(Difference.largest(halves(0x7e00), halves(0x7e00))).isZero();
    }

    @Test
    void otherNamesTypesOrShapes_differInfinitely() {
        assertThat(Difference.largest(floats(1), floats(1, 1))).isInfinite();
        assertThat(Difference.largest(floats(1), halves(0x3c00))).isInfinite();
        assertThat(Difference.largest(floats(1), Map.of("z", Tensor.ofFloats(List.of(1L), 1))))
                .isInfinite();
    }

    @Test
    void randomRequest_fitsEveryTypeAndIsTheSameForTheSameSeed() {
        for (DataType type : DataType.values()) {
            TensorSpec spec = new TensorSpec("x", type, List.of(-1L, 3L, -1L));
            Map<String, Tensor> request = RandomRequest.of(List.of(spec), 4, 7);

            assertThat(spec.mismatch(request.get("x"))).isEmpty();
            assertThat(request.get("x").shape()).containsExactly(4L, 3L, 1L);
            assertThat(Difference.largest(request, RandomRequest.of(List.of(spec), 4, 7)))
                    .isZero();
        }
    }

    @Test
    void within_relativeTolerance_isOfTheLargerValue_besidesTheAbsoluteOne() {
        Map<String, Tensor> hundred = Map.of("y", Tensor.ofFloats(List.of(2L), 100, 0));
        Map<String, Tensor> more = Map.of("y", Tensor.ofFloats(List.of(2L), 102, 0.5f));

        assertThat(Difference.within(hundred, more, new Tolerance(0.5, 0.02))).isTrue();
        assertThat(Difference.within(more, hundred, new Tolerance(0.5, 0.02))).isTrue();
        assertThat(Difference.within(hundred, more, new Tolerance(0.4, 0.02))).isFalse();
        assertThat(Difference.within(hundred, more, new Tolerance(0.5, 0.01))).isFalse();
    }

    @Test
    void within_infinitiesAndWhatIsNoNumber_agreeOnlyWithThemselves() {
        Map<String, Tensor> infinite = Map.of("y", Tensor.ofFloats(List.of(2L), Float.POSITIVE_INFINITY, Float.NaN));
        Map<String, Tensor> finite = Map.of("y", Tensor.ofFloats(List.of(2L), 1, 1));
        Tolerance wide = new Tolerance(1e9, 1);

        assertThat(Difference.within(infinite, infinite, wide)).isTrue();
        assertThat(Difference.within(infinite, finite, wide)).isFalse();
        assertThat(Difference.within(finite, infinite, wide)).isFalse();
    }
}
