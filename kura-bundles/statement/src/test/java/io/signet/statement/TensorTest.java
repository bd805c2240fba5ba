package io.signet.statement;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.ByteBuffer;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;

class TensorTest {
    private static final Tensor BATCH = Tensor.ofFloats(List.of(3L, 2L), 1, 2, 3, 4, 5, 6);

    @Test
    void elements_areLittleEndianAndReadOnly() {
        Tensor one = Tensor.ofFloats(List.of(), 1f);
        assertThat(Bytes.copyOf(one.data()).toHex()).isEqualTo("0000803f");
        assertThat(one.floats().get(0)).isEqualTo(1f);
        assertThat(one.data().isReadOnly()).isTrue();
    }

    @Test
    void shapeThatDoesNotFitTheBytes_isRefused() {
        ByteBuffer bytes = ByteBuffer.allocate(4);
        assertThatThrownBy(() -> Tensor.of(DataType.FP32, List.of(2L), bytes))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("8 bytes, not 4");
        assertThatThrownBy(() -> Tensor.of(DataType.UINT8, List.of(-4L), bytes))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> Tensor.of(DataType.UINT8, Collections.nCopies(9, 1L), bytes))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> Tensor.sizeBytes(DataType.FP64, List.of(65_536L, 65_536L)))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void slice_isAViewOfItsRows() {
        assertThat(BATCH.slice(1, 2)).isEqualTo(Tensor.ofFloats(List.of(1L, 2L), 3, 4));
        assertThat(BATCH.slice(0, 0).sizeBytes()).isZero();
        assertThat(BATCH.slice(0, 3)).isEqualTo(BATCH).hasSameHashCodeAs(BATCH);
        assertThatThrownBy(() -> BATCH.slice(2, 4)).isInstanceOf(IndexOutOfBoundsException.class);
        Tensor scalar = Tensor.ofFloats(List.of(), 1);
        assertThatThrownBy(() -> scalar.slice(0, 1)).isInstanceOf(IllegalStateException.class);
    }

    @Test
    void floatsOfAnotherType_areRefused() {
        Tensor bytes = Tensor.of(DataType.UINT8, List.of(1L), ByteBuffer.allocate(1));
        assertThatThrownBy(bytes::floats).isInstanceOf(IllegalStateException.class);
    }

    @Test
    void text_showsTypeAndShapeButNoContents() {
        assertThat(BATCH).hasToString("FP32[3, 2]");
    }

    @Test
    void largestShapes_areAllowed_andLargerOnesNot() {
        long most = Integer.MAX_VALUE;
        assertThat(Tensor.sizeBytes(DataType.UINT8, List.of(most))).isEqualTo(Integer.MAX_VALUE);
        assertThat(Tensor.sizeBytes(DataType.UINT8, Collections.nCopies(Tensor.RANK_MAX, 2L)))
                .isEqualTo(256);
        assertThat(Tensor.sizeBytes(DataType.FP64, List.of(0L, 5L))).isZero();
        assertThatThrownBy(() -> Tensor.sizeBytes(DataType.UINT8, List.of(most + 1)))
                .hasMessageContaining("dimension 2147483648 of shape [2147483648] is not 0 to 2^31-1");
        assertThatThrownBy(() -> Tensor.sizeBytes(DataType.UINT8, List.of(-1L)))
                .hasMessageContaining("dimension -1 of shape [-1] is not 0 to 2^31-1");
        assertThatThrownBy(() -> Tensor.sizeBytes(DataType.FP32, List.of(0L, most)))
                .hasMessageContaining("exceeds 2^31-1 bytes");
        assertThatThrownBy(() -> Tensor.sizeBytes(DataType.UINT8, Collections.nCopies(9, 1L)))
                .hasMessageContaining("at most 8 dimensions, not 9");
    }

    @Test
    void rows_areTheOutermostDimension() {
        assertThat(BATCH.rows()).isEqualTo(3);
        assertThat(Tensor.ofFloats(List.of(0L, 5L)).rows()).isZero();
        assertThat(Tensor.ofFloats(List.of(0L, 5L)).slice(0, 0).shape()).containsExactly(0L, 5L);
    }

    @Test
    void tensorsThatDifferInTypeShapeOrContents_areNotEqual() {
        Tensor bytes = Tensor.of(DataType.UINT8, List.of(4L), ByteBuffer.allocate(4));
        assertThat(bytes)
                .isNotEqualTo(Tensor.of(DataType.INT8, List.of(4L), ByteBuffer.allocate(4)))
                .isNotEqualTo(Tensor.of(DataType.UINT8, List.of(2L, 2L), ByteBuffer.allocate(4)))
                .isNotEqualTo(Tensor.of(DataType.UINT8, List.of(4L), ByteBuffer.wrap(new byte[] {0, 0, 0, 1})))
                .isNotEqualTo("UINT8[4]");
        assertThat(bytes.hashCode())
                .isNotEqualTo(Tensor.of(DataType.UINT8, List.of(2L, 2L), ByteBuffer.allocate(4))
                        .hashCode());
    }

    @Test
    void buffersOfEitherKind_areReadFromTheirPositionInLittleEndianOrder() {
        ByteBuffer writable = ByteBuffer.wrap(new byte[] {9, 0, 0, (byte) 0x80, 0x3f}, 1, 4);
        for (ByteBuffer buffer : List.of(writable, writable.asReadOnlyBuffer())) {
            Tensor one = Tensor.of(DataType.FP32, List.of(), buffer);
            assertThat(one.floats().get(0)).isEqualTo(1f);
            assertThat(one.data().isReadOnly()).isTrue();
            one.data().get();
            assertThat(one.data().remaining())
                    .as("each view has its own position")
                    .isEqualTo(4);
        }
    }
}
