package io.signet.inference.internal;

import io.signet.runtime.Priority;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;

/**
 * Decides which requests run together, and when. A state machine: no thread, no clock, no tensor; the caller tells the
 * time and guards it by a lock.
 *
 * <p>Requests run by priority and, within one, in the order of their arrival. A batch is a run of neighbours in that order
 * with the same {@link Entry#key}, up to {@link Bounds#rowsMax} rows. So that nobody waits for ever, no more than
 * {@link #OVERTAKING_MAX} batches one after another leave behind a request that came before one of theirs: the next is made in
 * the order of arrival alone. A request before which {@code n} others wait when it comes is therefore in one of the next
 * {@code (OVERTAKING_MAX + 1) * (n + 1)} batches, if it is not displaced before.
 *
 * <p>In a full queue a request takes the place of less urgent ones, of the least urgent the newest, as long as these keep a
 * quarter of what is short, places or bytes.
 *
 * <p>While a run is under way the queue gathers the next batch. When a run is free, a batch that is not full is held back,
 * for {@link Bounds#delayMaxNanos} at most from the arrival of the oldest request, only while fewer requests are here than
 * there were lately: those who got their answers just now are likely to ask again. So a request that is alone on an idle
 * model is never held.
 *
 * @param <T> what a request is to the caller
 */
public final class Batcher<T> {
    /** Most batches one after another that requests may be overtaken by. */
    static final int OVERTAKING_MAX = 3;

    /** Less urgent requests keep one of so many places, and of so many bytes. */
    private static final int KEPT_DIVISOR = 4;

    /**
     * Bounds of the queue and of batches.
     *
     * @param rowsMax most rows of a batch
     * @param delayMaxNanos longest time that a request is held back
     * @param runsMax batches under way at once
     * @param queueRequestsMax most requests that wait
     * @param queueBytesMax most bytes of requests that wait
     */
    public record Bounds(int rowsMax, long delayMaxNanos, int runsMax, int queueRequestsMax, long queueBytesMax) {}

    /**
     * A request that waits.
     *
     * @param item the caller's request
     * @param key requests with equal keys may be joined
     * @param rows its rows, 1 to {@link Bounds#rowsMax}
     * @param bytes memory it takes
     * @param arrivedNanos when it came
     * @param deadlineNanos when nobody waits for it any more
     * @param priority how urgent it is
     */
    public record Entry<T>(
            T item, Object key, int rows, long bytes, long arrivedNanos, long deadlineNanos, Priority priority) {}

    /**
     * Requests that run together.
     *
     * @param entries at least one, in the order in which they were picked
     * @param rows rows of all of them
     */
    public record Batch<T>(List<Entry<T>> entries, int rows) {
        public Batch {
            entries = List.copyOf(entries);
        }
    }

    /** What became of a request that came. */
    public sealed interface Admission<T> {}

    /**
     * It waits.
     *
     * @param displaced those that wait no longer because it does
     */
    public record Waits<T>(List<Entry<T>> displaced) implements Admission<T> {
        public Waits {
            displaced = List.copyOf(displaced);
        }
    }

    /**
     * There is no room for it.
     *
     * @param reason why, for people
     */
    public record Full<T>(String reason) implements Admission<T> {}

    private final Bounds bounds;
    private final WaitingLine<T> line = new WaitingLine<>();
    private int runs;
    private int runningRequests;
    private long runningRows;

    /** Batches one after another that left behind a request that came before one of theirs. */
    private int overtaking;

    /** How many requests were here at once lately; halves with every batch that finds fewer. */
    private int expectedRequests;

    private long idleSinceNanos;

    /** An empty queue. */
    public Batcher(Bounds bounds, long nowNanos) {
        this.bounds = bounds;
        this.idleSinceNanos = nowNanos;
    }

    /** Lets {@code entry} wait if there is room or if less urgent ones may make it room. */
    public Admission<T> offer(Entry<T> entry) {
        Optional<String> full = full(line.requests(), line.bytes(), entry);
        List<Entry<T>> displaced = full.isEmpty() ? List.of() : displaceable(entry);
        if (full.isPresent() && displaced.isEmpty()) {
            return new Full<>(full.get());
        }
        line.takeLast(displaced);
        if (outstanding() == 0 && entry.arrivedNanos() - idleSinceNanos >= bounds.delayMaxNanos()) {
            expectedRequests = 0; // whoever asked before is not coming back at once
        }
        line.add(entry);
        return new Waits<>(displaced);
    }

    private Optional<String> full(int requests, long bytes, Entry<T> entry) {
        if (requests >= bounds.queueRequestsMax()) {
            return Optional.of("busy: " + requests + " requests wait already, the most this model may have");
        }
        if (bytes + entry.bytes() > bounds.queueBytesMax()) {
            return Optional.of("busy: " + bytes + " bytes wait already, and " + entry.bytes() + " more would exceed "
                    + bounds.queueBytesMax());
        }
        return Optional.empty();
    }

    /** The fewest that have to go so that there is room for {@code entry}; none if so many may not. */
    private List<Entry<T>> displaceable(Entry<T> entry) {
        int requests = line.requests();
        long bytes = line.bytes();
        int lowerRequests = line.requestsBelow(entry.priority());
        long lowerBytes = line.bytesBelow(entry.priority());
        List<Entry<T>> displaced = new ArrayList<>();
        for (Iterator<Entry<T>> last = line.fromTheEnd(entry.priority()); last.hasNext(); ) {
            boolean placesAreShort = requests >= bounds.queueRequestsMax();
            Entry<T> victim = last.next();
            displaced.add(victim);
            requests--;
            bytes -= victim.bytes();
            lowerRequests--;
            lowerBytes -= victim.bytes();
            boolean keepEnough = placesAreShort
                    ? lowerRequests * KEPT_DIVISOR >= bounds.queueRequestsMax()
                    : lowerBytes * KEPT_DIVISOR >= bounds.queueBytesMax();
            if (!keepEnough) {
                return List.of();
            }
            if (full(requests, bytes, entry).isEmpty()) {
                return displaced;
            }
        }
        return List.of();
    }

    /** Removes the requests that nobody waits for any more, and returns them. */
    public List<Entry<T>> expire(long nowNanos) {
        return line.takeIf(entry -> entry.deadlineNanos() - nowNanos <= 0);
    }

    /** Removes all requests that wait, and returns them. */
    public List<Entry<T>> drain() {
        return line.takeIf(entry -> true);
    }

    /** The batch to run now, if there is one; the caller tells {@link #finished} when it has run. */
    public Optional<Batch<T>> next(long nowNanos) {
        if (line.isEmpty() || runs >= bounds.runsMax() || heldForNanos(nowNanos) > 0) {
            return Optional.empty();
        }
        expectedRequests = Math.max(outstanding(), expectedRequests / 2);
        List<Entry<T>> entries = new ArrayList<>();
        int rows = 0;
        for (Iterator<Entry<T>> order = order(); order.hasNext(); ) {
            Entry<T> entry = order.next();
            if (!joins(entries, rows, entry)) {
                break;
            }
            entries.add(entry);
            rows += entry.rows();
        }
        overtaking = line.takeFirst(entries) ? overtaking + 1 : 0;
        runs++;
        runningRequests += entries.size();
        runningRows += rows;
        return Optional.of(new Batch<>(entries, rows));
    }

    /** The order in which the next batch is made. */
    private Iterator<Entry<T>> order() {
        return overtaking >= OVERTAKING_MAX ? line.byArrival() : line.byPriority();
    }

    /** Tells that {@code batch}, which {@link #next} gave, has run. */
    public void finished(Batch<T> batch, long nowNanos) {
        runs--;
        runningRequests -= batch.entries().size();
        runningRows -= batch.rows();
        idleSinceNanos = nowNanos;
    }

    /**
     * Time until {@link #next} or {@link #expire} may give something that they do not give now.
     *
     * @return nanoseconds; {@link Long#MAX_VALUE} if nothing becomes due by time alone
     */
    public long dueInNanos(long nowNanos) {
        long due = Long.MAX_VALUE;
        for (Iterator<Entry<T>> all = line.byPriority(); all.hasNext(); ) {
            due = Math.min(due, Math.max(0, all.next().deadlineNanos() - nowNanos));
        }
        if (!line.isEmpty() && runs < bounds.runsMax()) {
            due = Math.min(due, heldForNanos(nowNanos));
        }
        return due;
    }

    private long heldForNanos(long nowNanos) {
        if (outstanding() >= expectedRequests || isFull()) {
            return 0;
        }
        return Math.max(0, line.oldest().arrivedNanos() + bounds.delayMaxNanos() - nowNanos);
    }

    /** True if the batch at the head of the queue can't take what comes behind the others. */
    private boolean isFull() {
        Iterator<Entry<T>> order = order();
        Entry<T> first = order.next();
        int rows = first.rows();
        while (rows < bounds.rowsMax() && order.hasNext()) {
            Entry<T> entry = order.next();
            if (!entry.key().equals(first.key())) {
                return true;
            }
            rows += entry.rows();
        }
        return rows >= bounds.rowsMax();
    }

    private boolean joins(List<Entry<T>> entries, int rows, Entry<T> candidate) {
        return entries.isEmpty()
                || (rows + candidate.rows() <= bounds.rowsMax()
                        && candidate.key().equals(entries.get(0).key()));
    }

    private int outstanding() {
        return line.requests() + runningRequests;
    }

    /** Requests that wait. */
    public int queuedRequests() {
        return line.requests();
    }

    /** Rows that wait. */
    public long queuedRows() {
        return line.rows();
    }

    /** Bytes that wait. */
    public long queuedBytes() {
        return line.bytes();
    }

    /** Rows under way. */
    public long runningRows() {
        return runningRows;
    }
}
