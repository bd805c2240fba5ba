package io.signet.simulator.report;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class WordsTest {
    @Test
    void times_areInTheUnitThatSuitsThem() {
        assertThat(Words.time(0)).isEqualTo("0 s");
        assertThat(Words.time(0.00025)).isEqualTo("250 µs");
        assertThat(Words.time(0.0421)).isEqualTo("42.1 ms");
        assertThat(Words.time(2.5)).isEqualTo("2.5 s");
        assertThat(Words.time(145)).isEqualTo("2 min 25 s");
        assertThat(Words.time(5400)).isEqualTo("90 min");
        assertThat(Words.time(7199.9)).isEqualTo("120 min");
        assertThat(Words.time(86_400)).isEqualTo("24 h");
        assertThat(Words.time(86_400 * 2.25)).isEqualTo("2 d 6 h");
        assertThat(Words.time(Double.NaN)).isEqualTo("–");
    }

    @Test
    void smallShares_keepTwoDigits() {
        assertThat(Words.percent(0)).isEqualTo("0 %");
        assertThat(Words.percent(0.000421)).isEqualTo("0.042 %");
        assertThat(Words.percent(0.0634)).isEqualTo("6.3 %");
        assertThat(Words.percent(0.634)).isEqualTo("63 %");
        assertThat(Words.percent(12.34)).isEqualTo("1,234 %");
        assertThat(Words.percent(Double.NaN)).isEqualTo("–");
    }

    @Test
    void largeNumbers_areShortOnAnAxisAndWholeInATable() {
        assertThat(Words.compact(12_350)).isEqualTo("12.35k");
        assertThat(Words.compact(2_000_000)).isEqualTo("2M");
        assertThat(Words.value(12_350.4)).isEqualTo("12,350");
        assertThat(Words.value(0.99871)).isEqualTo("0.9987");
    }
}
