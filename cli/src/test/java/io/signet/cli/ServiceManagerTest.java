package io.signet.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.signet.firstboot.Progress;
import io.signet.firstboot.Step;
import io.signet.runtime.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class ServiceManagerTest {
    private final List<String> told = new ArrayList<>();
    private long nanos;

    private final Clock clock = new Clock() {
        @Override
        public long wallMillis() {
            throw new AssertionError("the wall clock may jump");
        }

        @Override
        public long monotonicNanos() {
            return nanos;
        }
    };

    private final ServiceManager manager = new ServiceManager(told::addAll, Optional.of(Duration.ofSeconds(20)), clock);

    @Test
    void nodeIsReadyWhenItAnswers_andAliveAsLongAsItSaysSo() {
        manager.show(Progress.of(Step.RUNNING));
        manager.show(Progress.of(Step.JOINING));
        assertThat(told).doesNotContain("READY=1").contains("WATCHDOG=1");
        manager.show(Progress.of(Step.ANSWERING));
        assertThat(told).contains("READY=1", "STATUS=answering");
        told.clear();
        manager.show(Progress.of(Step.ANSWERING));
        assertThat(told).isEmpty();
        nanos += Duration.ofSeconds(21).toNanos();
        manager.show(Progress.of(Step.ANSWERING));
        assertThat(told).containsExactly("WATCHDOG=1");
    }

    @Test
    void nodeThatStandsStill_isNotSaidToBeAlive() {
        manager.show(Progress.of(Step.ANSWERING));
        told.clear();
        nanos += Duration.ofMinutes(1).toNanos();
        manager.show(Progress.of(Step.STUCK));
        assertThat(told).hasSize(1).allSatisfy(news -> assertThat(news).startsWith("STATUS=standing still"));
    }

    @Test
    void whoWaitsForOthers_isReady() {
        manager.show(Progress.of(Step.WAITING_FOR_APPROVAL));
        assertThat(told).contains("READY=1");
        List<String> node = new ArrayList<>();
        new ServiceManager(node::addAll, Optional.empty(), clock)
                .show(Progress.stuck(Step.JOINING, "no broker lets it in", "look"));
        assertThat(node).contains("READY=1").doesNotContain("WATCHDOG=1");
    }

    @Test
    void longPause_isNoHang_andEndsWithNews() throws Exception {
        manager.show(Progress.of(Step.WAITING_FOR_APPROVAL));
        told.clear();
        List<Duration> parts = new ArrayList<>();
        manager.pausing(time -> {
                    parts.add(time);
                    nanos += time.toNanos();
                })
                .during(Duration.ofSeconds(65));
        assertThat(parts).hasSize(7);
        assertThat(told).containsOnly("WATCHDOG=1").hasSize(3);
        parts.clear();
        manager.pausing(parts::add).during(Duration.ofSeconds(65));
        assertThat(parts).hasSize(1);
    }
}
