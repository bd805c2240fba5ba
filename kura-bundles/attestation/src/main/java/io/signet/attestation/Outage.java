package io.signet.attestation;

import io.signet.runtime.Clock;

/**
 * Why a log takes no statements, and when it tries again.
 *
 * @param reason empty if it does take them
 * @param untilNanos monotonic time
 * @param forGood never: it has to be opened anew
 */
record Outage(String reason, long untilNanos, boolean forGood) {
    static final Outage NONE = new Outage("", 0, false);

    boolean present() {
        return !reason.isEmpty();
    }

    boolean isOver(Clock clock) {
        return dueInNanos(clock) == 0;
    }

    long dueInNanos(Clock clock) {
        return forGood ? Long.MAX_VALUE : Math.max(0, untilNanos - clock.monotonicNanos());
    }
}
