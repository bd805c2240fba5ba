package io.signet.inference.internal;

import io.signet.inference.internal.Batcher.Entry;
import io.signet.runtime.Priority;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.Deque;
import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.Optional;
import java.util.PriorityQueue;
import java.util.function.Predicate;

/**
 * The requests that wait, in two orders at once: by priority and, within one, by arrival; and by arrival alone. What is
 * first in either is first of its priority, so that taking and leaving cost the same however many wait.
 */
final class WaitingLine<T> {
    /** A request and how many came before it. */
    private record Place<T>(Entry<T> entry, long number) {}

    /** The places of one priority, in the order of arrival. */
    private static final class Level<T> {
        final Deque<Place<T>> places = new ArrayDeque<>();
        long bytes;
    }

    private final List<Level<T>> levels = new ArrayList<>();
    private long arrived;
    private int requests;
    private long rows;
    private long bytes;

    WaitingLine() {
        for (int level = 1; level <= Priority.LEVELS; level++) {
            levels.add(new Level<>());
        }
    }

    int requests() {
        return requests;
    }

    long rows() {
        return rows;
    }

    long bytes() {
        return bytes;
    }

    boolean isEmpty() {
        return requests == 0;
    }

    /** Requests that are less urgent than {@code priority}. */
    int requestsBelow(Priority priority) {
        return below(priority).stream().mapToInt(level -> level.places.size()).sum();
    }

    /** Bytes of requests that are less urgent than {@code priority}. */
    long bytesBelow(Priority priority) {
        return below(priority).stream().mapToLong(level -> level.bytes).sum();
    }

    private List<Level<T>> below(Priority priority) {
        return levels.subList(priority.level(), levels.size());
    }

    private Level<T> level(Entry<T> entry) {
        return levels.get(entry.priority().level() - 1);
    }

    void add(Entry<T> entry) {
        Level<T> level = level(entry);
        level.places.addLast(new Place<>(entry, arrived));
        level.bytes += entry.bytes();
        arrived++;
        requests++;
        rows += entry.rows();
        bytes += entry.bytes();
    }

    /**
     * Removes the first of either order, again and again.
     *
     * @return true if a request that came before one of them is left behind
     */
    boolean takeFirst(List<Entry<T>> entries) {
        long newest = -1;
        for (Entry<T> entry : entries) {
            newest = Math.max(newest, level(entry).places.removeFirst().number());
            forget(entry);
        }
        Optional<Place<T>> oldest = oldestPlace();
        return oldest.isPresent() && oldest.get().number() < newest;
    }

    /** Removes the last of {@link #fromTheEnd}, again and again. */
    void takeLast(List<Entry<T>> entries) {
        for (Entry<T> entry : entries) {
            level(entry).places.removeLast();
            forget(entry);
        }
    }

    /** Removes those that meet {@code condition}, and returns them by priority. */
    List<Entry<T>> takeIf(Predicate<Entry<T>> condition) {
        List<Entry<T>> taken = new ArrayList<>();
        for (Level<T> level : levels) {
            for (Iterator<Place<T>> i = level.places.iterator(); i.hasNext(); ) {
                Entry<T> entry = i.next().entry();
                if (condition.test(entry)) {
                    i.remove();
                    forget(entry);
                    taken.add(entry);
                }
            }
        }
        return taken;
    }

    private void forget(Entry<T> entry) {
        level(entry).bytes -= entry.bytes();
        requests--;
        rows -= entry.rows();
        bytes -= entry.bytes();
    }

    /** Who came first; there must be one. */
    Entry<T> oldest() {
        return oldestPlace().orElseThrow().entry();
    }

    private Optional<Place<T>> oldestPlace() {
        return levels.stream()
                .filter(level -> !level.places.isEmpty())
                .map(level -> level.places.getFirst())
                .min(Comparator.comparingLong(Place::number));
    }

    /** All by priority and, within one, by arrival. */
    Iterator<Entry<T>> byPriority() {
        return new Chain<>(levels.stream().map(level -> level.places.iterator()).iterator());
    }

    /** Those that are less urgent than {@code priority}: the least urgent first, within a priority the newest first. */
    Iterator<Entry<T>> fromTheEnd(Priority priority) {
        List<Iterator<Place<T>>> newestFirst = new ArrayList<>();
        for (Level<T> level : below(priority)) {
            newestFirst.add(0, level.places.descendingIterator());
        }
        return new Chain<>(newestFirst.iterator());
    }

    /** All by arrival, whatever their priorities. */
    Iterator<Entry<T>> byArrival() {
        return new Merge<>(levels.stream().map(level -> level.places.iterator()).toList());
    }

    /** What is in several lines, one line after the other. */
    private static final class Chain<T> implements Iterator<Entry<T>> {
        private final Iterator<Iterator<Place<T>>> lines;
        private Iterator<Place<T>> line = Collections.emptyIterator();

        Chain(Iterator<Iterator<Place<T>>> lines) {
            this.lines = lines;
        }

        @Override
        public boolean hasNext() {
            while (!line.hasNext() && lines.hasNext()) {
                line = lines.next();
            }
            return line.hasNext();
        }

        @Override
        public Entry<T> next() {
            if (!hasNext()) {
                throw new NoSuchElementException();
            }
            return line.next().entry();
        }
    }

    /** What is in several lines, by arrival. */
    private static final class Merge<T> implements Iterator<Entry<T>> {
        private record Head<T>(Place<T> place, Iterator<Place<T>> rest) {}

        private final PriorityQueue<Head<T>> heads = new PriorityQueue<>(
                Comparator.comparingLong(head -> head.place().number()));

        Merge(List<Iterator<Place<T>>> lines) {
            lines.forEach(this::push);
        }

        private void push(Iterator<Place<T>> line) {
            if (line.hasNext()) {
                heads.add(new Head<>(line.next(), line));
            }
        }

        @Override
        public boolean hasNext() {
            return !heads.isEmpty();
        }

        @Override
        public Entry<T> next() {
            Head<T> head = heads.remove(); // which says so if there is none
            push(head.rest());
            return head.place().entry();
        }
    }
}
