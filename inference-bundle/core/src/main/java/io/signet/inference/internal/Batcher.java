package io.signet.inference.internal;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;

/**
 * Decides which requests run together, and when. A state machine: no thread, no clock, no tensor; the caller tells the
 * time and guards it by a lock.
 *
 * <p>Requests run in the order of their arrival. A batch is a run of neighbours in the queue with the same
 * {@link Entry#key}, up to {@link Bounds#rowsMax} rows. While a run is under way the queue gathers the next batch. When
 * a run is free, a batch that is not full is held back, for {@link Bounds#delayMaxNanos} at most from the arrival of its
 * oldest request, only while fewer requests are here than there were lately: those who got their answers just now are
 * likely to ask again. So a request that is alone on an idle model is never held.
 *
 * @param <T> what a request is to the caller
 */
public final class Batcher<T> {
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
     */
    public record Entry<T>(T item, Object key, int rows, long bytes, long arrivedNanos, long deadlineNanos) {}

    /**
     * Requests that run together.
     *
     * @param entries at least one, in the order of their arrival
     * @param rows rows of all of them
     */
    public record Batch<T>(List<Entry<T>> entries, int rows) {
        public Batch {
            entries = List.copyOf(entries);
        }
    }

    private final Bounds bounds;
    private final Deque<Entry<T>> queue = new ArrayDeque<>();
    private long queuedRows;
    private long queuedBytes;
    private int runs;
    private int runningRequests;
    private long runningRows;

    /** How many requests were here at once lately; halves with every batch that finds fewer. */
    private int expectedRequests;

    private long idleSinceNanos;

    /** An empty queue. */
    public Batcher(Bounds bounds, long nowNanos) {
        this.bounds = bounds;
        this.idleSinceNanos = nowNanos;
    }

    /**
     * Lets {@code entry} wait.
     *
     * @return why not, if the queue is full; empty if it waits
     */
    public Optional<String> offer(Entry<T> entry) {
        if (queue.size() >= bounds.queueRequestsMax()) {
            return Optional.of("busy: " + queue.size() + " requests wait already, the most this model may have");
        }
        if (queuedBytes + entry.bytes() > bounds.queueBytesMax()) {
            return Optional.of("busy: " + queuedBytes + " bytes wait already, and " + entry.bytes()
                    + " more would exceed " + bounds.queueBytesMax());
        }
        if (outstanding() == 0 && entry.arrivedNanos() - idleSinceNanos >= bounds.delayMaxNanos()) {
            expectedRequests = 0; // whoever asked before is not coming back at once
        }
        queue.addLast(entry);
        queuedRows += entry.rows();
        queuedBytes += entry.bytes();
        return Optional.empty();
    }

    /** Removes the requests that nobody waits for any more, and returns them. */
    public List<Entry<T>> expire(long nowNanos) {
        List<Entry<T>> expired = new ArrayList<>();
        for (Iterator<Entry<T>> i = queue.iterator(); i.hasNext(); ) {
            Entry<T> entry = i.next();
            if (entry.deadlineNanos() - nowNanos <= 0) {
                i.remove();
                forget(entry);
                expired.add(entry);
            }
        }
        return expired;
    }

    /** Removes all requests that wait, and returns them. */
    public List<Entry<T>> drain() {
        List<Entry<T>> drained = List.copyOf(queue);
        queue.clear();
        queuedRows = 0;
        queuedBytes = 0;
        return drained;
    }

    /** The batch to run now, if there is one; the caller tells {@link #finished} when it has run. */
    public Optional<Batch<T>> next(long nowNanos) {
        if (queue.isEmpty() || runs >= bounds.runsMax() || heldForNanos(nowNanos) > 0) {
            return Optional.empty();
        }
        expectedRequests = Math.max(outstanding(), expectedRequests / 2);
        List<Entry<T>> entries = new ArrayList<>();
        int rows = 0;
        while (!queue.isEmpty() && joins(entries, rows, queue.peekFirst())) {
            Entry<T> entry = queue.removeFirst();
            forget(entry);
            entries.add(entry);
            rows += entry.rows();
        }
        runs++;
        runningRequests += entries.size();
        runningRows += rows;
        return Optional.of(new Batch<>(entries, rows));
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
        for (Entry<T> entry : queue) {
            due = Math.min(due, Math.max(0, entry.deadlineNanos() - nowNanos));
        }
        if (!queue.isEmpty() && runs < bounds.runsMax()) {
            due = Math.min(due, heldForNanos(nowNanos));
        }
        return due;
    }

    private long heldForNanos(long nowNanos) {
        if (outstanding() >= expectedRequests || isFull()) {
            return 0;
        }
        return Math.max(0, queue.getFirst().arrivedNanos() + bounds.delayMaxNanos() - nowNanos);
    }

    /** True if nothing that comes could join the batch at the head of the queue. */
    private boolean isFull() {
        int rows = 0;
        Object key = queue.getFirst().key();
        for (Entry<T> entry : queue) {
            if (!entry.key().equals(key)) {
                return true;
            }
            rows += entry.rows();
            if (rows >= bounds.rowsMax()) {
                return true;
            }
        }
        return false;
    }

    private boolean joins(List<Entry<T>> entries, int rows, Entry<T> candidate) {
        return entries.isEmpty()
                || (rows + candidate.rows() <= bounds.rowsMax()
                        && candidate.key().equals(entries.get(0).key()));
    }

    private void forget(Entry<T> entry) {
        queuedRows -= entry.rows();
        queuedBytes -= entry.bytes();
    }

    private int outstanding() {
        return queue.size() + runningRequests;
    }

    /** Requests that wait. */
    public int queuedRequests() {
        return queue.size();
    }

    /** Rows that wait. */
    public long queuedRows() {
        return queuedRows;
    }

    /** Bytes that wait. */
    public long queuedBytes() {
        return queuedBytes;
    }

    /** Rows under way. */
    public long runningRows() {
        return runningRows;
    }
}
