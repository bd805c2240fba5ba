package io.signet.statement.cbor;

/**
 * Where in nested arrays and maps a reader or writer stands, and the range of the last key of each open map. At most
 * {@link #DEPTH_MAX} levels, so that neither side can be made to recurse or to remember without bound.
 */
final class Nesting {
    /** Deepest nesting of arrays and maps. */
    static final int DEPTH_MAX = 16;

    private static final int NO_KEY = -1;

    private final long[] remaining = new long[DEPTH_MAX + 1];
    private final boolean[] map = new boolean[DEPTH_MAX + 1];
    private final int[] keyStart = new int[DEPTH_MAX + 1];
    private final int[] keyEnd = new int[DEPTH_MAX + 1];
    private int depth;

    Nesting() {
        remaining[0] = 1;
    }

    /** Whether the one item at the top level is complete. */
    boolean complete() {
        return depth == 0 && remaining[0] == 0;
    }

    /** Whether another item fits where we stand. */
    boolean expectsItem() {
        return remaining[depth] > 0;
    }

    /** Whether the next item is the key of a map's entry. */
    boolean expectsKey() {
        return map[depth] && remaining[depth] % 2 == 0;
    }

    /** Whether the innermost open map has had a key. */
    boolean hasLastKey() {
        return keyStart[depth] != NO_KEY;
    }

    int lastKeyStart() {
        return keyStart[depth];
    }

    int lastKeyEnd() {
        return keyEnd[depth];
    }

    void key(int start, int end) {
        keyStart[depth] = start;
        keyEnd[depth] = end;
    }

    /** Whether one more level may be opened. */
    boolean canOpen() {
        return depth < DEPTH_MAX;
    }

    /** Opens an array of {@code items} items, or a map of {@code items / 2} entries. */
    void open(boolean isMap, long items) {
        depth++;
        remaining[depth] = items;
        map[depth] = isMap;
        keyStart[depth] = NO_KEY;
        if (items == 0) {
            close();
        }
    }

    /** One item without parts is complete. */
    void itemDone() {
        remaining[depth]--;
        if (depth > 0 && remaining[depth] == 0) {
            close();
        }
    }

    private void close() {
        do {
            depth--;
            remaining[depth]--;
        } while (depth > 0 && remaining[depth] == 0);
    }

    int depth() {
        return depth;
    }
}
