package io.signet.simulator.virtual;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.time.Duration;
import org.junit.jupiter.api.Test;

final class WarmthTest {
    private static final long RUN = Duration.ofMillis(100).toNanos();

    private final World world = new World(1);
    private final Warmth chip = new Warmth(world);

    private double celsius() {
        return chip.read().zones().get(0).milliCelsius() / 1000.0;
    }

    /** Computes {@code share} of {@code time}; returns for how much of it the chip was slowed down. */
    private double compute(Duration time, double share) {
        long slowed = chip.slowedNanos();
        long busy = chip.busyNanos();
        long end = world.now() + time.toNanos();
        while (world.now() < end) {
            chip.speed();
            chip.computes(RUN);
            world.runUntil(world.now() + (long) (RUN / share));
        }
        return (double) (chip.slowedNanos() - slowed) / (chip.busyNanos() - busy);
    }

    @Test
    void chipThatAlwaysComputes_tendsToSixtyDegreesAboveItsRoom_andIsNotSlowed() {
        assertThat(compute(Duration.ofMinutes(5), 1)).isZero();
        assertThat(celsius()).isCloseTo(85, within(0.1));
        assertThat(chip.read().condition().strained()).isFalse();
    }

    @Test
    void chipThatRests_coolsDown() {
        compute(Duration.ofMinutes(5), 1);
        world.runUntil(world.now() + Duration.ofSeconds(30).toNanos());
        assertThat(celsius()).isCloseTo(25 + 60 / Math.E, within(0.1));
    }

    @Test
    void chipInAHotRoom_isHotFirst_thenSlowedDownForAPartOfTheTime() {
        chip.room(45);
        compute(Duration.ofSeconds(53), 1);
        assertThat(chip.read().condition().hot()).isTrue();
        assertThat(chip.read().condition().throttled()).isFalse();
        assertThat(compute(Duration.ofMinutes(10), 1)).isBetween(0.2, 0.6);
        assertThat(celsius()).isBetween(91.0, 96.0);
    }

    @Test
    void chipInAHotRoomThatComputesThreeQuartersOfTheTime_isNeverSlowedDown() {
        chip.room(45);
        assertThat(compute(Duration.ofMinutes(10), 0.75)).isZero();
        chip.restoreRoom();
        compute(Duration.ofMinutes(5), 0.75);
        assertThat(celsius()).isCloseTo(25 + 0.75 * 60, within(0.5));
    }

    @Test
    void brake_isToldButIsNoHeat() {
        chip.brake(true);
        assertThat(chip.read().condition().throttled()).isTrue();
        assertThat(chip.speed()).isEqualTo(1);
        chip.brake(false);
        assertThat(chip.read().condition().strained()).isFalse();
    }
}
