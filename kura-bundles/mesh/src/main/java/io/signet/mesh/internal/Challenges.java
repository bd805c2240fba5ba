package io.signet.mesh.internal;

import io.signet.mesh.ChallengeResult;
import io.signet.statement.NodeId;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/** The challenges under way. Touched by the mesh's agent only, but for {@link #submit}. */
final class Challenges {
    private static final int RUNNING_MAX = 16;

    private final PeerParts parts;
    private final EvidenceExchange exchange;
    private final Trust trust;
    private final BlockingQueue<Challenge> submitted = new ArrayBlockingQueue<>(RUNNING_MAX);
    private final List<Challenge> running = new ArrayList<>();

    Challenges(PeerParts parts, EvidenceExchange exchange, Trust trust) {
        this.parts = parts;
        this.exchange = exchange;
        this.trust = trust;
    }

    /** Takes a challenge, from any thread. */
    CompletionStage<ChallengeResult> submit(NodeId node, Duration timeout) {
        CompletableFuture<ChallengeResult> result = new CompletableFuture<>();
        long deadline = parts.clock().monotonicMillis() + timeout.toMillis();
        Challenge challenge = new Challenge(parts, exchange, trust, node, deadline, result);
        if (!submitted.offer(challenge)) {
            challenge.fail(RUNNING_MAX + " challenges wait already: wait for one of them to end");
        }
        return result.minimalCompletionStage();
    }

    /** Does what is due; returns how much it did. */
    int tick() {
        int work = 0;
        while (running.size() < RUNNING_MAX && !submitted.isEmpty()) {
            running.add(submitted.remove());
            work++;
        }
        for (Challenge challenge : running) {
            work += challenge.isDone() ? 0 : challenge.tick();
        }
        running.removeIf(Challenge::isDone);
        return work;
    }

    /** When {@link #tick} has something to do if no message comes. */
    long dueMillis() {
        return running.stream().mapToLong(Challenge::dueMillis).min().orElse(Long.MAX_VALUE);
    }

    /** Fails all challenges. */
    void abandon(String reason) {
        running.forEach(c -> c.fail(reason));
        running.clear();
        for (Challenge next = submitted.poll(); next != null; next = submitted.poll()) {
            next.fail(reason);
        }
    }
}
