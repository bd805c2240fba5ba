package io.signet.broker.internal;

import io.signet.runtime.Clock;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Logs who was refused and why, a bounded number of lines a minute. Safe for use by several threads. */
final class Refusals {
    private static final Logger LOG = LoggerFactory.getLogger(Refusals.class);
    private static final int LINES_MAX_PER_MINUTE = 20;
    private static final long MINUTE_MS = 60_000;

    private final Clock clock;
    private long minute;
    private int lines;

    Refusals(Clock clock) {
        this.clock = clock;
        this.minute = clock.monotonicMillis() / MINUTE_MS;
    }

    /** Logs that {@code who} was refused because of {@code reason}. */
    synchronized void log(String who, String reason) {
        long now = clock.monotonicMillis() / MINUTE_MS;
        if (now != minute) {
            if (lines > LINES_MAX_PER_MINUTE) {
                LOG.warn("refused {} more times within a minute", lines - LINES_MAX_PER_MINUTE);
            }
            minute = now;
            lines = 0;
        }
        lines++;
        if (lines <= LINES_MAX_PER_MINUTE) {
            LOG.warn("refused {}: {}", who, reason);
        }
    }
}
