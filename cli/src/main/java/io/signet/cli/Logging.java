package io.signet.cli;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.logging.Level;
import java.util.logging.LogManager;
import java.util.logging.Logger;

/** What the libraries below log in this process: errors only, as commands say themselves what people want to know. */
final class Logging {
    /** The variable that asks for more. */
    static final String VARIABLE = "SIGNET_LOG";

    private static final Map<String, String> LEVELS =
            Map.of("error", "SEVERE", "warn", "WARNING", "info", "INFO", "debug", "FINE", "trace", "FINEST");

    /** Kept, as the JDK forgets levels of loggers that nobody holds. */
    private static final Logger OURS = Logger.getLogger("io.signet");

    private Logging() {}

    /** Logs nothing of ours until {@link #configure} is called again: for meshes whose faults are made on purpose. */
    static void silence() {
        OURS.setLevel(Level.OFF);
    }

    /**
     * Logs to standard error, one line an event.
     *
     * @param level what {@code $SIGNET_LOG} says
     * @return what is wrong with it, if anything
     */
    static Optional<String> configure(Optional<String> level) {
        String word = level.orElse("error").toLowerCase(Locale.ROOT);
        String known = LEVELS.getOrDefault(word, "SEVERE");
        String settings =
                """
                handlers = java.util.logging.ConsoleHandler
                java.util.logging.ConsoleHandler.level = ALL
                java.util.logging.SimpleFormatter.format = %%1$tFT%%1$tT %%4$s %%3$s: %%5$s%%6$s%%n
                .level = %s
                """
                        .formatted(known);
        try {
            LogManager.getLogManager()
                    .readConfiguration(new ByteArrayInputStream(settings.getBytes(StandardCharsets.UTF_8)));
        } catch (IOException e) {
            throw new IllegalStateException("reading from memory can't fail", e);
        }
        return LEVELS.containsKey(word)
                ? Optional.empty()
                : Optional.of("$" + VARIABLE + " is '" + word + "'; there are error, warn, info, debug and trace");
    }
}
