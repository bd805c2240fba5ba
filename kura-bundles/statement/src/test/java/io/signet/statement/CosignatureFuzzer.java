package io.signet.statement;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import java.util.stream.Stream;
import org.junit.jupiter.params.provider.MethodSource;

/** Whatever is read is written to the same bytes again; nothing but MalformedException is thrown. */
class CosignatureFuzzer {
    static Stream<byte[]> seeds() {
        return Stream.of(FuzzSeeds.cosignature().toArray());
    }

    @MethodSource("seeds")
    @FuzzTest(maxDuration = "4s")
    void anyBytes_areReadOrRefused(byte[] data) {
        Bytes bytes = Bytes.copyOf(data);
        try {
            assertThat(Cosignature.decode(bytes).encode()).isEqualTo(bytes);
        } catch (MalformedException refused) {
            assertThat(refused.offset()).isBetween(0, data.length);
        }
    }
}
