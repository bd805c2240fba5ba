package io.signet.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.signet.runtime.Clock;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class ProgressLineTest {
    private static final String CLEAR = "\r\033[K";

    private final StringWriter shown = new StringWriter();
    private final HandClock clock = new HandClock();

    private static final class HandClock implements Clock {
        private long nanos = 5;

        void advance(long millis) {
            nanos += Duration.ofMillis(millis).toNanos();
        }

        @Override
        public long wallMillis() {
            return 0;
        }

        @Override
        public long monotonicNanos() {
            return nanos;
        }
    }

    private ProgressLine line(ProgressLine.Style style) {
        return new ProgressLine(new PrintWriter(shown, true), style, clock);
    }

    @Test
    void terminal_isRedrawnTenTimesASecondAndClearedAtTheEnd() {
        try (ProgressLine line = line(ProgressLine.Style.TERMINAL)) {
            line.show("one");
            clock.advance(50);
            line.show("two");
            clock.advance(50);
            line.show("three");
        }
        assertThat(shown).hasToString(CLEAR + "one" + CLEAR + "three" + CLEAR);
    }

    @Test
    void elsewhere_aLineIsPrintedOnceASecond() {
        try (ProgressLine line = line(ProgressLine.Style.PLAIN)) {
            for (int i = 0; i <= 20; i++) {
                line.show("at " + i * 100);
                clock.advance(100);
            }
        }
        assertThat(shown).hasToString("at 0\nat 1000\nat 2000\n");
    }

    @Test
    void off_nothingIsPrinted() {
        try (ProgressLine line = line(ProgressLine.Style.OFF)) {
            line.show("one");
            line.show(1, 2, "two");
        }
        assertThat(shown.toString()).isEmpty();
    }

    @Test
    void bar_showsShareAndTime() {
        ProgressLine line = line(ProgressLine.Style.PLAIN);
        clock.advance(3_000);
        line.show(250, 500, "pictures");
        assertThat(shown).hasToString("[############------------] 250/500  3 s  pictures\n");
    }

    @Test
    void barOfNothing_isFull() {
        line(ProgressLine.Style.PLAIN).show(0, 0, "nothing to do");
        assertThat(shown.toString()).startsWith("[########################] 0/0");
    }

    @Test
    void note_staysAboveTheProgress() {
        ProgressLine line = line(ProgressLine.Style.TERMINAL);
        line.show("working");
        line.note("node lost");
        clock.advance(100);
        line.show("working on");
        assertThat(shown).hasToString(CLEAR + "working" + CLEAR + "node lost\n" + CLEAR + "working on");
    }

    @Test
    void lineLongerThanATerminal_isCut() {
        line(ProgressLine.Style.TERMINAL).show("x".repeat(200));
        assertThat(shown).hasToString(CLEAR + "x".repeat(79));
    }
}
