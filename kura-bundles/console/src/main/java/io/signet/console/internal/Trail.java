package io.signet.console.internal;

import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;

/**
 * Who did what in the console, and who was not let in. Whoever reaches the port can be refused as often as he likes, so refusals
 * have a place of their own: they never push out what somebody did. Thread-safe.
 */
final class Trail {
    /** Where it is in the node's home what was done. */
    static final String FILE_NAME = "console-trail.jsonl";

    /** Where it is who was not let in. */
    static final String REFUSALS_FILE_NAME = "console-refused.jsonl";

    /** Acts that are shown. */
    static final int SHOWN_MAX = 500;

    /** Refusals that are shown. */
    static final int REFUSALS_SHOWN_MAX = 100;

    private static final long FILE_BYTES_MAX = 1 << 20;
    private static final long REFUSALS_BYTES_MAX = 1 << 18;

    private final TrailFile acts;
    private final TrailFile refusals;

    /** The trail in {@code home}, as far as it can be read. */
    Trail(Path home) {
        this.acts = new TrailFile(home.resolve(FILE_NAME), SHOWN_MAX, FILE_BYTES_MAX);
        this.refusals = new TrailFile(home.resolve(REFUSALS_FILE_NAME), REFUSALS_SHOWN_MAX, REFUSALS_BYTES_MAX);
    }

    /** Adds an entry; it is on the disk when this returns, or the log says why not. */
    synchronized void add(TrailEntry entry) {
        (entry.action() == TrailEntry.Action.LOGIN_REFUSED ? refusals : acts).add(entry);
    }

    /** The last ones, newest first; those of one file stay in their order, whatever the clock did. */
    synchronized List<TrailEntry> newestFirst() {
        Deque<TrailEntry> done = new ArrayDeque<>(acts.newestFirst());
        Deque<TrailEntry> refused = new ArrayDeque<>(refusals.newestFirst());
        List<TrailEntry> all = new ArrayList<>(done.size() + refused.size());
        while (!done.isEmpty() || !refused.isEmpty()) {
            boolean isDone = refused.isEmpty()
                    || (!done.isEmpty()
                            && done.getFirst().atMillis() >= refused.getFirst().atMillis());
            all.add((isDone ? done : refused).removeFirst());
        }
        return all;
    }
}
