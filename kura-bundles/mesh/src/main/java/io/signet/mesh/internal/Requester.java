package io.signet.mesh.internal;

import io.signet.mesh.DropReason;
import io.signet.mesh.MeshEvent;
import io.signet.mesh.Refusal;
import io.signet.mesh.TaskAnswer;
import io.signet.mesh.spi.Outgoing;
import io.signet.statement.Bytes;
import io.signet.statement.NodeId;
import io.signet.statement.Nonce;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Gets jobs done: places their tasks, redoes what fails elsewhere, believes only what it verified, and takes each
 * task's first answer. Touched by the mesh's agent only.
 */
final class Requester {
    private static final Logger LOG = LoggerFactory.getLogger(Requester.class);
    /** An attempt is given this many times as long as its node's report promises, and a second. */
    private static final double TIMEOUT_FACTOR = 4;

    private static final long TIMEOUT_MIN_MS = 2_000;
    private static final long TIMEOUT_MAX_MS = 30_000;
    /** A full node is asked again after this long, at random up to twice as long. */
    private static final int REST_MS = 50;
    /** A node whose answer lacked what the policy demands is asked again after this long. */
    private static final long INSUFFICIENT_REST_MS = 1_000;
    /** Work that found no node is offered again at least so often. */
    private static final long PLACE_AGAIN_MS = 25;
    /** After a reconnection, answers that survived in the broker get this long to come. */
    private static final long GRACE_AFTER_RECONNECT_MS = 2_000;

    private final PeerParts parts;
    private final AnswerCheck check;
    private final ReplyInbox inbox;
    private final EvidenceBook evidence;
    private final NodeChoice choice;
    private final OpenAttempts attempts = new OpenAttempts();
    private final Deque<RunningJob> jobs = new ArrayDeque<>();

    private long departuresSeen;

    Requester(PeerParts parts, ReplyInbox inbox, AnswerCheck check, EvidenceBook evidence) {
        this.parts = parts;
        this.check = check;
        this.inbox = inbox;
        this.evidence = evidence;
        this.choice = new NodeChoice(parts, evidence);
    }

    private long now() {
        return parts.clock().monotonicMillis();
    }

    void start(RunningJob job) {
        jobs.addLast(job);
    }

    int jobCount() {
        return jobs.size();
    }

    /** Ends overdue jobs and attempts and sends what can be sent; returns how much it did. */
    int tick() {
        if (jobs.isEmpty()) {
            return 0;
        }
        long now = now();
        int work = 0;
        if (parts.transport().connected()) {
            work += endAttempts(now);
            if (anyHasWork()) {
                for (RunningJob job : JobOrder.of(jobs, this::rowsPerSecond, now)) {
                    work += dispatch(job, now);
                }
            }
        }
        for (RunningJob job : endedJobs(now)) {
            if (!job.isDone()) {
                job.fail(Refusal.TOO_LATE, deadlineReason(job));
                work++;
            }
            forget(job);
        }
        return work;
    }

    private boolean anyHasWork() {
        for (RunningJob job : jobs) {
            if (job.hasWork()) {
                return true;
            }
        }
        return false;
    }

    /** Jobs that are done, and those whose time is over. */
    private List<RunningJob> endedJobs(long now) {
        List<RunningJob> ended = List.of();
        for (RunningJob job : jobs) {
            if (job.isDone() || now >= job.deadlineMillis()) {
                ended = ended.isEmpty() ? new ArrayList<>() : ended;
                ended.add(job);
            }
        }
        return ended;
    }

    /** Of all nodes that serve the job's model. */
    private double rowsPerSecond(RunningJob job) {
        return choice.serving(job).rowsPerSecond();
    }

    private String deadlineReason(RunningJob job) {
        Duration timeout = job.request().timeout();
        String why = parts.transport().connected() ? "" : "; no broker is connected";
        return "the time-out of " + timeout.toMillis() / 1000.0 + " s passed" + why
                + job.peekRedo()
                        .map(s -> s.lastFailure.isEmpty() ? "" : "; last: " + s.lastFailure)
                        .orElse("");
    }

    /** Fails all jobs under way. */
    void abandon(String reason) {
        for (RunningJob job : List.copyOf(jobs)) {
            job.fail(Refusal.BUSY, reason);
            forget(job);
        }
    }

    private void forget(RunningJob job) {
        jobs.remove(job);
        attempts.forget(job);
        job.outcome().ifPresent(job.entry()::ended);
    }

    /** Tasks of nodes that went offline, and overdue ones, go elsewhere. */
    private int endAttempts(long now) {
        int ended = 0;
        long departures = parts.membership().departures();
        if (departures != departuresSeen) {
            departuresSeen = departures;
            for (Attempt attempt : attempts.atDepartedNodes()) {
                retry(attempt, "node " + shortId(attempt) + " went offline", Blame.NONE);
                ended++;
            }
        }
        for (Optional<Attempt> late = attempts.takeOverdue(now); late.isPresent(); late = attempts.takeOverdue(now)) {
            retry(late.get(), "node " + shortId(late.get()) + " did not answer in time", Blame.LATE);
            ended++;
        }
        return ended;
    }

    /** When {@link #tick} has something to do if no message comes. */
    long dueMillis(long now) {
        long due = Long.MAX_VALUE;
        boolean connected = parts.transport().connected();
        for (RunningJob job : jobs) {
            due = Math.min(due, job.deadlineMillis());
            if (connected && job.hasWork()) {
                due = Math.min(due, now + PLACE_AGAIN_MS);
            }
        }
        return connected ? Math.min(due, attempts.dueMillis()) : due;
    }

    private static String shortId(Attempt attempt) {
        return attempt.peer().node().toHex().substring(0, 8);
    }

    /** What a node has to do with the failure of an attempt. */
    private enum Blame {
        /** Nothing: it may be asked again at once. */
        NONE,
        /** It, or the way to it, is slow: others are asked first, for as long as the job has time. */
        LATE,
        /** It failed: others are asked first, and the job is given up after some such failures. */
        FAILED
    }

    private void retry(Attempt attempt, String reason, Blame blame) {
        attempt.end();
        Slot slot = attempt.slot();
        slot.lastFailure = reason;
        if (blame != Blame.NONE) {
            slot.excluded.add(attempt.peer().node());
        }
        if (blame == Blame.FAILED) {
            slot.failures++;
        }
        boolean again = attempt.job().redo(slot);
        attempt.job().entry().lost(attempt, again);
        if (again) {
            parts.counters().tasksRetried.increment();
            parts.events().accept(new MeshEvent.TaskRetried(attempt.peer().node(), slot + ": " + reason));
        }
        if (slot.failures >= parts.limits().attemptsMax() && !slot.answered) {
            attempt.job()
                    .fail("giving up after " + slot.failures + " failed attempts at " + slot + "; last: " + reason);
        }
    }

    /** The answers to what was sent before may still come; what was lost with the broker is sent again soon. */
    void reconnected() {
        attempts.extendTimeouts(now() + GRACE_AFTER_RECONNECT_MS);
    }

    private int dispatch(RunningJob job, long now) {
        if (job.isDone() || !job.hasWork()) {
            return 0;
        }
        if (evidence.demanded()) {
            evidence.wantAll(choice.serving(job).peers());
        }
        boolean served = choice.isServed(job, now);
        if (job.waitedForNodeMillis(served, now)
                        >= parts.limits().modelPatience().toMillis()
                && !served) {
            job.fail(choice.noNodeReason(job));
            return 1;
        }
        int sent = 0;
        for (int deferrals = job.redoCount(); job.hasWork() && served; ) {
            Optional<Slot> again = job.peekRedo();
            Optional<Candidate> chosen = choice.choose(job, again, now);
            if (chosen.isEmpty() && again.isPresent() && deferrals-- > 0) {
                job.deferRedo();
                continue;
            }
            if (chosen.isEmpty() || !send(job, again, chosen.get(), now)) {
                break;
            }
            sent++;
        }
        return sent;
    }

    private boolean send(RunningJob job, Optional<Slot> again, Candidate chosen, long now) {
        PeerState peer = parts.membership().find(chosen.node()).orElseThrow();
        Optional<IdentityRegistry.Known> identity = parts.identities().find(chosen.node());
        if (identity.isEmpty()) {
            peer.rest(now + REST_MS); // its session ended; a new one is on its way
            return true;
        }
        int rows = again.map(Slot::rows)
                .orElseGet(() ->
                        Placement.taskRows(job.remainingRows(), chosen, rowsPerSecond(job), job.rowsPerTaskMax()));
        Slot slot = again.orElseGet(() -> job.cut(rows));
        Nonce nonce = Nonce.draw(parts.random());
        long budget = job.deadlineMillis() - now;
        Bytes contents =
                new TaskRequest(job.request().model(), job.request().modelPackage(), budget, slot.inputs()).encode();
        Outgoing request = inbox.request(MessageType.REQUEST, identity.get(), nonce, contents, budget);
        if (!parts.transport().publish(request)) {
            if (again.isEmpty()) {
                job.redo(slot);
            }
            return false;
        }
        if (again.isPresent()) {
            job.takeRedo();
        }
        if (slot.attempts == 0) {
            slot.firstSentMillis = now;
        }
        double compute = 1000.0 * slot.rows() / chosen.rowsPerSecond();
        long patience = (long) Math.min(
                TIMEOUT_MAX_MS, Math.max(TIMEOUT_MIN_MS, 1000 + TIMEOUT_FACTOR * chosen.expectedMillis(slot.rows())));
        long sentWallMillis = parts.clock().wallMillis();
        Attempt attempt = new Attempt(job, slot, peer, nonce, now, sentWallMillis, compute, now + patience);
        attempts.add(attempt);
        job.entry().sent(attempt);
        parts.counters().tasksSent.increment();
        evidence.want(peer);
        return true;
    }

    /** Takes a response, which is neither checked nor read. */
    void take(ReplyInbox.Unread response) throws Dropped {
        NodeId sender = response.opened().sender();
        Optional<Attempt> sent = attempts.find(response.frame().nonce());
        if (sent.isEmpty()
                || sent.get().slot().answered
                || !sent.get().peer().node().equals(sender)) {
            throw new Dropped(DropReason.UNEXPECTED, "a response to nothing that is open");
        }
        Attempt attempt = sent.get();
        try {
            respond(attempt, response);
        } catch (Dropped dropped) {
            if (dropped.reason() == DropReason.REVOKED) {
                throw dropped; // its tasks went elsewhere when that was heard of
            }
            // The signature is not the node's, or what it signed makes no sense: whoever sent it, the task is redone.
            notBelieved(attempt, dropped.getMessage(), dropped.reason() != DropReason.BAD_SIGNATURE);
            throw dropped;
        }
    }

    private void respond(Attempt attempt, ReplyInbox.Unread unread) throws Dropped {
        IdentityRegistry.Known sender = inbox.sender(unread);
        Bytes contents = inbox.contents(unread, sender);
        TaskResponse response = Fields.orDrop(() -> TaskResponse.decode(contents));
        if (parts.membership().isShunned(attempt.peer().node())) {
            notBelieved(attempt, "its log forked", false);
        } else if (response instanceof TaskResponse.Refused refused) {
            refused(attempt, refused);
        } else if (response instanceof TaskResponse.Answered answered) {
            Bytes shown = evidence.find(attempt.peer()).orElse(Bytes.EMPTY);
            AnswerCheck.Outcome outcome =
                    check.check(attempt, sender, parts.self().node(), answered, shown);
            if (outcome instanceof AnswerCheck.Believed believed) {
                believed(attempt, believed);
            } else if (outcome instanceof AnswerCheck.Insufficient insufficient) {
                insufficient(attempt, insufficient.reason());
            } else if (outcome instanceof AnswerCheck.NotBelieved not) {
                notBelieved(attempt, not.reason(), true);
            }
        }
    }

    private void believed(Attempt attempt, AnswerCheck.Believed believed) {
        long now = now();
        attempt.end();
        attempt.peer().answered((double) (now - attempt.sentMillis()), attempt.expectedComputeMillis());
        parts.counters().tasksAnswered.increment();
        Slot slot = attempt.slot();
        TaskAnswer answer = new TaskAnswer(
                slot.from(),
                slot.from() + slot.rows(),
                attempt.peer().node(),
                believed.proof(),
                believed.verdict(),
                now - slot.firstSentMillis,
                slot.attempts);
        attempt.job().entry().answered(attempt);
        if (attempt.job().answer(slot, answer)) {
            attempt.job().complete();
            forget(attempt.job());
        }
    }

    /** The node may do better when it has found its witnesses again, or has shown its evidence anew. */
    private void insufficient(Attempt attempt, String reason) {
        parts.counters().answersNotBelieved.increment();
        parts.events().accept(new MeshEvent.AnswerNotBelieved(attempt.peer().node(), reason));
        attempt.peer().rest(now() + INSUFFICIENT_REST_MS);
        retry(attempt, "the answer of node " + shortId(attempt) + " is of no use: " + reason, Blame.LATE);
    }

    private void notBelieved(Attempt attempt, String reason, boolean distrust) {
        parts.counters().answersNotBelieved.increment();
        PeerState peer = attempt.peer();
        LOG.warn("answer of node {} not believed: {}; the task is redone elsewhere", peer.node(), reason);
        parts.events().accept(new MeshEvent.AnswerNotBelieved(peer.node(), reason));
        if (distrust) {
            peer.distrust(now() + parts.limits().distrust().toMillis());
        }
        retry(attempt, "the answer of node " + shortId(attempt) + " was not believed: " + reason, Blame.FAILED);
    }

    private void refused(Attempt attempt, TaskResponse.Refused refused) {
        Slot slot = attempt.slot();
        String reason = "node " + shortId(attempt) + " refused: " + refused.reason();
        if (refused.refusal() == Refusal.BUSY) {
            attempt.peer().rest(now() + REST_MS + parts.random().nextInt(REST_MS));
            retry(attempt, reason, Blame.NONE);
            return;
        }
        retry(attempt, reason, Blame.FAILED);
        if (!refused.refusal().worthRetrying()) {
            slot.finalRefusals++;
            boolean others = choice.isServedByOthers(attempt.job(), slot, now());
            // One node alone can't end a job by refusing it: a second opinion is asked where there is one.
            if (slot.finalRefusals >= 2 || !others) {
                attempt.job().fail(refused.refusal(), reason);
            }
        }
    }
}
