package io.signet.runtime;

/**
 * How urgent work is to whoever asks for it. What is more urgent goes first where work waits for its turn; it interrupts
 * nothing.
 *
 * @param level 1, the most urgent, to {@link #LEVELS}
 */
public record Priority(int level) {
    /** How many there are. */
    public static final int LEVELS = 5;

    /** Of work of which nobody says how urgent it is: as many are above it as below. */
    public static final Priority NORMAL = new Priority((1 + LEVELS) / 2);

    public Priority {
        Limits.requireInRange("priority", level, 1, LEVELS);
    }
}
