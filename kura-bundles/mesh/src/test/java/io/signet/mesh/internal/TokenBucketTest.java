package io.signet.mesh.internal;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

final class TokenBucketTest {
    private final TokenBucket bucket = new TokenBucket(3, 100);

    private int takeUntil(long fromMillis, long toMillis) {
        int taken = 0;
        for (long now = fromMillis; now < toMillis; now++) {
            if (bucket.waitMillis(now) == 0) {
                bucket.take(now);
                taken++;
            }
        }
        return taken;
    }

    @Test
    void greedyTaker_getsTheBurstAndThenThePace() {
        assertThat(takeUntil(0, 1)).isEqualTo(1);
        assertThat(takeUntil(1, 3)).isEqualTo(2);
        assertThat(bucket.waitMillis(3)).isEqualTo(97);
        assertThat(takeUntil(3, 1000)).isEqualTo(9);
    }

    @Test
    void longPause_givesTheBurstAgainAndNoMore() {
        takeUntil(0, 10);
        assertThat(takeUntil(100_000, 100_050)).isEqualTo(3);
    }
}
