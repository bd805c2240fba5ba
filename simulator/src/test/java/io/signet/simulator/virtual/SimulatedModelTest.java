package io.signet.simulator.virtual;

import static org.assertj.core.api.Assertions.assertThat;

import io.signet.simulator.scenario.HardwareClass;
import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** A model takes as long to load as HostedModel takes to measure it. */
final class SimulatedModelTest {
    private static Duration load(double rowsPerSecond, Duration overhead, double throttle) {
        World world = new World(1);
        SimulatedModel model = new SimulatedModel(
                new LocalClock(world, new WallClock()),
                world.newRandom(),
                new HardwareClass("box", rowsPerSecond, 0, overhead, Duration.ZERO, Duration.ZERO),
                rowsPerSecond,
                Optional.empty());
        model.throttle(throttle);
        return Duration.ofNanos(model.loadNanos());
    }

    @Test
    void slowModel_isMeasuredWithTwoFullBatches() {
        // 64 rows take 3.2 s: two runs. One row takes 50 ms: six runs, which are no more than 300 ms.
        assertThat(load(20, Duration.ZERO, 1)).isEqualTo(Duration.ofMillis(6 * 50 + 2 * 3200));
    }

    @Test
    void fastModel_isMeasuredSixTimes() {
        assertThat(load(64_000, Duration.ofMillis(1), 1).toNanos()).isBetween(12_000_000L, 6 * 3_100_000L);
    }

    @Test
    void hotMachine_takesLonger() {
        assertThat(load(20, Duration.ZERO, 0.5)).isEqualTo(Duration.ofMillis(4 * 100 + 2 * 6400));
    }
}
