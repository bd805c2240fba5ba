package io.signet.statement;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import java.util.stream.Stream;
import org.junit.jupiter.params.provider.MethodSource;

/** Whatever is read is written to the same bytes again; nothing but MalformedException is thrown. */
class IdentityChainFuzzer {
    static Stream<byte[]> seeds() {
        return Stream.of(
                FuzzSeeds.NODE.chain().encode().toArray(),
                FuzzSeeds.ED25519_NODE.chain().encode().toArray());
    }

    @MethodSource("seeds")
    @FuzzTest(maxDuration = "4s")
    void anyBytes_areReadOrRefused(byte[] data) {
        Bytes bytes = Bytes.copyOf(data);
        try {
            assertThat(IdentityChain.decode(bytes).encode()).isEqualTo(bytes);
        } catch (MalformedException refused) {
            assertThat(refused.offset()).isBetween(0, data.length);
        }
    }
}
