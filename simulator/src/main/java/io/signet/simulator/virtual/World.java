package io.signet.simulator.virtual;

import java.util.Arrays;
import java.util.SplittableRandom;
import java.util.random.RandomGenerator;

/** Virtual time and what is to happen in it. Events of one moment happen in the order in which they were planned. */
final class World {
    private final SplittableRandom seeds;
    private long nowNanos;
    private long planned;
    private long happened;

    /** A binary heap by time, then by order of planning. */
    private long[] times = new long[1024];

    private long[] orders = new long[1024];
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
        if (size == times.length) {
            times = Arrays.copyOf(times, 2 * size);
            orders = Arrays.copyOf(orders, 2 * size);
            events = Arrays.copyOf(events, 2 * size);
        }
        long time = Math.max(timeNanos, nowNanos);
        long order = planned++;
        int place = size++;
        while (place > 0) {
            int parent = (place - 1) >>> 1;
            if (!isBefore(time, order, parent)) {
                break;
            }
            move(parent, place);
            place = parent;
        }
        put(place, time, order, event);
    }

    /** Lets everything happen that is planned until {@code untilNanos}; it is then {@code untilNanos}. */
    void runUntil(long untilNanos) {
        while (size > 0 && times[0] <= untilNanos) {
            nowNanos = times[0];
            Runnable event = events[0];
            removeFirst();
            happened++;
            event.run();
        }
        nowNanos = Math.max(nowNanos, untilNanos);
    }

    private void removeFirst() {
        size--;
        long time = times[size];
        long order = orders[size];
        Runnable event = events[size];
        events[size] = World::nothing;
        int place = 0;
        for (int child = 1; child < size; child = 2 * place + 1) {
            if (child + 1 < size && isBefore(times[child + 1], orders[child + 1], child)) {
                child++;
            }
            if (isBefore(time, order, child)) {
                break;
            }
            move(child, place);
            place = child;
        }
        if (size > 0) {
            put(place, time, order, event);
        }
    }

    private boolean isBefore(long time, long order, int place) {
        return time < times[place] || (time == times[place] && order < orders[place]);
    }

    private void move(int from, int to) {
        put(to, times[from], orders[from], events[from]);
    }

    private void put(int place, long time, long order, Runnable event) {
        times[place] = time;
        orders[place] = order;
        events[place] = event;
    }

    private static void nothing() {
        // Fills a place of the heap that is not in use, so that nothing is kept alive.
    }
}
