package io.signet.simulator.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.signet.simulator.report.Scale.Tick;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

class ScaleTest {
    private static List<String> labels(Scale scale) {
        return scale.ticks().stream().map(Tick::label).toList();
    }

    @Test
    void linear_marksRoundNumbersFromZeroToBeyondTheMost() {
        Scale scale = Scale.linear(873, false, Words::compact);
        assertThat(labels(scale)).containsExactly("0", "500", "1000");
        assertThat(labels(Scale.linear(0.7, false, Words::compact))).containsExactly("0", "0.2", "0.4", "0.6", "0.8");
        assertThat(scale.at(500)).isEqualTo(0.5, within(1e-12));
        assertThat(scale.at(2000)).isEqualTo(1);
    }

    @Test
    void linearOfCounts_marksWholeNumbersOnly() {
        assertThat(labels(Scale.linear(2, true, Words::compact))).containsExactly("0", "1", "2");
    }

    @Test
    void linearOfNothing_isFromZeroToOne() {
        assertThat(labels(Scale.linear(0, true, Words::compact))).containsExactly("0", "1");
        assertThat(labels(Scale.linear(Double.NaN, true, Words::compact))).containsExactly("0", "1");
    }

    @Test
    void valuesFarApart_areDrawnByTheirRatios() {
        Scale scale = Scale.of(List.of(0.004, Double.NaN, 3.2, 0.0), Words::time);
        assertThat(scale.isLogarithmic()).isTrue();
        assertThat(labels(scale)).containsExactly("10 ms", "100 ms", "1 s");
        assertThat(scale.at(0.1) - scale.at(0.01)).isEqualTo(scale.at(1) - scale.at(0.1), within(1e-9));
        assertThat(scale.at(0)).isZero();
    }

    @Test
    void valuesOfOneOrder_areDrawnFromZero() {
        Scale scale = Scale.of(List.of(0.3, 1.8, Double.NaN), Words::time);
        assertThat(scale.isLogarithmic()).isFalse();
        assertThat(labels(scale)).containsExactly("0 s", "500 ms", "1 s", "1.5 s", "2 s");
    }

    @Test
    void ratios_haveFewMarksHoweverFarApartTheyAre() {
        for (double max = 2; max < 1e15; max *= 3) {
            assertThat(Scale.logarithmic(1, max, Words::compact).ticks()).hasSizeBetween(2, 8);
        }
    }

    @Test
    void times_areMarkedInUnitsOfClocks() {
        assertThat(times(Duration.ofMillis(250))).containsExactly("0", "50 ms", "100 ms", "150 ms", "200 ms", "250 ms");
        assertThat(times(Duration.ofMinutes(5))).containsExactly("0", "1 min", "2 min", "3 min", "4 min", "5 min");
        assertThat(times(Duration.ofHours(24)))
                .containsExactly("0", "3 h", "6 h", "9 h", "12 h", "15 h", "18 h", "21 h", "24 h");
        assertThat(times(Duration.ofDays(365))).hasSizeBetween(4, 9);
        assertThat(times(Duration.ZERO)).startsWith("0").hasSizeBetween(2, 9);
    }

    private static List<String> times(Duration length) {
        return TimeAxis.over(length).ticks().stream().map(Tick::label).toList();
    }
}
