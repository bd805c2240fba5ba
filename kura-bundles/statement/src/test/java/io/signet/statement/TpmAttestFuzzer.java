package io.signet.statement;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import io.signet.statement.tpm.TpmAttest;
import java.util.stream.Stream;
import org.junit.jupiter.params.provider.MethodSource;

/** Nothing but MalformedException is thrown. */
class TpmAttestFuzzer {
    static Stream<byte[]> seeds() {
        TestTpm tpm = new TestTpm();
        return Stream.of(tpm.certified().attest(), tpm.quoted().attest()).map(Bytes::toArray);
    }

    @MethodSource("seeds")
    @FuzzTest(maxDuration = "5s")
    void anyBytes_areReadOrRefused(byte[] data) {
        try {
            assertThat(TpmAttest.decode(Bytes.copyOf(data)).attested()).isNotNull();
        } catch (MalformedException refused) {
            assertThat(refused.offset()).isBetween(0, data.length);
        }
    }
}
