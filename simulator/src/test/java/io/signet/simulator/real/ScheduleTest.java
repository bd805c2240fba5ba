package io.signet.simulator.real;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.Random;
import org.junit.jupiter.api.Test;

final class ScheduleTest {
    private static final long MILLISECOND = 1_000_000;
    private static final long NOW = 5_000 * MILLISECOND;

    private final Schedule schedule = new Schedule(NOW, new Random(1));

    @Test
    void clearLink_bytesArriveAtOnce() {
        assertThat(schedule.due(NOW, 1000, Link.CLEAR)).isEqualTo(NOW);
    }

    @Test
    void latency_isAddedOnceHoweverManyAreOnTheirWay() {
        Link link = Link.CLEAR.slower(Duration.ofMillis(40));

        assertThat(schedule.due(NOW, 1000, link)).isEqualTo(NOW + 40 * MILLISECOND);
        assertThat(schedule.due(NOW + MILLISECOND, 1000, link)).isEqualTo(NOW + 41 * MILLISECOND);
    }

    @Test
    void throttle_bytesWaitForThoseBeforeThem() {
        Link link = Link.CLEAR.throttled(1_000_000);

        assertThat(schedule.due(NOW, 10_000, link)).isEqualTo(NOW + 10 * MILLISECOND);
        assertThat(schedule.due(NOW, 10_000, link)).isEqualTo(NOW + 20 * MILLISECOND);
        assertThat(schedule.due(NOW + 50 * MILLISECOND, 1000, link)).isEqualTo(NOW + 51 * MILLISECOND);
    }

    @Test
    void jitter_variesTheLatencyButNothingOvertakes() {
        Link link = Link.CLEAR.slower(Duration.ofMillis(100)).withJitter(0.3);
        long last = 0;
        long latencies = 0;
        for (int i = 0; i < 1000; i++) {
            long sent = NOW + i * 1000L * MILLISECOND;
            long due = schedule.due(sent, 1, link);
            assertThat(due).isGreaterThanOrEqualTo(last);
            last = due;
            latencies += due - sent;
        }
        assertThat(latencies / 1000.0 / MILLISECOND).isBetween(95.0, 105.0);

        assertThat(schedule.due(NOW, 1, link)).isGreaterThanOrEqualTo(last);
    }

    @Test
    void loss_makesThatShareLateByARetransmission() {
        Link link = Link.CLEAR.lossier(0.2);
        int late = 0;
        for (int i = 0; i < 10_000; i++) {
            long sent = NOW + i * 100_000L * MILLISECOND;
            late += schedule.due(sent, 1, link) >= sent + Schedule.RETRANSMISSION_NANOS ? 1 : 0;
        }
        assertThat(late).isBetween(1800, 2200);
    }

    @Test
    void linksWithImpossibleNumbers_areRefused() {
        assertThatThrownBy(() -> Link.CLEAR.withJitter(2)).hasMessageContaining("jitter is 2.0");
        assertThatThrownBy(() -> Link.CLEAR.throttled(0)).hasMessageContaining("bytes per second");
        assertThatThrownBy(() -> Link.CLEAR.slower(Duration.ofMillis(-1))).hasMessageContaining("latency");
    }
}
