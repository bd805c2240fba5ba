package io.signet.attestation;

import java.time.Duration;

/**
 * Says when the next head may be signed. After a shared one, an interval later. Lone statements are signed at once as long
 * as there are no more of them than one an interval, beyond {@link #LONE_HEADS_AHEAD} in a row: else a steady trickle, each
 * statement too early to share, would cost a signature each (the generic cell rate algorithm of ITU-T I.371, as a shaper).
 */
final class HeadPace {
    /** Heads over one statement each that may be signed without a pause, by a log that was idle before. */
    private static final int LONE_HEADS_AHEAD = 8;

    private final long intervalNanos;
    private long nextNanos;
    /** When the heads signed so far would have been signed at one an interval. */
    private long paidUntilNanos;

    HeadPace(Duration intervalMin, long nowNanos) {
        this.intervalNanos = intervalMin.toNanos();
        this.nextNanos = nowNanos;
        this.paidUntilNanos = nowNanos;
    }

    /** How long the next head has to wait. */
    long dueInNanos(long nowNanos) {
        return Math.max(0, nextNanos - nowNanos);
    }

    /** A head was signed over new statements, one or more that share it. */
    void signed(long nowNanos, boolean shared) {
        paidUntilNanos = Math.max(paidUntilNanos, nowNanos) + intervalNanos;
        nextNanos = shared
                ? nowNanos + intervalNanos
                : Math.max(nowNanos, paidUntilNanos - LONE_HEADS_AHEAD * intervalNanos);
    }
}
