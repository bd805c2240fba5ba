package io.signet.simulator.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.signet.simulator.scenario.HardwareClass;
import io.signet.simulator.scenario.Scenario;
import io.signet.simulator.scenario.Scenarios;
import java.time.Duration;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

final class DrawsTest {
    private static final HardwareClass BOX =
            new HardwareClass("box", 1000, 0.1, Duration.ZERO, Duration.ZERO, Duration.ZERO);

    @Test
    void faultOfOneOfAGroup_hitsOneOfIt_andTheSeedPicksWhich() {
        Scenario scenario = Scenarios.find("fidelity").orElseThrow(); // two fast nodes, then two slow ones

        Set<Set<Integer>> picked = LongStream.range(0, 40)
                .mapToObj(seed -> new Draws(seed).hit(scenario, 0))
                .collect(Collectors.toSet());

        assertThat(picked).containsExactlyInAnyOrder(Set.of(2), Set.of(3));
        assertThat(new Draws(7).hit(scenario, 0)).isEqualTo(new Draws(7).hit(scenario, 0));
    }

    @Test
    void faultOfTheNetwork_hitsNoNode() {
        assertThat(new Draws(1).hit(Scenarios.find("slow-network").orElseThrow(), 0))
                .isEmpty();
    }

    @Test
    void speedsOfManyNodes_spreadAsTheirClassSays() {
        Draws draws = new Draws(3);
        double[] speeds = IntStream.range(0, 10_000)
                .mapToDouble(node -> draws.rowsPerSecond(BOX, node))
                .toArray();

        double mean = IntStream.range(0, speeds.length)
                .mapToDouble(i -> speeds[i])
                .average()
                .orElseThrow();
        double variance = IntStream.range(0, speeds.length)
                .mapToDouble(i -> (speeds[i] - mean) * (speeds[i] - mean))
                .average()
                .orElseThrow();

        assertThat(mean).isEqualTo(1000, within(5.0));
        assertThat(Math.sqrt(variance)).isEqualTo(100, within(5.0));
        assertThat(draws.rowsPerSecond(BOX, 17)).isEqualTo(speeds[17]);
    }
}
