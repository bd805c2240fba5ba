package io.signet.gateway.internal;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Optional;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class ByteRangeTest {
    @ParameterizedTest
    @CsvSource({
        "bytes=0-, 0, 100, bytes 0-99/100",
        "bytes=99-, 99, 100, bytes 99-99/100",
        "bytes=10-19, 10, 20, bytes 10-19/100",
        "bytes=10-10, 10, 11, bytes 10-10/100",
        "bytes=10-999999999999999999, 10, 100, bytes 10-99/100"
    })
    void oneRange_isUnderstood(String header, long from, long to, String contentRange) {
        ByteRange range = ByteRange.of(Optional.of(header), 100).orElseThrow();
        assertThat(range).isEqualTo(new ByteRange(from, to, true));
        assertThat(range.contentRange(100)).isEqualTo(contentRange);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "bytes=-5", "bytes=0-1,5-6", "rows=0-1", "bytes=0-9999999999999999999"})
    void anythingElse_isTheWholeFile(String header) {
        assertThat(ByteRange.of(Optional.of(header), 100)).contains(new ByteRange(0, 100, false));
    }

    @ParameterizedTest
    @ValueSource(strings = {"bytes=100-", "bytes=5-4"})
    void rangeWithoutBytes_isNone(String header) {
        assertThat(ByteRange.of(Optional.of(header), 100)).isEmpty();
    }
}
