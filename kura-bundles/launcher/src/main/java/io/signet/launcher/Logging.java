package io.signet.launcher;

import io.signet.launcher.NodeConfig.LogLevel;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.logging.ConsoleHandler;
import java.util.logging.Formatter;
import java.util.logging.Handler;
import java.util.logging.Level;
import java.util.logging.LogRecord;
import java.util.logging.Logger;

/** One line an event on standard error; levels change while the node runs. */
final class Logging {
    private static final Logger ROOT = Logger.getLogger("");

    /** Held, since the JDK forgets loggers that nobody holds, and their levels with them. */
    private final Map<String, Logger> configured = new HashMap<>();

    Logging() {
        for (Handler handler : ROOT.getHandlers()) {
            ROOT.removeHandler(handler);
        }
        Handler console = new ConsoleHandler();
        console.setLevel(Level.ALL);
        console.setFormatter(new Line());
        ROOT.addHandler(console);
        apply(Map.of());
    }

    /** Sets these levels and takes back those set before. */
    void apply(Map<String, LogLevel> levels) {
        List<Logger> before = new ArrayList<>(configured.values());
        configured.clear();
        before.forEach(l -> l.setLevel(null));
        ROOT.setLevel(level(levels.getOrDefault("root", LogLevel.INFO)));
        levels.forEach((name, level) -> {
            if (!name.equals("root")) {
                Logger logger = Logger.getLogger(name);
                logger.setLevel(level(level));
                configured.put(name, logger);
            }
        });
    }

    private static Level level(LogLevel level) {
        return switch (level) {
            case ERROR -> Level.SEVERE;
            case WARN -> Level.WARNING;
            case INFO -> Level.INFO;
            case DEBUG -> Level.FINE;
            case TRACE -> Level.FINEST;
        };
    }

    private static final class Line extends Formatter {
        @Override
        public String format(LogRecord event) {
            String time = Instant.ofEpochMilli(event.getMillis())
                    .truncatedTo(ChronoUnit.MILLIS)
                    .toString();
            String name = event.getLoggerName() == null ? "" : event.getLoggerName();
            String line = String.format(
                    Locale.ROOT, "%s %-5s %s: %s%n", time, name(event.getLevel()), shorten(name), formatMessage(event));
            return event.getThrown() == null ? line : line + trace(event.getThrown());
        }

        private static String name(Level level) {
            int value = level.intValue();
            if (value >= Level.SEVERE.intValue()) {
                return "ERROR";
            }
            if (value >= Level.WARNING.intValue()) {
                return "WARN";
            }
            return value >= Level.INFO.intValue() ? "INFO" : "DEBUG";
        }

        private static String shorten(String logger) {
            return logger.startsWith("io.signet.") ? logger.substring("io.signet.".length()) : logger;
        }

        private static String trace(Throwable thrown) {
            StringWriter text = new StringWriter();
            thrown.printStackTrace(new PrintWriter(text));
            return text.toString();
        }
    }
}
