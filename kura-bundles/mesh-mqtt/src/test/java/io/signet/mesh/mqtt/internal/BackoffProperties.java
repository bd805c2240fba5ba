package io.signet.mesh.mqtt.internal;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;

class BackoffProperties {
    @Property
    void pause_doublesToTheMaximum_lessAtMostAHalf(
            @ForAll long seed,
            @ForAll @IntRange(min = 1, max = 1_000) int minMs,
            @ForAll @IntRange(max = 80) int rounds) {
        long maxMs = 60_000;
        Backoff backoff = new Backoff(Duration.ofMillis(minMs), Duration.ofMillis(maxMs), new Random(seed));

        long pause = 0;
        for (int i = 0; i <= rounds; i++) {
            pause = backoff.nextNanos();
        }

        long due = Duration.ofMillis(rounds > 16 ? maxMs : Math.min(maxMs, (long) minMs << rounds))
                .toNanos();
        assertThat(pause).isBetween(due / 2, due);
    }

    @Property
    void reset_startsFromTheMinimum(@ForAll long seed) {
        Backoff backoff = new Backoff(Duration.ofMillis(10), Duration.ofSeconds(10), new Random(seed));
        for (int i = 0; i < 8; i++) {
            backoff.nextNanos();
        }

        backoff.reset();

        assertThat(backoff.nextNanos())
                .isLessThanOrEqualTo(Duration.ofMillis(10).toNanos());
    }
}
