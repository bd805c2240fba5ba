package io.signet.cli;

import io.signet.runtime.Clock;
import io.signet.verifier.Printable;
import java.io.PrintWriter;
import java.time.Duration;
import java.util.Locale;

/**
 * One line that says how far long work is: redrawn in place on a terminal, at most ten times a second; elsewhere a new
 * line, at most once a second. Thread-safe.
 */
final class ProgressLine implements AutoCloseable {
    private static final long TERMINAL_PAUSE_NS = Duration.ofMillis(100).toNanos();
    private static final long PLAIN_PAUSE_NS = Duration.ofSeconds(1).toNanos();
    private static final int BAR_CHARS = 24;
    private static final int LINE_CHARS_MAX = 79;
    private static final String CLEAR = "\r\033[K";

    /** Where and how progress is shown. */
    enum Style {
        /** Redrawn in place. */
        TERMINAL,
        /** A line now and then. */
        PLAIN,
        /** Nothing at all. */
        OFF
    }

    private final PrintWriter err;
    private final Style style;
    private final Clock clock;
    private final long startedNanos;
    private long lastNanos;
    private boolean drawn;

    ProgressLine(PrintWriter err, Style style, Clock clock) {
        this.err = err;
        this.style = style;
        this.clock = clock;
        this.startedNanos = clock.monotonicNanos();
        this.lastNanos = startedNanos - PLAIN_PAUSE_NS;
    }

    /** Shows that {@code done} of {@code total} pieces of work are done, with a bar, the time and {@code text}. */
    void show(long done, long total, String text) {
        long shown = Math.max(0, Math.min(done, total));
        int filled = total == 0 ? BAR_CHARS : (int) (BAR_CHARS * shown / total);
        String bar = "[" + "#".repeat(filled) + "-".repeat(BAR_CHARS - filled) + "]";
        show(String.format(
                Locale.ROOT, "%s %d/%d  %d s  %s", bar, shown, total, elapsed().toSeconds(), text));
    }

    /** Shows {@code text}, unless something was shown just now. */
    synchronized void show(String text) {
        long now = clock.monotonicNanos();
        if (style == Style.OFF || now - lastNanos < (style == Style.TERMINAL ? TERMINAL_PAUSE_NS : PLAIN_PAUSE_NS)) {
            return;
        }
        lastNanos = now;
        String line = Printable.of(text);
        if (style == Style.TERMINAL) {
            err.print(CLEAR + (line.length() > LINE_CHARS_MAX ? line.substring(0, LINE_CHARS_MAX) : line));
            drawn = true;
        } else {
            err.println(line);
        }
        err.flush();
    }

    /** Prints a line that stays, above the progress. */
    synchronized void note(String text) {
        clear();
        err.println(Printable.of(text));
        err.flush();
    }

    /** When this line was made, in the clock's monotonic nanoseconds. */
    long startedNanos() {
        return startedNanos;
    }

    /** Time since this line was made. */
    Duration elapsed() {
        return Duration.ofNanos(clock.monotonicNanos() - startedNanos);
    }

    /** Removes the line from a terminal, before something else is printed there. */
    synchronized void done() {
        clear();
    }

    @Override
    public void close() {
        done();
    }

    private void clear() {
        if (drawn) {
            err.print(CLEAR);
            err.flush();
            drawn = false;
        }
    }
}
