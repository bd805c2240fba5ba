package io.signet.gateway.internal;

import static org.assertj.core.api.Assertions.assertThat;

import io.signet.runtime.Clock;
import org.junit.jupiter.api.Test;

final class PaceTest {
    private long nanos = -5;

    private final Pace pace = new Pace(1_000, new Clock() {
        @Override
        public long wallMillis() {
            return 0;
        }

        @Override
        public long monotonicNanos() {
            return nanos;
        }
    });

    @Test
    void bytes_waitForThoseBefore_andIdleTimeIsNotSaved() {
        assertThat(pace.reserve(500)).isZero();
        assertThat(pace.reserve(100)).isEqualTo(500_000_000L);
        nanos += 200_000_000L;
        assertThat(pace.reserve(1)).isEqualTo(400_000_000L);
        nanos += 10_000_000_000L;
        assertThat(pace.reserve(1_000)).isZero();
        assertThat(pace.reserve(1_000)).isEqualTo(1_000_000_000L);
    }
}
