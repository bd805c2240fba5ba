package io.signet.statement.cbor;

import java.util.Arrays;

/**
 * Where in nested arrays and maps a reader or writer stands, and the range of the last key of each open map. At most
 * {@link #DEPTH_MAX} levels, so that neither side can be made to recurse or to remember without bound.
 */
final class Nesting {
    /** Deepest nesting of arrays and maps. */
    static final int DEPTH_MAX = 16;

    private static final int NO_KEY = -1;
    /** Of each level around the innermost: items left and whether it is a map; the range of its last key. */
    private static final int LONGS_PER_LEVEL = 2;

    private static final int LEVELS_AT_FIRST = 3;
    private static final long[] NO_LEVELS = {};

    /** Level 1 first; level 0 needs no place, as it has one item, which is complete when level 1 is. */
    private long[] around = NO_LEVELS;

    private int depth;
    private long remaining = 1;
    private boolean map;
    private int keyStart = NO_KEY;
    private int keyEnd = NO_KEY;

    /** Whether the one item at the top level is complete. */
    boolean complete() {
        return depth == 0 && remaining == 0;
    }

    /** Whether another item fits where we stand. */
    boolean expectsItem() {
        return remaining > 0;
    }

    /** Whether the next item is the key of a map's entry. */
    boolean expectsKey() {
        return map && (remaining & 1) == 0;
    }

    /** Whether the innermost open map has had a key. */
    boolean hasLastKey() {
        return keyStart != NO_KEY;
    }

    int lastKeyStart() {
        return keyStart;
    }

    int lastKeyEnd() {
        return keyEnd;
    }

    void key(int start, int end) {
        keyStart = start;
        keyEnd = end;
    }

    /** Whether one more level may be opened. */
    boolean canOpen() {
        return depth < DEPTH_MAX;
    }

    /** Opens an array of {@code items} items, or a map of {@code items / 2} entries. */
    void open(boolean isMap, long items) {
        if (items == 0) {
            itemDone();
            return;
        }
        if (depth > 0) {
            push();
        }
        depth++;
        remaining = items;
        map = isMap;
        keyStart = NO_KEY;
    }

    private void push() {
        int place = (depth - 1) * LONGS_PER_LEVEL;
        if (place == around.length) {
            int levels = around.length == 0 ? LEVELS_AT_FIRST : DEPTH_MAX;
            around = Arrays.copyOf(around, levels * LONGS_PER_LEVEL);
        }
        around[place] = (remaining << 1) | (map ? 1 : 0);
        around[place + 1] = ((long) keyStart << Integer.SIZE) | (keyEnd & 0xffff_ffffL);
    }

    /** One item without open parts is complete. */
    void itemDone() {
        remaining--;
        while (remaining == 0 && depth > 0) {
            pop();
            remaining--;
        }
    }

    private void pop() {
        depth--;
        if (depth == 0) {
            remaining = 1;
            map = false;
            return;
        }
        int place = (depth - 1) * LONGS_PER_LEVEL;
        remaining = around[place] >>> 1;
        map = (around[place] & 1) == 1;
        keyStart = (int) (around[place + 1] >>> Integer.SIZE);
        keyEnd = (int) around[place + 1];
    }

    int depth() {
        return depth;
    }
}
