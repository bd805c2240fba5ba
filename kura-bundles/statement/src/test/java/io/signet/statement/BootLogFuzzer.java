package io.signet.statement;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import io.signet.statement.tpm.BootLog;
import java.util.stream.Stream;
import org.junit.jupiter.params.provider.MethodSource;

/** Whatever is read replays as its compact form does; nothing but MalformedException is thrown. */
class BootLogFuzzer {
    static Stream<byte[]> seeds() {
        return Stream.of(new BootLogWriter()
                .startedFrom(3)
                .tell("something")
                .measure(0, 8, "firmware")
                .measure(7, 0x80000001, "variable")
                .toBytes()
                .toArray());
    }

    @MethodSource("seeds")
    @FuzzTest(maxDuration = "5s")
    void anyBytes_areReadOrRefused(byte[] data) {
        BootLog log;
        try {
            log = BootLog.decode(Bytes.copyOf(data));
        } catch (MalformedException refused) {
            assertThat(refused.offset()).isBetween(0, data.length);
            return;
        }
        try {
            assertThat(BootLog.decode(log.compact()).replay()).isEqualTo(log.replay());
        } catch (MalformedException e) {
            throw new AssertionError("the compact form can't be read", e);
        }
    }
}
