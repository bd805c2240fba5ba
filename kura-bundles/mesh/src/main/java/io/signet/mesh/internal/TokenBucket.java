package io.signet.mesh.internal;

/** Lets something costly happen a few times in a row, and then once in a while. */
final class TokenBucket {
    private final long everyMillis;
    /** How far ahead of the regular pace it may be. */
    private final long aheadMillis;
    /** When the next one would be due at the regular pace. */
    private long regularMillis = Long.MIN_VALUE / 2;

    /** At most {@code burst} in a row, and one in {@code everyMillis} in the long run. */
    TokenBucket(int burst, long everyMillis) {
        this.everyMillis = everyMillis;
        this.aheadMillis = (burst - 1) * everyMillis;
    }

    /** How long until the next one may happen; 0 for now. */
    long waitMillis(long nowMillis) {
        return Math.max(0, regularMillis - aheadMillis - nowMillis);
    }

    /** One happens. */
    void take(long nowMillis) {
        regularMillis = Math.max(regularMillis, nowMillis) + everyMillis;
    }
}
