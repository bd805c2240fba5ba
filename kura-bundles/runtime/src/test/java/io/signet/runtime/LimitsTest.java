package io.signet.runtime;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import org.junit.jupiter.api.Test;

class LimitsTest {
    @Test
    void valueAtEitherEnd_isReturned() {
        assertThat(Limits.requireInRange("queue.max", 1, 1, 64)).isEqualTo(1);
        assertThat(Limits.requireInRange("queue.max", 64, 1, 64)).isEqualTo(64);
    }

    @Test
    void valueOutOfRange_isRefusedWithKeyValueAndRange() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Limits.requireInRange("queue.max", 65, 1, 64))
                .withMessage("queue.max = 65 is out of range: 1 to 64");
        assertThatIllegalArgumentException().isThrownBy(() -> Limits.requireInRange("queue.max", 0, 1, 64));
    }

    @Test
    void text_blankOrTooLong_isRefusedWithKeyAndLength() {
        assertThat(Limits.requireText("mesh", "demo", 4)).isEqualTo("demo");
        assertThatIllegalArgumentException().isThrownBy(() -> Limits.requireText("mesh", " ", 4));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Limits.requireText("mesh", "demos", 4))
                .withMessage("mesh must be a text of 1 to 4 characters, not 'demos'");
    }
}
