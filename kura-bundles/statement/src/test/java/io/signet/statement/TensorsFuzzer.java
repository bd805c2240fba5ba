package io.signet.statement;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import io.signet.statement.cbor.CborReader;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.params.provider.MethodSource;

/** Whatever is read is written to the same bytes again; nothing but MalformedException is thrown. */
class TensorsFuzzer {
    static Stream<byte[]> seeds() {
        return Stream.of(
                FuzzSeeds.tensors(TestLog.INPUTS).toArray(),
                FuzzSeeds.tensors(TestLog.OUTPUTS).toArray());
    }

    @MethodSource("seeds")
    @FuzzTest(maxDuration = "4s")
    void anyBytes_areReadOrRefused(byte[] data) {
        Bytes bytes = Bytes.copyOf(data);
        try {
            CborReader reader = new CborReader(bytes);
            Map<String, Tensor> named = Tensors.read(reader);
            reader.expectEnd();
            assertThat(FuzzSeeds.tensors(named)).isEqualTo(bytes);
        } catch (MalformedException refused) {
            assertThat(refused.offset()).isBetween(0, data.length);
        }
    }
}
