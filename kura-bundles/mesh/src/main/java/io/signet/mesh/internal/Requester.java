package io.signet.mesh.internal;

import io.signet.mesh.DropReason;
import io.signet.mesh.MeshEvent;
import io.signet.mesh.MeshLimits;
import io.signet.mesh.Refusal;
import io.signet.mesh.TaskAnswer;
import io.signet.mesh.spi.Incoming;
import io.signet.mesh.spi.Outgoing;
import io.signet.mesh.spi.Topics;
import io.signet.mesh.spi.Transport;
import io.signet.runtime.Clock;
import io.signet.statement.Bytes;
import io.signet.statement.MalformedException;
import io.signet.statement.Nonce;
import io.signet.statement.cbor.CborWriter;
import io.signet.statement.cose.SigningException;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.PriorityQueue;
import java.util.function.Consumer;
import java.util.random.RandomGenerator;
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
    /** A node whose answers had too few witnesses is asked again after this long. */
    private static final long UNWITNESSED_REST_MS = 1_000;
    /** Work that found no node is offered again at least so often. */
    private static final long PLACE_AGAIN_MS = 25;
    /** After a reconnection, answers that survived in the broker get this long to come. */
    private static final long GRACE_AFTER_RECONNECT_MS = 2_000;
    /** What a request or response has beyond its tensors: an identity, or a receipt and its cosignatures. */
    static final int MESSAGE_OVERHEAD_BYTES = 64 << 10;

    private final Self self;
    private final Topics topics;
    private final String replyTopic;
    private final Envelope envelope;
    private final Secrecy secrecy;
    private final IdentityRegistry identities;
    private final Membership membership;
    private final AnswerCheck check;
    private final Transport transport;
    private final Clock clock;
    private final RandomGenerator random;
    private final MeshLimits limits;
    private final Counters counters;
    private final Consumer<MeshEvent> events;
    private final Deque<RunningJob> jobs = new ArrayDeque<>();
    private final Map<Nonce, Attempt> attempts = new HashMap<>();
    /** Open attempts, the first to be overdue first; those that ended meanwhile are skipped when their turn comes. */
    private final PriorityQueue<Attempt> timeouts =
            new PriorityQueue<>(Comparator.comparingLong(Attempt::timeoutMillis));

    private long departuresSeen;

    Requester(PeerParts parts, AnswerCheck check, String replyTopic) {
        this.self = parts.self();
        this.topics = parts.topics();
        this.replyTopic = replyTopic;
        this.envelope = parts.envelope();
        this.secrecy = parts.secrecy();
        this.identities = parts.identities();
        this.membership = parts.membership();
        this.check = check;
        this.transport = parts.transport();
        this.clock = parts.clock();
        this.random = parts.random();
        this.limits = parts.limits();
        this.counters = parts.counters();
        this.events = parts.events();
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
        long now = clock.monotonicMillis();
        int work = 0;
        if (transport.connected()) {
            work += endAttempts(now);
            if (anyHasWork()) {
                for (RunningJob job : JobOrder.of(jobs, this::rowsPerSecond, now)) {
                    work += dispatch(job, now);
                }
            }
        }
        for (RunningJob job : endedJobs(now)) {
            if (!job.isDone()) {
                job.fail(deadlineReason(job));
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
        return membership.serving(job.request().model()).rowsPerSecond();
    }

    private String deadlineReason(RunningJob job) {
        Duration timeout = job.request().timeout();
        String why = transport.connected() ? "" : "; no broker is connected";
        return "the time-out of " + timeout.toMillis() / 1000.0 + " s passed" + why
                + job.peekRedo()
                        .map(s -> s.lastFailure.isEmpty() ? "" : "; last: " + s.lastFailure)
                        .orElse("");
    }

    /** Fails all jobs under way. */
    void abandon(String reason) {
        for (RunningJob job : List.copyOf(jobs)) {
            job.fail(reason);
            forget(job);
        }
    }

    private void forget(RunningJob job) {
        jobs.remove(job);
        for (Attempt attempt : job.attempts()) {
            attempts.remove(attempt.nonce());
            attempt.end();
        }
    }

    /** Tasks of nodes that went offline, and overdue ones, go elsewhere. */
    private int endAttempts(long now) {
        int ended = 0;
        if (membership.departures() != departuresSeen) {
            departuresSeen = membership.departures();
            for (Attempt attempt : List.copyOf(attempts.values())) {
                if (attempt.isOpen() && !attempt.peer().online()) {
                    retry(attempt, "node " + shortId(attempt) + " went offline", Blame.NONE);
                    ended++;
                }
            }
        }
        for (Attempt attempt = timeouts.peek(); attempt != null; attempt = timeouts.peek()) {
            if (attempt.isOpen() && !attempt.isOverdue(now)) {
                break;
            }
            timeouts.remove();
            if (attempt.isOpen()) {
                retry(attempt, "node " + shortId(attempt) + " did not answer in time", Blame.LATE);
                ended++;
            }
        }
        return ended;
    }

    /** When {@link #tick} has something to do if no message comes. */
    long dueMillis(long now) {
        long due = Long.MAX_VALUE;
        boolean connected = transport.connected();
        for (RunningJob job : jobs) {
            due = Math.min(due, job.deadlineMillis());
            if (connected && job.hasWork()) {
                due = Math.min(due, now + PLACE_AGAIN_MS);
            }
        }
        Attempt first = timeouts.peek();
        return connected && first != null ? Math.min(due, first.timeoutMillis()) : due;
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
        if (attempt.job().redo(slot)) {
            counters.tasksRetried.increment();
            events.accept(new MeshEvent.TaskRetried(attempt.peer().node(), slot + ": " + reason));
        }
        if (slot.failures >= limits.attemptsMax() && !slot.answered) {
            attempt.job()
                    .fail("giving up after " + slot.failures + " failed attempts at " + slot + "; last: " + reason);
        }
    }

    /** The answers to what was sent before may still come; what was lost with the broker is sent again soon. */
    void reconnected() {
        long until = clock.monotonicMillis() + GRACE_AFTER_RECONNECT_MS;
        attempts.values().forEach(a -> a.extendTimeout(until));
        timeouts.clear();
        attempts.values().stream().filter(Attempt::isOpen).forEach(timeouts::add);
    }

    private int dispatch(RunningJob job, long now) {
        if (job.isDone() || !job.hasWork()) {
            return 0;
        }
        ModelIndex.Group serving = membership.serving(job.request().model());
        boolean served = Candidates.any(serving.peers(), peer -> serves(peer, job, now), random);
        if (job.waitedForNodeMillis(served, now) >= limits.modelPatience().toMillis() && !served) {
            job.fail(noNodeReason(job));
            return 1;
        }
        int sent = 0;
        for (int deferrals = job.redoCount(); job.hasWork() && served; ) {
            Optional<Slot> again = job.peekRedo();
            Optional<Candidate> chosen = choose(job, again, serving, now);
            if (chosen.isEmpty() && again.isPresent() && deferrals-- > 0) {
                job.deferRedo();
                continue;
            }
            if (chosen.isEmpty() || !send(job, again, chosen.get(), serving.rowsPerSecond(), now)) {
                break;
            }
            sent++;
        }
        return sent;
    }

    private static boolean serves(PeerState peer, RunningJob job, long now) {
        return peer.serves(job.request().model(), job.request().modelPackage(), now);
    }

    private String noNodeReason(RunningJob job) {
        String model = job.request().model();
        List<String> served = membership.all().stream()
                .filter(PeerState::online)
                .flatMap(p -> p.report().models().stream())
                .map(m -> m.name())
                .distinct()
                .sorted()
                .toList();
        String known = served.isEmpty() ? "no node is online" : "the nodes online serve " + String.join(", ", served);
        return "no node of mesh '" + topics.mesh() + "' serves model '" + model + "'"
                + job.request().modelPackage().map(d -> " (package " + d + ")").orElse("") + "; " + known;
    }

    private Optional<Candidate> choose(RunningJob job, Optional<Slot> again, ModelIndex.Group serving, long now) {
        if (again.isPresent()
                && !again.get().excluded.isEmpty()
                && !Candidates.any(serving.peers(), p -> serves(p, job, now) && !isExcluded(again, p), random)) {
            again.get().excluded.clear(); // every node failed at it once: each gets another chance
        }
        List<PeerState> drawn = Candidates.draw(
                serving.peers(),
                p -> serves(p, job, now) && !isExcluded(again, p) && p.hasRoom(limits.tasksPerNodeMax(), now),
                random);
        List<Candidate> candidates = new ArrayList<>(drawn.size());
        for (PeerState peer : drawn) {
            peer.find(job.request().model(), job.request().modelPackage())
                    .ifPresent(m -> candidates.add(peer.candidate(m)));
        }
        int rows = again.map(Slot::rows).orElse(Placement.ROWS_MIN);
        return candidates.isEmpty() ? Optional.empty() : Optional.of(Placement.better(candidates, rows));
    }

    private static boolean isExcluded(Optional<Slot> again, PeerState peer) {
        return again.isPresent() && again.get().excluded.contains(peer.node());
    }

    private boolean send(RunningJob job, Optional<Slot> again, Candidate chosen, double totalSpeed, long now) {
        PeerState peer = membership.find(chosen.node()).orElseThrow();
        Optional<IdentityRegistry.Known> identity = identities.find(chosen.node());
        if (identity.isEmpty()) {
            peer.rest(now + REST_MS); // its session ended; a new one is on its way
            return true;
        }
        int rows = again.map(Slot::rows)
                .orElseGet(() -> Placement.taskRows(job.remainingRows(), chosen, totalSpeed, job.rowsPerTaskMax()));
        Slot slot = again.orElseGet(() -> job.cut(rows));
        Nonce nonce = Nonce.draw(random);
        long budget = job.deadlineMillis() - now;
        Bytes message = request(job, slot, nonce, identity.get(), budget);
        if (!transport.publish(new Outgoing(
                topics.task(chosen.node()),
                message,
                false,
                Optional.of(replyTopic),
                nonce.value(),
                Duration.ofMillis(
                        Math.max(1, Math.min(budget, limits.clockSkewMax().toMillis())))))) {
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
        Attempt attempt = new Attempt(job, slot, peer, nonce, now, clock.wallMillis(), compute, now + patience);
        attempts.put(nonce, attempt);
        timeouts.add(attempt);
        counters.tasksSent.increment();
        return true;
    }

    private Bytes request(RunningJob job, Slot slot, Nonce nonce, IdentityRegistry.Known node, long budgetMillis) {
        Bytes contents = new TaskRequest(
                        job.request().model(), job.request().modelPackage(), budgetMillis, slot.inputs())
                .encode();
        SealedFrame frame = secrecy.seal(node, nonce, contents);
        try {
            Bytes notice = self.notice();
            int sizeBytes = frame.sizeBytes() + CborWriter.sizeOfBytes(notice.size());
            return envelope.seal(
                    self.current(), MessageType.REQUEST, clock.wallMillis(), SealedFrame.KEYS + 1, sizeBytes, out -> {
                        frame.writeTo(out);
                        SealedFrame.writeIdentity(out, notice);
                    });
        } catch (SigningException e) {
            throw new IllegalStateException("a session key in memory can't fail to sign", e);
        }
    }

    /** Takes {@code message} if it came to this peer's reply topic. */
    boolean offer(Incoming message) throws Dropped {
        if (!message.topic().equals(replyTopic)) {
            return false;
        }
        Envelope.Unchecked opened =
                envelope.open(message.payload(), MessageType.RESPONSE, limits.taskBytesMax() + MESSAGE_OVERHEAD_BYTES);
        SealedFrame frame;
        try {
            frame = SealedFrame.readFrom(opened.body(), message.payload().size());
        } catch (MalformedException e) {
            throw new Dropped(DropReason.MALFORMED, e.getMessage());
        }
        if (!frame.recipient().equals(self.node())) {
            throw new Dropped(DropReason.WRONG_RECIPIENT, "a response to " + frame.recipient());
        }
        Attempt attempt = attempts.get(frame.nonce());
        if (attempt == null || attempt.slot().answered || !attempt.peer().node().equals(opened.sender())) {
            throw new Dropped(DropReason.UNEXPECTED, "a response to nothing that is open");
        }
        try {
            respond(attempt, opened, frame);
        } catch (Dropped dropped) {
            // The signature is not the node's, or what it signed makes no sense: whoever sent it, the task is redone.
            notBelieved(attempt, dropped.getMessage(), dropped.reason() != DropReason.BAD_SIGNATURE);
            throw dropped;
        }
        return true;
    }

    private void respond(Attempt attempt, Envelope.Unchecked opened, SealedFrame frame) throws Dropped {
        IdentityRegistry.Known sender = identities
                .find(opened.sender())
                .orElseThrow(() -> new Dropped(DropReason.UNKNOWN_SENDER, "the identity of the node is out of date"));
        IdentityRegistry.check(envelope, opened, sender);
        TaskResponse response;
        try {
            response = TaskResponse.decode(secrecy.open(frame, opened.sender()));
        } catch (MalformedException e) {
            throw new Dropped(DropReason.MALFORMED, e.getMessage());
        }
        if (membership.isShunned(opened.sender())) {
            notBelieved(attempt, "its log forked", false);
        } else if (response instanceof TaskResponse.Refused refused) {
            refused(attempt, refused);
        } else if (response instanceof TaskResponse.Answered answered) {
            AnswerCheck.Outcome outcome = check.check(attempt, sender, self.node(), answered);
            if (outcome instanceof AnswerCheck.Believed believed) {
                believed(attempt, believed);
            } else if (outcome instanceof AnswerCheck.Unwitnessed unwitnessed) {
                unwitnessed(attempt, unwitnessed.reason());
            } else if (outcome instanceof AnswerCheck.NotBelieved not) {
                notBelieved(attempt, not.reason(), true);
            }
        }
    }

    private void believed(Attempt attempt, AnswerCheck.Believed believed) {
        long now = clock.monotonicMillis();
        attempt.end();
        attempt.peer().answered((double) (now - attempt.sentMillis()), attempt.expectedComputeMillis());
        counters.tasksAnswered.increment();
        Slot slot = attempt.slot();
        TaskAnswer answer = new TaskAnswer(
                slot.from(),
                slot.from() + slot.rows(),
                attempt.peer().node(),
                believed.proof(),
                believed.verdict(),
                now - slot.firstSentMillis,
                slot.attempts);
        if (attempt.job().answer(slot, answer)) {
            attempt.job().complete();
            forget(attempt.job());
        }
    }

    /** The node may do better when it has found its witnesses again. */
    private void unwitnessed(Attempt attempt, String reason) {
        counters.answersNotBelieved.increment();
        events.accept(new MeshEvent.AnswerNotBelieved(attempt.peer().node(), reason));
        attempt.peer().rest(clock.monotonicMillis() + UNWITNESSED_REST_MS);
        retry(attempt, "the answer of node " + shortId(attempt) + " is of no use: " + reason, Blame.LATE);
    }

    private void notBelieved(Attempt attempt, String reason, boolean distrust) {
        counters.answersNotBelieved.increment();
        PeerState peer = attempt.peer();
        LOG.warn("answer of node {} not believed: {}; the task is redone elsewhere", peer.node(), reason);
        events.accept(new MeshEvent.AnswerNotBelieved(peer.node(), reason));
        if (distrust) {
            peer.distrust(clock.monotonicMillis() + limits.distrust().toMillis());
        }
        retry(attempt, "the answer of node " + shortId(attempt) + " was not believed: " + reason, Blame.FAILED);
    }

    private void refused(Attempt attempt, TaskResponse.Refused refused) {
        Slot slot = attempt.slot();
        String reason = "node " + shortId(attempt) + " refused: " + refused.reason();
        if (refused.refusal() == Refusal.BUSY) {
            attempt.peer().rest(clock.monotonicMillis() + REST_MS + random.nextInt(REST_MS));
            retry(attempt, reason, Blame.NONE);
            return;
        }
        retry(attempt, reason, Blame.FAILED);
        if (!refused.refusal().worthRetrying()) {
            slot.finalRefusals++;
            boolean others = Candidates.any(
                    membership.serving(attempt.job().request().model()).peers(),
                    p -> serves(p, attempt.job(), clock.monotonicMillis()) && !slot.excluded.contains(p.node()),
                    random);
            // One node alone can't end a job by refusing it: a second opinion is asked where there is one.
            if (slot.finalRefusals >= 2 || !others) {
                attempt.job().fail(reason);
            }
        }
    }
}
