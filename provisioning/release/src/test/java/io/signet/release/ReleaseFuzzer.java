package io.signet.release;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import io.signet.statement.Bytes;
import io.signet.statement.MalformedException;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.params.provider.MethodSource;

/** Whatever is read is written as it was; nothing but MalformedException is thrown. */
class ReleaseFuzzer {
    static Stream<byte[]> seeds() {
        SignedRelease release = TestReleases.signed(TestReleases.release(7, TestReleases.contents(7)));
        return Stream.of(new ReleaseHead(List.of(TestReleases.signedRoot(1)), release)
                .encode()
                .toArray());
    }

    @MethodSource("seeds")
    @FuzzTest(maxDuration = "4s")
    void anyHead_isReadOrRefused(byte[] data) {
        Bytes bytes = Bytes.copyOf(data);
        try {
            ReleaseHead head = ReleaseHead.decode(bytes);
            assertThat(head.encode()).isEqualTo(bytes);
            new ReleaseCheck(TestReleases.signedRoot(1)).genuine(head, TestReleases.NOW);
        } catch (MalformedException refused) {
            assertThat(refused.offset()).isBetween(0, data.length);
        }
    }
}
