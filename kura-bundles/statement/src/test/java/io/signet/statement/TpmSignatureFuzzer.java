package io.signet.statement;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import io.signet.statement.tpm.TpmSignature;
import java.security.KeyPair;
import java.util.stream.Stream;
import org.junit.jupiter.params.provider.MethodSource;

/** Nothing but MalformedException is thrown. */
class TpmSignatureFuzzer {
    private static final KeyPair KEYS = TestPki.p256();

    static Stream<byte[]> seeds() {
        TestTpm tpm = new TestTpm();
        return Stream.of(tpm.certified().signature(), TpmWriter.rsassa(Bytes.copyOf(new byte[256])))
                .map(Bytes::toArray);
    }

    @MethodSource("seeds")
    @FuzzTest(maxDuration = "5s")
    void anyBytes_areReadOrRefused(byte[] data) {
        try {
            assertThat(TpmSignature.decode(Bytes.copyOf(data)).verifies(KEYS.getPublic(), Bytes.EMPTY))
                    .isFalse();
        } catch (MalformedException refused) {
            assertThat(refused.offset()).isBetween(0, data.length);
        }
    }
}
