package io.signet.attestation;

import io.signet.statement.Bytes;
import io.signet.statement.Digest;
import io.signet.statement.Receipt;
import io.signet.statement.merkle.MerkleTree;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;

/** The statements that wait for their signature. Any thread may offer, one takes. */
final class StatementQueue {
    private final LogOptions options;

    /** Bounded by the two counters, which are never behind it. */
    private final Queue<Pending> queue = new ConcurrentLinkedQueue<>();

    private final AtomicInteger queued = new AtomicInteger();
    private final AtomicLong queuedBytes = new AtomicLong();

    /**
     * A statement that waits.
     *
     * @param receipt completes once it has its receipt
     * @param halfFull whether this is the one that filled half of the queue
     */
    record Pending(Bytes statement, Digest leafHash, CompletableFuture<Receipt> receipt, boolean halfFull) {}

    StatementQueue(LogOptions options) {
        this.options = options;
    }

    /** Takes a statement in; empty if there is no room. */
    Optional<Pending> offer(Bytes statement) {
        int place = queued.incrementAndGet();
        long bytes = queuedBytes.addAndGet(statement.size());
        if (place > options.queueStatementsMax() || bytes > options.queueBytesMax()) {
            release(1, statement.size());
            return Optional.empty();
        }
        Pending pending =
                new Pending(statement, MerkleTree.leafHash(statement), new CompletableFuture<>(), place == halfFull());
        queue.add(pending);
        return Optional.of(pending);
    }

    /** Takes a statement out again; false if somebody else did. */
    boolean withdraw(Pending pending) {
        boolean there = queue.remove(pending);
        if (there) {
            release(1, pending.statement.size());
        }
        return there;
    }

    /** Takes out all that wait, as many as may wait at most. */
    List<Pending> drain() {
        List<Pending> batch = new ArrayList<>();
        long bytes = 0;
        while (batch.size() < options.queueStatementsMax()) {
            Pending next = queue.poll();
            if (next == null) {
                break;
            }
            batch.add(next);
            bytes += next.statement.size();
        }
        release(batch.size(), bytes);
        return batch;
    }

    private void release(int statements, long bytes) {
        queued.addAndGet(-statements);
        queuedBytes.addAndGet(-bytes);
    }

    boolean isEmpty() {
        return queue.isEmpty();
    }

    /** How many wait. */
    int size() {
        return queued.get();
    }

    /** Whether it shall not wait for the sake of a rarer signature. */
    boolean isHalfFull() {
        return queued.get() >= halfFull();
    }

    private int halfFull() {
        return (options.queueStatementsMax() + 1) / 2;
    }
}
