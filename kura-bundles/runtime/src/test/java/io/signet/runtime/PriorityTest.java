package io.signet.runtime;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

final class PriorityTest {
    @Test
    void normal_isInTheMiddle() {
        assertThat(Priority.NORMAL).isEqualTo(new Priority(3));
    }

    @Test
    void levelOutOfRange_isRefusedNamingTheRange() {
        assertThatThrownBy(() -> new Priority(0))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("priority = 0 is out of range: 1 to 5");
        assertThatThrownBy(() -> new Priority(6)).isInstanceOf(IllegalArgumentException.class);
    }
}
