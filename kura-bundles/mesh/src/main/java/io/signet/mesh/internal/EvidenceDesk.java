package io.signet.mesh.internal;

import io.signet.mesh.DropReason;
import io.signet.mesh.spi.EvidenceSource;
import io.signet.statement.Bytes;
import io.signet.statement.NodeId;
import io.signet.statement.evidence.Evidence;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentLinkedQueue;

/**
 * Shows this node's hardware to whoever asks. What the node keeps costs next to nothing; fresh evidence takes as long as some
 * of the log's signatures, so that there is little of it: for all who ask together, and for each. Touched by the mesh's agent
 * only, but for completions.
 */
final class EvidenceDesk {
    /** Fresh evidence: so often in a row, and then once in so long, for all who ask. */
    private static final int FRESH_BURST = 4;

    private static final long FRESH_EVERY_MS = 10_000;
    /** The evidence that is kept: as much as is needed when a node with many requesters is started. */
    private static final int KEPT_BURST = 200;

    private static final long KEPT_EVERY_MS = 20;
    /** Whoever got fresh evidence may challenge its TPM once, within this time. */
    private static final long CHALLENGE_WITHIN_MS = 60_000;
    /** What the key has to do may wait for other such things. */
    private static final int PENDING_MAX = 8;

    private static final long PENDING_AGAIN_MS = 2_000;
    private static final long NOTHING_KEPT_AGAIN_MS = 2_000;
    private static final int ASKERS_MAX = 1024;
    /** Questions that the key answered and that must not be asked again: far more than it can. */
    private static final int NONCES_MAX = 1000;

    private final PeerParts parts;
    private final ServiceInbox inbox;
    private final EvidenceSource source;
    private final Runnable wake;
    private final ReplayGuard replays;
    private final TokenBucket kept = new TokenBucket(KEPT_BURST, KEPT_EVERY_MS);
    private final TokenBucket fresh = new TokenBucket(FRESH_BURST, FRESH_EVERY_MS);
    private final Map<NodeId, Asker> askers = new LinkedHashMap<>(16, 0.75f, true) {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<NodeId, Asker> eldest) {
            return size() > ASKERS_MAX;
        }
    };
    /** Bounded by {@link #PENDING_MAX}: only what is pending completes. */
    private final Queue<Done> done = new ConcurrentLinkedQueue<>();

    private int pending;

    /** What one who asks is given: nobody alone can use up what is there for all. */
    private static final class Asker {
        final TokenBucket fresh = new TokenBucket(2, 30_000);
        final TokenBucket kept = new TokenBucket(4, 5_000);
        /** Whoever asks on nevertheless is told so only now and then. */
        final TokenBucket refusals = new TokenBucket(8, 1_000);
        /** Until when he may challenge the TPM. */
        long mayChallengeUntilMillis = Long.MIN_VALUE;
    }

    private record Done(ServiceInbox.Request request, EvidenceAnswer answer) {}

    EvidenceDesk(PeerParts parts, ServiceInbox inbox, EvidenceSource source, Runnable wake) {
        this.parts = parts;
        this.inbox = inbox;
        this.source = source;
        this.wake = wake;
        this.replays =
                new ReplayGuard(NONCES_MAX, 2 * parts.limits().clockSkewMax().toMillis());
    }

    /** Takes a question, whose sender was checked. */
    void take(ServiceInbox.Request request) throws Dropped {
        long now = parts.clock().monotonicMillis();
        Bytes contents = inbox.contents(request);
        EvidenceQuestion question = Fields.orDrop(() -> EvidenceQuestion.decode(contents));
        Asker asker = askers.computeIfAbsent(request.key().requester(), id -> new Asker());
        if (question instanceof EvidenceQuestion.Fresh fresh) {
            makeFresh(request, fresh, asker, now);
        } else if (question instanceof EvidenceQuestion.Activate activate) {
            activate(request, activate, asker, now);
        } else {
            showKept(request, asker, now);
        }
    }

    private void showKept(ServiceInbox.Request request, Asker asker, long now) throws Dropped {
        long wait = Math.max(kept.waitMillis(now), asker.kept.waitMillis(now));
        Optional<Bytes> evidence = source.kept();
        if (wait > 0 || evidence.isEmpty()) {
            refuse(request, new EvidenceAnswer.Busy(Math.max(wait, NOTHING_KEPT_AGAIN_MS)), asker, now);
            return;
        }
        kept.take(now);
        asker.kept.take(now);
        reply(request, new EvidenceAnswer.Shown(evidence.get()));
    }

    private void makeFresh(ServiceInbox.Request request, EvidenceQuestion.Fresh question, Asker asker, long now)
            throws Dropped {
        long wait = Math.max(fresh.waitMillis(now), asker.fresh.waitMillis(now));
        if (wait > 0 || pending >= PENDING_MAX) {
            refuse(request, new EvidenceAnswer.Busy(Math.max(wait, PENDING_AGAIN_MS)), asker, now);
            return;
        }
        requireFirst(request, now);
        fresh.take(now);
        asker.fresh.take(now);
        asker.mayChallengeUntilMillis = now + CHALLENGE_WITHIN_MS;
        await(request, source.fresh(question.nonce()), true);
    }

    private void activate(ServiceInbox.Request request, EvidenceQuestion.Activate question, Asker asker, long now)
            throws Dropped {
        if (now > asker.mayChallengeUntilMillis) {
            String reason = "a challenge comes after fresh evidence, and but once";
            refuse(request, new EvidenceAnswer.Unable(reason), asker, now);
            return;
        }
        if (pending >= PENDING_MAX) {
            refuse(request, new EvidenceAnswer.Busy(PENDING_AGAIN_MS), asker, now);
            return;
        }
        requireFirst(request, now);
        asker.mayChallengeUntilMillis = Long.MIN_VALUE;
        await(request, source.activate(question.challenge()), false);
    }

    /** A question that costs the key something is taken once. */
    private void requireFirst(ServiceInbox.Request request, long now) throws Dropped {
        ServiceInbox.Key key = request.key();
        if (replays.admit(key.requester(), key.nonce(), now) != ReplayGuard.Admission.FIRST) {
            throw new Dropped(DropReason.REPLAYED, "a question of " + key.requester() + " for the second time");
        }
    }

    private void refuse(ServiceInbox.Request request, EvidenceAnswer answer, Asker asker, long now) throws Dropped {
        if (asker.refusals.waitMillis(now) > 0) {
            throw new Dropped(
                    DropReason.TOO_MANY, "questions of " + request.key().requester() + ", who was told to wait");
        }
        asker.refusals.take(now);
        reply(request, answer);
    }

    private void await(
            ServiceInbox.Request request, CompletionStage<EvidenceSource.Outcome> stage, boolean isEvidence) {
        pending++;
        var unused = stage.thenAccept(outcome -> {
            done.add(new Done(request, answer(outcome, isEvidence)));
            wake.run();
        });
    }

    private static EvidenceAnswer answer(EvidenceSource.Outcome outcome, boolean isEvidence) {
        if (outcome instanceof EvidenceSource.Given given) {
            int max = isEvidence ? Evidence.SIZE_BYTES_MAX : EvidenceAnswer.SECRET_SIZE_BYTES_MAX;
            if (given.value().size() > max) {
                return new EvidenceAnswer.Unable(
                        "it has " + given.value().size() + " bytes, at most " + max + " can be sent");
            }
            return isEvidence ? new EvidenceAnswer.Shown(given.value()) : new EvidenceAnswer.Secret(given.value());
        }
        return new EvidenceAnswer.Unable(((EvidenceSource.Unable) outcome).reason());
    }

    /** Sends what is there now; returns how much it did. */
    int tick() {
        int work = 0;
        for (Done next = done.poll(); next != null; next = done.poll()) {
            pending--;
            reply(next.request(), next.answer());
            work++;
        }
        return work;
    }

    /** A reply that the transport does not take is lost: whoever asked does so again. */
    private void reply(ServiceInbox.Request request, EvidenceAnswer answer) {
        parts.counters().evidenceAnswered.increment();
        parts.transport()
                .publish(inbox.reply(MessageType.EVIDENCE_REPLY, request.key(), request.sender(), answer.encode()));
    }
}
