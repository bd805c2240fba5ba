package io.signet.statement;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import io.signet.statement.tpm.TpmPublic;
import java.util.stream.Stream;
import org.junit.jupiter.params.provider.MethodSource;

/** Nothing but MalformedException is thrown. */
class TpmPublicFuzzer {
    static Stream<byte[]> seeds() {
        TestTpm tpm = new TestTpm();
        return Stream.of(tpm.endorsementPublic(), tpm.attestationPublic()).map(Bytes::toArray);
    }

    @MethodSource("seeds")
    @FuzzTest(maxDuration = "5s")
    void anyBytes_areReadOrRefused(byte[] data) {
        try {
            assertThat(TpmPublic.decode(Bytes.copyOf(data)).encoded()).isEqualTo(Bytes.copyOf(data));
        } catch (MalformedException refused) {
            assertThat(refused.offset()).isBetween(0, data.length);
        }
    }
}
