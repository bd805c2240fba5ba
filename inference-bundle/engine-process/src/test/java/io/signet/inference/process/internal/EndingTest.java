package io.signet.inference.process.internal;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class EndingTest {
    @ParameterizedTest
    @CsvSource({
        "1, exit code 1",
        "128, exit code 128",
        "139, signal 11 (segmentation fault)",
        "137, 'signal 9 (killed, perhaps because memory ran out)'",
        "150, signal 22",
    })
    void exitCode_isNamed(int code, String description) {
        assertThat(Ending.describe(code)).isEqualTo(description);
    }
}
