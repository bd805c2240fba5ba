package io.signet.mesh.internal;

import io.signet.statement.NodeId;
import io.signet.statement.TreeHead;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Optional;

/** What a node knows of one of its witnesses. Touched by the mesh's agent only. */
final class AskedWitness {
    /** Requests under way to one witness. */
    private static final int IN_FLIGHT_MAX = 16;
    /** Heads that wait for their turn to be asked for. */
    private static final int PENDING_MAX = 32;

    private static final long REST_MIN_MS = 5_000;
    private static final long REST_MAX_MS = 60_000;
    private static final int RESYNCS_MAX = 3;

    private final NodeId node;
    /** What the witness will have seen last when it gets what is on its way; empty if that is not known. */
    private Optional<TreeHead> base = Optional.empty();
    /** The last head that it cosigned. */
    private Optional<TreeHead> cosigned = Optional.empty();

    private final Deque<TreeHead> pending = new ArrayDeque<>();
    private int inFlight;
    private int failures;
    private int resyncs;
    private long restUntilMillis = Long.MIN_VALUE;
    private long askedMillis = Long.MIN_VALUE / 2;
    /** Grows when {@link #base} turns out wrong: what belongs to the time before says nothing of the present. */
    private int generation;

    AskedWitness(NodeId node) {
        this.node = node;
    }

    NodeId node() {
        return node;
    }

    int generation() {
        return generation;
    }

    Optional<TreeHead> base() {
        return base;
    }

    boolean isIdle() {
        return inFlight == 0 && pending.isEmpty();
    }

    /** {@code head} is to be asked for when there is room; returns what has to be given up for that. */
    Optional<TreeHead> queue(TreeHead head) {
        pending.addLast(head);
        return pending.size() > PENDING_MAX ? Optional.of(pending.removeFirst()) : Optional.empty();
    }

    /** What is to be asked for now. The first is asked for alone if only its reply tells what the witness has seen. */
    Optional<TreeHead> takeNext() {
        boolean room = inFlight < (base.isPresent() ? IN_FLIGHT_MAX : 1);
        return room ? Optional.ofNullable(pending.pollFirst()) : Optional.empty();
    }

    /** A request for {@code head} is being made. */
    void asked(TreeHead head, long nowMillis) {
        inFlight++;
        askedMillis = nowMillis;
        if (base.isPresent()) {
            base = Optional.of(head);
        }
    }

    /** A request ended, however it did. */
    void ended() {
        inFlight--;
    }

    void cosigned(TreeHead head, int itsGeneration) {
        failures = 0;
        resyncs = 0;
        if (base.isEmpty() && itsGeneration == generation) {
            base = Optional.of(head);
        }
        if (cosigned.isEmpty() || cosigned.get().size() <= head.size()) {
            cosigned = Optional.of(head);
        }
    }

    boolean hasCosigned() {
        return cosigned.isPresent();
    }

    boolean hasCosigned(TreeHead head) {
        return cosigned.filter(c -> c.size() == head.size() && c.root().equals(head.root()))
                .isPresent();
    }

    /**
     * It saw {@code last} last.
     *
     * @param again what it was asked for in vain, to be asked for again before what is pending
     * @return false if it says such things too often
     */
    boolean resync(TreeHead last, List<TreeHead> again) {
        generation++;
        base = Optional.of(last);
        for (int i = again.size() - 1; i >= 0; i--) {
            pending.addFirst(again.get(i));
        }
        return ++resyncs <= RESYNCS_MAX;
    }

    /** It did not do what was asked of it, and is left alone for a while, each time longer. */
    void fail(long nowMillis) {
        lost();
        pending.clear();
        resyncs = 0;
        restUntilMillis = nowMillis + Math.min(REST_MAX_MS, REST_MIN_MS << Math.min(failures, 10));
        failures++;
    }

    /** What is on its way may be lost: the next request begins with what is known for sure. */
    void lost() {
        generation++;
        base = cosigned;
    }

    /** False from when it failed until it cosigns again. */
    boolean isGood() {
        return failures == 0;
    }

    boolean rests(long nowMillis) {
        return nowMillis < restUntilMillis;
    }

    long restUntilMillis() {
        return restUntilMillis;
    }

    long askedMillis() {
        return askedMillis;
    }
}
