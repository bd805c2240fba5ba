package io.signet.simulator.report;

import static org.assertj.core.api.Assertions.assertThat;

import io.signet.simulator.report.Shades.Span;
import io.signet.simulator.run.RunReport.Happening;
import io.signet.simulator.run.RunReport.HappeningKind;
import java.time.Duration;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class TimeLineTest {
    private static final TimeAxis TEN_SECONDS = TimeAxis.over(Duration.ofSeconds(10));

    private static Span span(HappeningKind kind, int from, Optional<Integer> to) {
        return Shades.span(
                new Happening(kind, Duration.ofSeconds(from), to.map(Duration::ofSeconds), "x"), TEN_SECONDS);
    }

    @Test
    void faultWithoutEnd_lastsToTheEndOfTheRun() {
        assertThat(span(HappeningKind.FAULT, 4, Optional.empty())).isEqualTo(new Span(0.4, 1));
    }

    @Test
    void violation_isAMomentThatIsSeen() {
        Span span = span(HappeningKind.VIOLATION, 4, Optional.empty());
        assertThat(span.to() - span.from()).isBetween(0.001, 0.01);
    }

    @Test
    void happeningPastTheEnd_isSeenAtTheEnd() {
        Span span = span(HappeningKind.FAULT, 40, Optional.of(50));
        assertThat(span.to()).isEqualTo(1);
        assertThat(span.from()).isBetween(0.99, 0.999);
    }

    @Test
    void spansThatOverlap_areInLanesOfTheirOwn() {
        assertThat(TimeLine.pack(List.of(new Span(0, 0.5), new Span(0.2, 0.4), new Span(0.45, 0.6), new Span(0.5, 1))))
                .containsExactly(0, 1, 1, 0);
    }

    @Test
    void moreSpansThanLanes_shareTheLastLane() {
        assertThat(TimeLine.pack(Collections.nCopies(20, new Span(0, 1))))
                .hasSize(20)
                .allMatch(lane -> lane < 8);
    }
}
