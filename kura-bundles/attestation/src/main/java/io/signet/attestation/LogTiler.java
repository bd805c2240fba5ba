package io.signet.attestation;

import io.signet.attestation.internal.LogStore;
import io.signet.runtime.Clock;
import java.io.IOException;
import java.time.Duration;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Makes entries tiles while the log has nothing else to do, 256 at a time, or more once too many wait. */
final class LogTiler {
    private static final Logger LOG = LoggerFactory.getLogger(LogTiler.class);

    /** Full tiles that may wait for such a moment: a million entries, which the next start reads in seconds. */
    private static final int WAITING_TILES_MAX = 4096;

    private final LogStore store;
    private final Clock clock;
    private final Duration retry;
    private long notBeforeNanos;

    LogTiler(LogStore store, Clock clock, Duration retry) {
        this.store = store;
        this.clock = clock;
        this.retry = retry;
        this.notBeforeNanos = clock.monotonicNanos();
    }

    /** When {@link #work} has something to do. */
    long dueInNanos() {
        return store.waitingTiles() == 0 ? Long.MAX_VALUE : Math.max(0, notBeforeNanos - clock.monotonicNanos());
    }

    /** Whether so many entries wait that statements have to, until some are tiles. */
    boolean lags() {
        return store.waitingTiles() > WAITING_TILES_MAX && dueInNanos() == 0;
    }

    /**
     * Makes 256 entries tiles, or as many as are too many. A storage that fails hinders nobody: it is tried again later.
     *
     * @throws TamperedLogException if the entries are not what was written once
     */
    void work() throws TamperedLogException {
        try {
            do {
                store.seal();
            } while (lags());
        } catch (IOException e) {
            LOG.warn(
                    "the log's tiles can't be written: {}; its entries stay where they are until they can",
                    e.getMessage());
            notBeforeNanos = clock.monotonicNanos() + retry.toNanos();
        }
    }
}
