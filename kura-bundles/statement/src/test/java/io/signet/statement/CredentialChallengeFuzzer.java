package io.signet.statement;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import io.signet.statement.tpm.CredentialChallenge;
import java.util.stream.Stream;
import org.junit.jupiter.params.provider.MethodSource;

/** Whatever is read is written to the same bytes again; nothing but MalformedException is thrown. */
class CredentialChallengeFuzzer {
    static Stream<byte[]> seeds() {
        Bytes some = Bytes.utf8("some");
        return Stream.of(new CredentialChallenge(some, some).encode().toArray());
    }

    @MethodSource("seeds")
    @FuzzTest(maxDuration = "5s")
    void anyBytes_areReadOrRefused(byte[] data) {
        Bytes bytes = Bytes.copyOf(data);
        try {
            assertThat(CredentialChallenge.decode(bytes).encode()).isEqualTo(bytes);
        } catch (MalformedException refused) {
            assertThat(refused.offset()).isBetween(0, data.length);
        }
    }
}
