package io.signet.release.store;

import io.signet.runtime.Clock;
import java.io.IOException;
import java.time.Duration;

/**
 * Watches a release on trial: it runs well when the node has answered for some time without a pause, and does not when it has not
 * come to that in time. Called every few seconds while the node runs. Not thread-safe.
 */
public final class ReleaseTrial {
    /** How long a release may take to answer. */
    public static final Duration TIME_MAX = Duration.ofMinutes(10);

    /** How long it must have answered. */
    public static final Duration STEADY = Duration.ofSeconds(30);

    private final ReleaseStore store;
    private final Clock clock;
    private final long beganNanos;
    private long silentNanos;

    /** Begins to watch what was started just now. */
    public ReleaseTrial(ReleaseStore store, Clock clock) {
        this.store = store;
        this.clock = clock;
        this.beganNanos = clock.monotonicNanos();
        this.silentNanos = beganNanos;
    }

    /** What is to be done. */
    public enum Decision {
        /** Nothing: it runs, and has shown so. */
        SETTLED,
        /** Nothing yet. */
        WAIT,
        /** End the node, and start what {@link ReleaseStore#begin} says. */
        GO_BACK
    }

    /**
     * Decides.
     *
     * @param answering whether the node answers at this moment
     */
    public Decision look(boolean answering) throws IOException {
        if (!store.state().onTrial()) {
            return Decision.SETTLED;
        }
        long now = clock.monotonicNanos();
        if (!answering) {
            silentNanos = now;
        }
        if (now - silentNanos >= STEADY.toNanos()) {
            store.settle();
            return Decision.SETTLED;
        }
        if (now - beganNanos >= TIME_MAX.toNanos()) {
            store.goBack("did not answer for " + STEADY.toSeconds() + " s within " + TIME_MAX.toMinutes() + " minutes");
            return Decision.GO_BACK;
        }
        return Decision.WAIT;
    }
}
