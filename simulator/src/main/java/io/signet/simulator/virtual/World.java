package io.signet.simulator.virtual;

import java.util.Arrays;
import java.util.SplittableRandom;
import java.util.random.RandomGenerator;

/** Virtual time and what is to happen in it. Events of one moment happen in the order in which they were planned. */
final class World {
    private static final int BELOW = 4;

    private final SplittableRandom seeds;
    private long nowNanos;
    private long planned;
    private long happened;

    /** A heap by time, then by order of planning, each of which has up to four below it: they lie side by side. */
    private long[] keys = new long[2 * 1024];

    private Runnable[] events = new Runnable[1024];
    private int size;

    World(long seed) {
        this.seeds = new SplittableRandom(seed);
    }

    /** Nanoseconds since the start. */
    long now() {
        return nowNanos;
    }

    /** Events so far. */
    long happened() {
        return happened;
    }

    /** A source of random numbers of its own, so that one part's draws do not shift another's. */
    RandomGenerator newRandom() {
        return seeds.split();
    }

    /** Plans {@code event} for {@code timeNanos}, or for now if that is past. */
    void at(long timeNanos, Runnable event) {
        if (size == events.length) {
            keys = Arrays.copyOf(keys, 2 * keys.length);
            events = Arrays.copyOf(events, 2 * size);
        }
        long time = Math.max(timeNanos, nowNanos);
        long order = planned++;
        int place = size++;
        while (place > 0) {
            int above = (place - 1) / BELOW;
            if (!isBefore(time, order, above)) {
                break;
            }
            move(above, place);
            place = above;
        }
        put(place, time, order, event);
    }

    /** Lets everything happen that is planned until {@code untilNanos}; it is then {@code untilNanos}. */
    void runUntil(long untilNanos) {
        while (size > 0 && keys[0] <= untilNanos) {
            nowNanos = keys[0];
            Runnable event = events[0];
            removeFirst();
            happened++;
            event.run();
        }
        nowNanos = Math.max(nowNanos, untilNanos);
    }

    private void removeFirst() {
        size--;
        long time = keys[2 * size];
        long order = keys[2 * size + 1];
        Runnable event = events[size];
        events[size] = World::nothing;
        int place = 0;
        for (int below = 1; below < size; below = BELOW * place + 1) {
            int first = firstOf(below, Math.min(below + BELOW, size));
            if (isBefore(time, order, first)) {
                break;
            }
            move(first, place);
            place = first;
        }
        if (size > 0) {
            put(place, time, order, event);
        }
    }

    /** Where the first event of the places {@code [from, to)} is. */
    private int firstOf(int from, int to) {
        int first = from;
        for (int place = from + 1; place < to; place++) {
            if (isBefore(keys[2 * place], keys[2 * place + 1], first)) {
                first = place;
            }
        }
        return first;
    }

    private boolean isBefore(long time, long order, int place) {
        long other = keys[2 * place];
        return time < other || (time == other && order < keys[2 * place + 1]);
    }

    private void move(int from, int to) {
        put(to, keys[2 * from], keys[2 * from + 1], events[from]);
    }

    private void put(int place, long time, long order, Runnable event) {
        keys[2 * place] = time;
        keys[2 * place + 1] = order;
        events[place] = event;
    }

    private static void nothing() {
        // Fills a place of the heap that is not in use, so that nothing is kept alive.
    }
}
