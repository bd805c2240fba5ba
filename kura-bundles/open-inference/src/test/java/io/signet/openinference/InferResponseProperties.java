package io.signet.openinference;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.signet.statement.DataType;
import io.signet.statement.MalformedException;
import io.signet.statement.Tensor;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

/** An answer that is saved as it came is the answer: every tensor to its last bit, in JSON and as binary data. */
class InferResponseProperties {
    @Provide
    Arbitrary<Tensor> tensors() {
        return Combinators.combine(
                        Arbitraries.of(DataType.class),
                        Arbitraries.longs().between(0, 4).list().ofMaxSize(3),
                        Arbitraries.longs())
                .as(InferResponseProperties::tensor);
    }

    private static Tensor tensor(DataType type, List<Long> shape, long seed) {
        byte[] elements = new byte[Tensor.sizeBytes(type, shape)];
        new Random(seed).nextBytes(elements);
        if (type == DataType.BOOL) {
            for (int i = 0; i < elements.length; i++) {
                elements[i] &= 1;
            }
        }
        return Tensor.of(type, shape, ByteBuffer.wrap(elements));
    }

    @Property
    void savedAnswer_isTheAnswer(
            @ForAll("tensors") Tensor first, @ForAll("tensors") Tensor second, @ForAll boolean binary)
            throws Exception {
        Map<String, Tensor> outputs = new LinkedHashMap<>();
        outputs.put("second", second);
        outputs.put("a", first);
        InferResponse answer =
                new InferResponse("m", Optional.of("1.0"), Optional.of("\"id\""), outputs, Optional.empty());
        Set<String> inBinary = binary ? outputs.keySet() : Set.of("a");
        if (answer.objection(inBinary).isEmpty()) {
            InferResponse back = InferResponse.decode(bytes(answer.encode(inBinary)));
            assertThat(back).isEqualTo(answer);
            assertThat(new ArrayList<>(back.outputs().keySet())).containsExactly("second", "a");
        } else {
            assertThat(binary).isFalse();
            assertThat(second.type()).isIn(DataType.FP16, DataType.FP32, DataType.FP64);
        }
    }

    private static byte[] bytes(InferResponse.Encoded encoded) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        append(out, encoded.json());
        encoded.binary().forEach(part -> append(out, part));
        assertThat(encoded.sizeBytes()).isEqualTo(out.size());
        return out.toByteArray();
    }

    private static void append(ByteArrayOutputStream out, ByteBuffer part) {
        byte[] copy = new byte[part.remaining()];
        part.get(part.position(), copy);
        out.writeBytes(copy);
    }

    @Property
    void cutOrPaddedAnswer_isRefused(@ForAll("tensors") Tensor tensor) throws Exception {
        InferResponse answer =
                new InferResponse("m", Optional.empty(), Optional.empty(), Map.of("y", tensor), Optional.empty());
        byte[] saved = bytes(answer.encode(Set.of("y")));
        if (tensor.sizeBytes() > 0) {
            assertThatExceptionOfType(MalformedException.class)
                    .isThrownBy(() -> InferResponse.decode(Arrays.copyOf(saved, saved.length - 1)));
        }
        assertThatExceptionOfType(MalformedException.class)
                .isThrownBy(() -> InferResponse.decode(Arrays.copyOf(saved, saved.length + 1)));
    }

    @Example
    void numbersWithoutFormInJson_areAnObjection() {
        Tensor nan = Tensor.ofFloats(List.of(2L), 1, Float.NaN);
        InferResponse answer =
                new InferResponse("m", Optional.empty(), Optional.empty(), Map.of("y", nan), Optional.empty());
        assertThat(answer.objection(Set.of()))
                .contains("output 'y' can't stand in JSON: it has elements that are infinite or no numbers, for which"
                        + " JSON has no form; ask for it with the parameter binary_data");
        assertThat(answer.objection(Set.of("y"))).isEmpty();
    }

    @Example
    void answerThatAnEditorSaved_isReadWithItsWhiteSpace() throws Exception {
        String json =
                """
                {"model_name": "m",
                 "outputs": [{"name": "y", "shape": [1], "datatype": "INT8", "data": [1]}]}

                """;
        assertThat(InferResponse.decode(json.getBytes(StandardCharsets.UTF_8)).outputs())
                .containsOnlyKeys("y");
    }
}
