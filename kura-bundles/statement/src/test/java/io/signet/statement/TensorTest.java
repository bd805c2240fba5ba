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
}
