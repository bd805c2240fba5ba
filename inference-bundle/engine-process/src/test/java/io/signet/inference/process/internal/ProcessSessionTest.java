package io.signet.inference.process.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.signet.inference.process.TestProgram;
import io.signet.inference.process.TestSession;
import io.signet.inference.spi.EngineException;
import io.signet.inference.spi.Session;
import io.signet.inference.spi.SessionOptions;
import io.signet.runtime.Clock;
import io.signet.statement.Tensor;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(60)
final class ProcessSessionTest {
    private static final Map<String, Tensor> CRASH = Map.of("x", Tensor.ofFloats(List.of(1L), TestSession.CRASH));

    @TempDir
    Path directory;

    /** The system's clock, as long as nobody waits. */
    private static final class HurriedClock implements Clock {
        private final AtomicLong skippedNanos = new AtomicLong();

        @Override
        public long wallMillis() {
            return SYSTEM.wallMillis();
        }

        @Override
        public long monotonicNanos() {
            return SYSTEM.monotonicNanos() + skippedNanos.get();
        }

        void skip(Duration time) {
            skippedNanos.addAndGet(time.toNanos());
        }
    }

    @Test
    void run_processThatCrashesAgainAndAgain_isGivenUpWithTheReason() throws Exception {
        HurriedClock clock = new HurriedClock();
        try (Session session = ProcessSession.open(
                TestProgram.settings(""), directory, "test-format", SessionOptions.DEFAULT, clock)) {
            for (int death = 1; death <= Deaths.MAX; death++) {
                assertThat(session.failure()).isEmpty();
                assertThatThrownBy(() -> session.run(CRASH)).hasMessageContaining("while it computed");
                if (death == 3) {
                    assertThatThrownBy(() -> session.run(CRASH))
                            .isInstanceOf(EngineException.class)
                            .hasMessageContaining("it is started again in ");
                }
                clock.skip(Duration.ofSeconds(5));
            }

            assertThat(session.failure()).hasValueSatisfying(reason -> assertThat(reason)
                    .contains("the process of engine test ended: signal ")
                    .contains("the end of 6 processes in 10 minutes, so it is not started again"));
            assertThatThrownBy(() -> session.run(CRASH))
                    .hasMessage(session.failure().get());
        }
    }
}
