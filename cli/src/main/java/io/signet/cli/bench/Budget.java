package io.signet.cli.bench;

/**
 * What a figure has to keep.
 *
 * @param limit the limit, that value included
 * @param atLeast true if the figure has to be at least the limit, false if at most
 */
public record Budget(double limit, boolean atLeast) {
    /** At least {@code limit}. */
    public static Budget atLeast(double limit) {
        return new Budget(limit, true);
    }

    /** At most {@code limit}. */
    public static Budget atMost(double limit) {
        return new Budget(limit, false);
    }

    /** Whether {@code value} keeps it. */
    public boolean holds(double value) {
        return atLeast ? value >= limit : value <= limit;
    }

    @Override
    public String toString() {
        return (atLeast ? ">= " : "<= ") + Figure.format(limit);
    }
}
