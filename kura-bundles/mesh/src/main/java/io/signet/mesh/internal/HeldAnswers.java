package io.signet.mesh.internal;

import io.signet.mesh.Refusal;
import io.signet.mesh.spi.TaskOutcome;
import io.signet.runtime.Clock;
import io.signet.statement.Cosignature;
import io.signet.statement.TreeHead;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;

/**
 * Answers that wait for the cosignatures of their heads, in the order of their deadlines. Touched by the mesh's agent only.
 *
 * @param <T> for whom an answer is
 */
final class HeldAnswers<T> {
    private final Clock clock;
    private final Optional<Witnesses> witnesses;
    private final long patienceMillis;
    private final Release<T> release;
    private final Deque<Held<T>> held = new ArrayDeque<>();

    /** Takes what need not wait any longer; a refusal in its place if the answer must be withheld. */
    @FunctionalInterface
    interface Release<T> {
        void release(T whose, TaskOutcome outcome, List<Cosignature> cosignatures);
    }

    private record Held<T>(T whose, TaskOutcome.Answered answer, long deadlineMillis) {
        TreeHead head() {
            return answer.receipt().head();
        }
    }

    HeldAnswers(Clock clock, Optional<Witnesses> witnesses, Duration patience, Release<T> release) {
        this.clock = clock;
        this.witnesses = witnesses;
        this.patienceMillis = patience.toMillis();
        this.release = release;
    }

    void hold(T whose, TaskOutcome.Answered answer) {
        witnesses.ifPresent(w -> w.begin(answer.receipt().head()));
        held.addLast(new Held<>(whose, answer, clock.monotonicMillis() + patienceMillis));
    }

    /** Releases what need not wait any longer, or everything; returns how many. */
    int letGo(boolean everything) {
        long now = clock.monotonicMillis();
        int released = 0;
        Iterator<Held<T>> each = held.iterator();
        while (each.hasNext()) {
            Held<T> answer = each.next();
            boolean settled = witnesses.map(w -> w.settled(answer.head())).orElse(true);
            if (everything || settled || now >= answer.deadlineMillis()) {
                each.remove();
                release(answer);
                released++;
            }
        }
        return released;
    }

    private void release(Held<T> answer) {
        if (witnesses.flatMap(Witnesses::setBack).isPresent()) { // its receipt is of a second history
            release.release(
                    answer.whose(), new TaskOutcome.Refused(Refusal.FAILED, "the node's log was set back"), List.of());
            return;
        }
        List<Cosignature> cosignatures =
                witnesses.map(w -> w.cosignatures(answer.head())).orElse(List.of());
        release.release(answer.whose(), answer.answer(), cosignatures);
    }

    /** When an answer must not be held any longer. */
    long dueMillis() {
        return held.isEmpty() ? Long.MAX_VALUE : held.peekFirst().deadlineMillis();
    }

    int size() {
        return held.size();
    }
}
