package io.signet.mesh.internal;

import io.signet.statement.Nonce;

/** One sending of a {@link Slot} to one node. */
final class Attempt {
    private final RunningJob job;
    private final Slot slot;
    private final PeerState peer;
    private final Nonce nonce;
    private final long sentMillis;
    private final long sentWallMillis;
    private final double expectedComputeMillis;
    private long timeoutMillis;
    /** False once the task was given to another; an answer that comes still counts if it is the first. */
    private boolean open = true;

    Attempt(
            RunningJob job,
            Slot slot,
            PeerState peer,
            Nonce nonce,
            long sentMillis,
            long sentWallMillis,
            double expectedComputeMillis,
            long timeoutMillis) {
        this.job = job;
        this.slot = slot;
        this.peer = peer;
        this.nonce = nonce;
        this.sentMillis = sentMillis;
        this.sentWallMillis = sentWallMillis;
        this.expectedComputeMillis = expectedComputeMillis;
        this.timeoutMillis = timeoutMillis;
        job.attempts().add(this);
        slot.attempts++;
        slot.openAttempts++;
        peer.placed(slot.rows());
    }

    RunningJob job() {
        return job;
    }

    Slot slot() {
        return slot;
    }

    PeerState peer() {
        return peer;
    }

    Nonce nonce() {
        return nonce;
    }

    /** Monotonic milliseconds. */
    long sentMillis() {
        return sentMillis;
    }

    long sentWallMillis() {
        return sentWallMillis;
    }

    double expectedComputeMillis() {
        return expectedComputeMillis;
    }

    boolean isOpen() {
        return open;
    }

    long timeoutMillis() {
        return timeoutMillis;
    }

    boolean isOverdue(long nowMillis) {
        return open && nowMillis >= timeoutMillis;
    }

    void extendTimeout(long untilMillis) {
        timeoutMillis = Math.max(timeoutMillis, untilMillis);
    }

    /** The node no longer holds the task, as far as we know. Idempotent. */
    void end() {
        if (open) {
            open = false;
            slot.openAttempts--;
            peer.unplaced(slot.rows());
        }
    }
}
