package io.signet.simulator.engine;

import java.io.IOException;
import java.io.Reader;
import java.io.StringReader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.Properties;

/**
 * What the simulated hardware can do: a properties file that may change while the engine runs.
 *
 * <pre>
 * rows-per-second = 200.0
 * run-overhead-us = 5000
 * spread = 0.05
 * speed = 1.0
 * failing = 0.0
 * </pre>
 *
 * @param rowsPerSecond rows a second in large batches, 0.01 to 1,000,000
 * @param runOverhead what a run takes however small it is, 0 to 10 s
 * @param spread standard deviation of a run's time over its mean, 0 to 0.5
 * @param speed share of the speed that there is at present, 0.001 to 1,000: less on a hot machine
 * @param failing share of runs that fail for want of memory, 0 to 1
 */
public record EngineSettings(double rowsPerSecond, Duration runOverhead, double spread, double speed, double failing) {
    private static final String ROWS_PER_SECOND = "rows-per-second";
    private static final String RUN_OVERHEAD = "run-overhead-us";
    private static final String SPREAD = "spread";
    private static final String SPEED = "speed";
    private static final String FAILING = "failing";

    private static final double OVERHEAD_MAX_US = 10e6;

    public EngineSettings {
        requireInRange(ROWS_PER_SECOND, rowsPerSecond, 0.01, 1e6);
        requireInRange(RUN_OVERHEAD, runOverhead.toNanos() / 1e3, 0, OVERHEAD_MAX_US);
        requireInRange(SPREAD, spread, 0, 0.5);
        requireInRange(SPEED, speed, 0.001, 1000);
        requireInRange(FAILING, failing, 0, 1);
    }

    private static void requireInRange(String key, double value, double min, double max) {
        if (!(value >= min && value <= max)) {
            throw new IllegalArgumentException(key + " is " + value + ", allowed are " + min + " to " + max);
        }
    }

    /** The same at another share of the speed. */
    public EngineSettings withSpeed(double share) {
        return new EngineSettings(rowsPerSecond, runOverhead, spread, share, failing);
    }

    /** The same with another share of runs that fail. */
    public EngineSettings withFailing(double share) {
        return new EngineSettings(rowsPerSecond, runOverhead, spread, speed, share);
    }

    /** What a run of {@code rows} rows takes on average, in nanoseconds. */
    public long runNanos(long rows) {
        return Math.round((runOverhead.toNanos() + rows * 1e9 / rowsPerSecond) / speed);
    }

    /**
     * Reads {@code file}.
     *
     * @throws IOException if it can't be read, or a setting is missing or wrong
     */
    public static EngineSettings read(Path file) throws IOException {
        Properties properties = new Properties();
        try (Reader text = new StringReader(Files.readString(file))) {
            properties.load(text);
            return new EngineSettings(
                    number(properties, ROWS_PER_SECOND),
                    Duration.ofNanos(Math.round(number(properties, RUN_OVERHEAD) * 1e3)),
                    number(properties, SPREAD),
                    number(properties, SPEED),
                    number(properties, FAILING));
        } catch (IllegalArgumentException e) {
            throw new IOException(file + ": " + e.getMessage(), e);
        }
    }

    private static double number(Properties properties, String key) {
        String text = properties.getProperty(key);
        if (text == null) {
            throw new IllegalArgumentException(key + " is missing");
        }
        try {
            return Double.parseDouble(text.strip());
        } catch (NumberFormatException e) {
            throw new IllegalArgumentException(key + " must be a number, not '" + text + "'", e);
        }
    }

    /** Writes {@code file}, in the place of one that is there: whoever reads it sees the old one or the new one. */
    public void write(Path file) throws IOException {
        Path aside = file.resolveSibling(file.getFileName() + ".new");
        Files.writeString(
                aside,
                ROWS_PER_SECOND + " = " + rowsPerSecond + "\n"
                        + RUN_OVERHEAD + " = " + runOverhead.toNanos() / 1e3 + "\n"
                        + SPREAD + " = " + spread + "\n"
                        + SPEED + " = " + speed + "\n"
                        + FAILING + " = " + failing + "\n");
        Files.move(aside, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    }
}
