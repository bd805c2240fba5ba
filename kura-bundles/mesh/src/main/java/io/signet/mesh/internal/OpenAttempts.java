package io.signet.mesh.internal;

import io.signet.statement.Nonce;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.PriorityQueue;

/**
 * The attempts whose answers still count, by their nonces, and when each is overdue. Bounded by the jobs under way.
 * Touched by the mesh's agent only.
 */
final class OpenAttempts {
    private final Map<Nonce, Attempt> byNonce = new HashMap<>();
    /** The first to be overdue first; those that ended meanwhile are skipped when their turn comes. */
    private final PriorityQueue<Attempt> timeouts =
            new PriorityQueue<>(Comparator.comparingLong(Attempt::timeoutMillis));

    void add(Attempt attempt) {
        byNonce.put(attempt.nonce(), attempt);
        timeouts.add(attempt);
    }

    Optional<Attempt> find(Nonce nonce) {
        return Optional.ofNullable(byNonce.get(nonce));
    }

    /** No answer to any of {@code job}'s tasks counts any more. */
    void forget(RunningJob job) {
        for (Attempt attempt : job.attempts()) {
            byNonce.remove(attempt.nonce());
            attempt.end();
        }
    }

    /** Those at nodes that are offline. */
    List<Attempt> atDepartedNodes() {
        return byNonce.values().stream()
                .filter(a -> a.isOpen() && !a.peer().online())
                .toList();
    }

    /** Takes the next one that is overdue, if any. */
    Optional<Attempt> takeOverdue(long nowMillis) {
        for (Attempt first = timeouts.peek(); first != null; first = timeouts.peek()) {
            if (first.isOpen() && !first.isOverdue(nowMillis)) {
                break;
            }
            timeouts.remove();
            if (first.isOpen()) {
                return Optional.of(first);
            }
        }
        return Optional.empty();
    }

    /** When the first is overdue, at the earliest. */
    long dueMillis() {
        Attempt first = timeouts.peek();
        return first == null ? Long.MAX_VALUE : first.timeoutMillis();
    }

    /** None is overdue before {@code untilMillis}. */
    void extendTimeouts(long untilMillis) {
        byNonce.values().forEach(a -> a.extendTimeout(untilMillis));
        timeouts.clear();
        byNonce.values().stream().filter(Attempt::isOpen).forEach(timeouts::add);
    }
}
