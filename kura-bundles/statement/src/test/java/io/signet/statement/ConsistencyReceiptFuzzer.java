package io.signet.statement;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import io.signet.statement.merkle.MerkleTree;
import java.util.stream.Stream;
import org.junit.jupiter.params.provider.MethodSource;

/** Whatever is read is written to the same bytes again; nothing but MalformedException is thrown. */
class ConsistencyReceiptFuzzer {
    private static final Digest FIRST_ROOT = MerkleTree.leafHash(Bytes.utf8("entry 0"));

    static Stream<byte[]> seeds() {
        return Stream.of(ConsistencyReceiptTest.receipt(1, 7).encode().toArray());
    }

    @MethodSource("seeds")
    @FuzzTest(maxDuration = "4s")
    void anyBytes_areReadOrRefused(byte[] data) {
        Bytes bytes = Bytes.copyOf(data);
        try {
            assertThat(ConsistencyReceipt.decode(bytes, 1, FIRST_ROOT).encode()).isEqualTo(bytes);
        } catch (MalformedException refused) {
            assertThat(refused.offset()).isBetween(0, data.length);
        }
    }
}
