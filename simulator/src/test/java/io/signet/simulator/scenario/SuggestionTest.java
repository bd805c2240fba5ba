package io.signet.simulator.scenario;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SuggestionTest {
    @ParameterizedTest
    @CsvSource({
        "duration,duration,0",
        "'',abc,3",
        "abc,'',3",
        "durtion,duration,1",
        "duratoin,duration,1",
        "kitten,sitting,3"
    })
    void distance_countsEdits(String a, String b, int edits) {
        assertThat(Suggestion.distance(a, b)).isEqualTo(edits);
    }

    @ParameterizedTest
    @CsvSource({"crsh,crash", "SLOW_DISK,slow-disk", "broker-dwon,broker-down", "cr,''", "network,''", "'',''"})
    void nearestWord_isSuggestedIfItIsNear(String given, String suggested) {
        assertThat(Suggestion.of(given, List.of("crash", "slow-disk", "broker-down"))
                        .orElse(""))
                .isEqualTo(suggested);
    }

    @Test
    void longWord_getsNoSuggestion() {
        assertThat(Suggestion.of("a".repeat(100_000), List.of("a".repeat(61)))).isEmpty();
    }
}
