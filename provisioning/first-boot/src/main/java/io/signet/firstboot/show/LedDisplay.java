package io.signet.firstboot.show;

import io.signet.firstboot.Display;
import io.signet.firstboot.Progress;
import io.signet.firstboot.Step;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A status light of Linux's LED class (Documentation/leds/leds-class.rst): the rhythm of the step; when something keeps the box
 * from going on, it flickers.
 */
public final class LedDisplay implements Display {
    /** Where Linux has its lights. */
    public static final Path LEDS = Path.of("/sys/class/leds");

    private static final Logger LOG = LoggerFactory.getLogger(LedDisplay.class);
    private static final Duration TROUBLE = Duration.ofMillis(60);

    private final Path led;
    private Optional<Progress> shown = Optional.empty();

    /**
     * The light in {@code led}.
     *
     * @param led a directory below {@link #LEDS}
     */
    public LedDisplay(Path led) {
        this.led = led;
    }

    @Override
    public synchronized void show(Progress progress) {
        if (shown.equals(Optional.of(progress))) {
            return;
        }
        shown = Optional.of(progress);
        Step step = progress.step();
        try {
            if (progress.trouble().isEmpty() && step.dark().isZero()) {
                write("trigger", "none");
                write("brightness", brightest());
            } else {
                boolean stuck = progress.trouble().isPresent();
                write("trigger", "timer"); // which makes the next two files
                write("delay_on", millis(stuck ? TROUBLE : step.lit()));
                write("delay_off", millis(stuck ? TROUBLE : step.dark()));
            }
        } catch (IOException e) {
            LOG.warn("the light {} can't be set: {}", led, e.getMessage());
        }
    }

    private static String millis(Duration time) {
        return Long.toString(time.toMillis());
    }

    private String brightest() throws IOException {
        return Files.readString(led.resolve("max_brightness")).strip();
    }

    /** What is in sysfs is there already: a file that has to be made is none. */
    private void write(String file, String value) throws IOException {
        Files.writeString(
                led.resolve(file),
                value,
                StandardCharsets.US_ASCII,
                StandardOpenOption.WRITE,
                StandardOpenOption.TRUNCATE_EXISTING);
    }
}
