package io.signet.statement;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.signet.statement.cbor.CborReader;
import java.nio.ByteBuffer;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TensorsTest {
    private static final Tensor SCALAR = Tensor.ofFloats(List.of(), 1);

    private static Map<String, Tensor> read(String hex) throws MalformedException {
        CborReader reader = new CborReader(Bytes.fromHex(hex));
        Map<String, Tensor> named = Tensors.read(reader);
        reader.expectEnd();
        return named;
    }

    @Test
    void sixteenTensors_areWrittenInTheOrderOfTheirEncodedNames() throws MalformedException {
        Map<String, Tensor> named = new HashMap<>();
        for (int i = 0; i < 16; i++) {
            named.put("n".repeat(1 + 4 * i), SCALAR);
        }
        Bytes written = FuzzSeeds.tensors(named);
        assertThat(read(written.toHex())).isEqualTo(named);
        named.put("seventeenth", SCALAR);
        assertThatThrownBy(() -> FuzzSeeds.tensors(named)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> TensorDigest.of(named)).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void directBuffers_areDigestedAndWrittenLikeOthers() {
        ByteBuffer direct = ByteBuffer.allocateDirect(1 << 16);
        for (int i = 0; i < direct.capacity(); i++) {
            direct.put(i, (byte) (i * 31));
        }
        ByteBuffer heap = ByteBuffer.allocate(1 << 16).put(direct.duplicate()).flip();
        Tensor one = Tensor.of(DataType.UINT8, List.of(256L, 256L), direct);
        Tensor other = Tensor.of(DataType.UINT8, List.of(256L, 256L), heap);
        assertThat(TensorDigest.of(one)).isEqualTo(TensorDigest.of(other));
        assertThat(FuzzSeeds.tensors(Map.of("t", one))).isEqualTo(FuzzSeeds.tensors(Map.of("t", other)));
    }

    @Test
    void typeShapeAndName_countInTheDigest() {
        ByteBuffer bytes = ByteBuffer.allocate(4);
        Tensor tensor = Tensor.of(DataType.UINT8, List.of(4L), bytes);
        assertThat(List.of(
                        TensorDigest.of(tensor),
                        TensorDigest.of(Tensor.of(DataType.INT8, List.of(4L), bytes)),
                        TensorDigest.of(Tensor.of(DataType.UINT8, List.of(2L, 2L), bytes)),
                        TensorDigest.of(Tensor.of(DataType.UINT8, List.of(4L, 1L), bytes)),
                        TensorDigest.of(Tensor.of(DataType.FP32, List.of(1L), bytes)),
                        TensorDigest.of(Tensor.of(DataType.FP32, List.of(), bytes)),
                        TensorDigest.of(Map.of("a", tensor)),
                        TensorDigest.of(Map.of("b", tensor)),
                        TensorDigest.of(Map.of())))
                .doesNotHaveDuplicates();
    }

    @Test
    void rowsOfABatch_haveTheDigestOfTheirCopy() {
        Tensor batch = Tensor.ofFloats(List.of(3L, 2L), 1, 2, 3, 4, 5, 6);
        assertThat(TensorDigest.of(batch.slice(1, 3)))
                .isEqualTo(TensorDigest.of(Tensor.ofFloats(List.of(2L, 2L), 3, 4, 5, 6)));
    }

    @ParameterizedTest(name = "{1}")
    @CsvSource(
            quoteCharacter = '"',
            value = {
                "a161788365494e54333280440000000000, follow the end",
                "a161788365494e5433328043000000, has 4 bytes",
                "a161788365494e5433328044000000, ends within",
                "a161788365494e543333804400000000, no data type",
                "a161788365494e54333281204400000000, integer from 0",
                "a161788365494e543332890101010101010101014400000000, more than 8 dimensions",
                "a161788365494e543332811a800000004400000000, integer from 0",
                "a161788365494e543332821a7fffffff1a7fffffff4400000000, exceeds",
                "a1608365494e543332804400000000, tensor's name",
                "a1610a8365494e543332804400000000, tensor's name",
                "a161788265494e54333280, array of 3 items"
            })
    void anythingElse_isMalformed(String hex, String reason) {
        assertThatThrownBy(() -> read(hex))
                .isInstanceOf(MalformedException.class)
                .hasMessageContaining(reason);
    }

    @Test
    void emptyDimension_hidesNoOtherOutOfRange() throws MalformedException {
        assertThat(read("a16178836555494e543882001a7fffffff40").get("x").shape())
                .containsExactly(0L, 2_147_483_647L);
    }
}
