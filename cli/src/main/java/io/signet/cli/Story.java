package io.signet.cli;

import io.signet.runtime.Clock;
import io.signet.verifier.Printable;
import java.io.PrintWriter;
import java.util.Locale;
import java.util.Optional;

/** Tells what happens, line by line, each with the seconds since the beginning. */
final class Story {
    private final Optional<PrintWriter> out;
    private final Clock clock;
    private final long startedNanos;

    /** A story that begins now; nobody listens if there is no {@code out}. */
    Story(Optional<PrintWriter> out, Clock clock) {
        this.out = out;
        this.clock = clock;
        this.startedNanos = clock.monotonicNanos();
    }

    /** A line of it. */
    void tell(String text) {
        out.ifPresent(writer -> {
            writer.println(String.format(Locale.ROOT, "%6.1f s  %s", seconds(), Printable.of(text)));
            writer.flush();
        });
    }

    /** Something that belongs to the last line. */
    void add(String text) {
        out.ifPresent(writer -> {
            writer.println("          " + Printable.of(text));
            writer.flush();
        });
    }

    /** Seconds since the beginning. */
    double seconds() {
        return (clock.monotonicNanos() - startedNanos) / 1e9;
    }
}
