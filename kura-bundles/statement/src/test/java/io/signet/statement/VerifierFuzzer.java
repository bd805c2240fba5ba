package io.signet.statement;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import java.util.stream.Stream;
import org.junit.jupiter.params.provider.MethodSource;

/** Nothing but the one genuine proof is accepted; nothing but MalformedException is thrown. */
class VerifierFuzzer {
    private final Verifier verifier = new Verifier(TestPki.trusting(FuzzSeeds.OWNER));

    static Stream<byte[]> seeds() {
        return Stream.of(FuzzSeeds.PROOF.encode().toArray());
    }

    @MethodSource("seeds")
    @FuzzTest(maxDuration = "4s")
    void anyBytes_areReadOrRefused(byte[] data) {
        Bytes bytes = Bytes.copyOf(data);
        try {
            Verdict verdict = verifier.verify(Proof.decode(bytes), TestPki.NOW_MILLIS);
            if (verdict instanceof Verdict.Accepted accepted) {
                assertThat(accepted.statement()).isEqualTo(TestLog.statement(FuzzSeeds.NODE));
            }
        } catch (MalformedException refused) {
            assertThat(refused.offset()).isBetween(0, data.length);
        }
    }
}
