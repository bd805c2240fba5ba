package io.signet.mesh.internal;

import io.signet.mesh.OwnAnswer;
import io.signet.mesh.Refusal;
import io.signet.mesh.spi.EvidenceSource;
import io.signet.mesh.spi.TaskOrder;
import io.signet.mesh.spi.TaskOutcome;
import io.signet.statement.Bytes;
import io.signet.statement.Cosignature;
import io.signet.statement.Proof;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Serves what programs on this node ask for. They call on threads of their own; what waits for cosignatures is touched by
 * the mesh's agent only.
 */
final class OwnDesk {
    private static final OwnAnswer SHUTTING_DOWN = new OwnAnswer.Refused(Refusal.BUSY, "the node is shutting down");

    private final PeerParts parts;
    private final ServiceParts served;
    private final Optional<EvidenceSource> evidence;
    private final HeldAnswers<CompletableFuture<OwnAnswer>> held;
    private final AtomicInteger places = new AtomicInteger();
    /** Bounded by {@link ServiceParts#tasksMax}: only tasks with a place complete. */
    private final Queue<Completion> completions = new ConcurrentLinkedQueue<>();

    private volatile Optional<String> closed = Optional.of("the node is starting");
    private volatile boolean gone;

    private record Completion(CompletableFuture<OwnAnswer> whose, TaskOutcome.Answered answer) {}

    OwnDesk(PeerParts parts, ServiceParts served, Optional<EvidenceSource> evidence) {
        this.parts = parts;
        this.served = served;
        this.evidence = evidence;
        this.held = served.held(parts.clock(), this::release);
    }

    /** Any thread may call this. */
    CompletionStage<OwnAnswer> compute(TaskOrder order) {
        Optional<String> reason = closed;
        if (reason.isPresent()) {
            return busy(reason.get());
        }
        if (places.incrementAndGet() > served.tasksMax()) {
            places.decrementAndGet();
            return busy("all " + served.tasksMax() + " places are taken");
        }
        CompletableFuture<OwnAnswer> answer = new CompletableFuture<>();
        var unused = served.service().execute(order).thenAccept(outcome -> {
            if (outcome instanceof TaskOutcome.Answered answered) {
                completions.add(new Completion(answer, answered));
                served.wake().run();
                if (gone) {
                    abandon();
                }
            } else {
                TaskOutcome.Refused refused = (TaskOutcome.Refused) outcome;
                complete(answer, new OwnAnswer.Refused(refused.refusal(), refused.reason()));
            }
        });
        return answer.minimalCompletionStage();
    }

    private CompletionStage<OwnAnswer> busy(String reason) {
        parts.counters().tasksRefused.increment();
        return CompletableFuture.completedStage(new OwnAnswer.Refused(Refusal.BUSY, reason));
    }

    /** Answers what was computed; returns how much it did. {@code closed} says why no task is taken now, if so. */
    int tick(Optional<String> closed) {
        this.closed = closed;
        int work = 0;
        for (Completion done = completions.poll(); done != null; done = completions.poll()) {
            held.hold(done.whose(), done.answer());
            work++;
        }
        return work + held.letGo(false);
    }

    private void release(CompletableFuture<OwnAnswer> whose, TaskOutcome outcome, List<Cosignature> cosignatures) {
        if (outcome instanceof TaskOutcome.Answered answered) {
            parts.counters().tasksServed.increment();
            Proof proof = new Proof(
                    answered.statement(),
                    answered.receipt().encode(),
                    parts.self().current().chain(),
                    Map.of(),
                    answered.outputs(),
                    cosignatures,
                    evidence.flatMap(EvidenceSource::kept).orElse(Bytes.EMPTY));
            complete(whose, new OwnAnswer.Answered(proof));
        } else {
            TaskOutcome.Refused refused = (TaskOutcome.Refused) outcome;
            complete(whose, new OwnAnswer.Refused(refused.refusal(), refused.reason()));
        }
    }

    private void complete(CompletableFuture<OwnAnswer> whose, OwnAnswer answer) {
        if (answer instanceof OwnAnswer.Refused) {
            parts.counters().tasksRefused.increment();
        }
        places.decrementAndGet();
        whose.complete(answer);
    }

    /** When an answer must not be held any longer. */
    long dueMillis() {
        return held.dueMillis();
    }

    boolean isIdle() {
        return places.get() == 0;
    }

    /** Answers what waits, and refuses what still runs as soon as it is there. Nothing may follow. */
    void close() {
        closed = Optional.of("the node is shutting down");
        held.letGo(true);
        gone = true;
        abandon();
    }

    private void abandon() {
        for (Completion late = completions.poll(); late != null; late = completions.poll()) {
            complete(late.whose(), SHUTTING_DOWN);
        }
    }
}
