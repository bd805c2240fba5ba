package io.signet.inference.process.internal;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;

final class DeathsTest {
    private static final long SECOND = Duration.ofSeconds(1).toNanos();

    private final Deaths deaths = new Deaths();

    @Test
    void pause_growsWithTheDeathsAndPasses() {
        assertThat(deaths.pauseNanos(0)).isZero();
        long[] pauses = {0, 0, 1, 2, 4};
        for (long pause : pauses) {
            deaths.add(100 * SECOND);
            assertThat(deaths.pauseNanos(100 * SECOND)).isEqualTo(pause * SECOND);
        }
        assertThat(deaths.pauseNanos(104 * SECOND)).isZero();
        assertThat(deaths.tooMany()).isFalse();

        deaths.add(104 * SECOND);

        assertThat(deaths.tooMany()).isTrue();
    }

    @Test
    void deathsLongAgo_areForgotten() {
        for (int i = 0; i < 5; i++) {
            deaths.add(0);
        }
        deaths.add(Deaths.WITHIN.toNanos() + 1);

        assertThat(deaths.tooMany()).isFalse();
        assertThat(deaths.pauseNanos(Deaths.WITHIN.toNanos() + 1)).isZero();
    }
}
