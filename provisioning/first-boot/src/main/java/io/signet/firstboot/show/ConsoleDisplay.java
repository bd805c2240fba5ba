package io.signet.firstboot.show;

import io.signet.firstboot.Display;
import io.signet.firstboot.Progress;
import java.util.Optional;
import java.util.function.Consumer;

/** A line for each change. */
public final class ConsoleDisplay implements Display {
    private final Consumer<String> lines;
    private Optional<Progress> shown = Optional.empty();

    /** Gives its lines to {@code lines}. */
    public ConsoleDisplay(Consumer<String> lines) {
        this.lines = lines;
    }

    @Override
    public synchronized void show(Progress progress) {
        if (!shown.equals(Optional.of(progress))) {
            shown = Optional.of(progress);
            lines.accept(progress.line());
        }
    }
}
