package io.signet.mesh.internal;

import io.signet.mesh.DropReason;
import io.signet.mesh.Refusal;
import io.signet.mesh.spi.Outgoing;
import io.signet.mesh.spi.TaskOrder;
import io.signet.mesh.spi.TaskOutcome;
import io.signet.mesh.spi.Transport;
import io.signet.runtime.Clock;
import io.signet.statement.Bytes;
import io.signet.statement.Cosignature;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;

/**
 * Serves the tasks of others: admits each authenticated, fresh request once, refuses at once when full, and answers
 * when the node's log holds the statement. Touched by the mesh's agent only, but for completions.
 */
final class Worker {
    /** Nonces remembered: ten minutes of the fastest node's requests. */
    private static final int NONCES_MAX = 100_000;

    private final PeerParts parts;
    private final ServiceInbox inbox;
    private final ServiceParts served;
    private final ReplayGuard replays;
    private final ResponseCache responses = new ResponseCache();
    private final Map<ServiceInbox.Key, ServiceInbox.Sender> running = new HashMap<>();
    /** Bounded by {@link ServiceParts#tasksMax}: only running tasks complete. */
    private final Queue<Completion> completions = new ConcurrentLinkedQueue<>();
    /** They keep their places. */
    private final HeldAnswers<Asker> held;
    /** Responses that the transport did not take yet. Bounded by twice {@link ServiceParts#tasksMax}. */
    private final Deque<Outgoing> unsent = new ArrayDeque<>();

    /** Why no task is taken any more, if so. */
    private Optional<String> drained = Optional.empty();

    private record Completion(ServiceInbox.Key key, TaskOutcome outcome) {}

    private record Asker(ServiceInbox.Key key, ServiceInbox.Sender sender) {}

    Worker(PeerParts parts, ServiceInbox inbox, ServiceParts served) {
        this.parts = parts;
        this.inbox = inbox;
        this.served = served;
        this.held = served.held(parts.clock(), this::release);
        this.replays =
                new ReplayGuard(NONCES_MAX, 2 * parts.limits().clockSkewMax().toMillis());
    }

    /** Takes a request, whose sender was checked. */
    void take(ServiceInbox.Request request) throws Dropped {
        admit(request.key(), request.frame(), request.sender());
    }

    private void admit(ServiceInbox.Key key, SealedFrame frame, ServiceInbox.Sender sender) throws Dropped {
        switch (replays.admit(key.requester(), key.nonce(), parts.clock().monotonicMillis())) {
            case SEEN_BEFORE -> {
                Optional<Outgoing> before = responses.find(key);
                if (before.isPresent()) {
                    send(before.get()); // the answer may have been lost with the broker
                    return;
                }
                throw new Dropped(DropReason.REPLAYED, "a request of " + key.requester() + " for the second time");
            }
            case FULL -> refuse(key, sender, Refusal.BUSY, "too many requests to remember");
            case FIRST -> {
                Optional<String> closed = closed();
                if (closed.isPresent()) {
                    refuse(key, sender, Refusal.BUSY, closed.get());
                } else if (runningTasks() >= served.tasksMax()) {
                    refuse(key, sender, Refusal.BUSY, "all " + served.tasksMax() + " places are taken");
                } else {
                    run(key, frame, sender);
                }
            }
        }
    }

    private void run(ServiceInbox.Key key, SealedFrame frame, ServiceInbox.Sender sender) throws Dropped {
        Bytes contents = parts.secrecy().open(frame, key.requester());
        TaskRequest request = Fields.orDrop(() -> TaskRequest.decode(contents));
        Clock clock = parts.clock();
        long budgetNanos =
                Duration.ofMillis(Math.min(request.budgetMillis(), 3_600_000)).toNanos();
        TaskOrder task = new TaskOrder(
                key.requester(),
                key.nonce(),
                request.model(),
                request.modelPackage(),
                request.inputs(),
                clock.monotonicNanos() + budgetNanos);
        running.put(key, sender);
        var unused = served.service().execute(task).thenAccept(outcome -> {
            completions.add(new Completion(key, outcome));
            served.wake().run();
        });
    }

    /** Answers what was computed; returns how much it did. */
    int tick() {
        int work = 0;
        for (Completion done = completions.poll(); done != null; done = completions.poll()) {
            ServiceInbox.Sender sender = running.remove(done.key());
            if (sender == null) {
                continue; // handed back meanwhile
            }
            if (done.outcome() instanceof TaskOutcome.Answered answered) {
                held.hold(new Asker(done.key(), sender), answered);
            } else {
                parts.counters().tasksRefused.increment();
                respond(done.key(), sender, done.outcome(), List.of());
            }
            work++;
        }
        work += held.letGo(false);
        while (!unsent.isEmpty() && parts.transport().publish(unsent.peekFirst())) {
            unsent.removeFirst();
            work++;
        }
        return work;
    }

    private void release(Asker asker, TaskOutcome outcome, List<Cosignature> cosignatures) {
        Counters counters = parts.counters();
        (outcome instanceof TaskOutcome.Answered ? counters.tasksServed : counters.tasksRefused).increment();
        respond(asker.key(), asker.sender(), outcome, cosignatures);
    }

    private void respond(
            ServiceInbox.Key key, ServiceInbox.Sender sender, TaskOutcome outcome, List<Cosignature> cosignatures) {
        Outgoing response = response(key, sender, outcome, cosignatures);
        responses.keep(key, response);
        send(response);
    }

    /** When an answer must not be held any longer. */
    long dueMillis() {
        return held.dueMillis();
    }

    private void refuse(ServiceInbox.Key key, ServiceInbox.Sender sender, Refusal refusal, String reason) {
        parts.counters().tasksRefused.increment();
        send(response(key, sender, new TaskOutcome.Refused(refusal, reason), List.of()));
    }

    private void send(Outgoing response) {
        Transport transport = parts.transport();
        if (!transport.publish(response)) {
            if (unsent.size() >= 2 * served.tasksMax()) {
                unsent.removeFirst(); // the oldest is most likely given up by its requester
            }
            unsent.addLast(response);
        }
    }

    private Outgoing response(
            ServiceInbox.Key key, ServiceInbox.Sender sender, TaskOutcome outcome, List<Cosignature> cosignatures) {
        Bytes contents = TaskResponse.encode(outcome, cosignatures);
        return inbox.reply(MessageType.RESPONSE, key, sender, contents);
    }

    /** True if responses wait that the transport did not take. */
    boolean hasUnsent() {
        return !unsent.isEmpty();
    }

    int runningTasks() {
        return running.size() + held.size();
    }

    boolean accepting() {
        return closed().isEmpty();
    }

    /** Why no task is taken now, if so. */
    Optional<String> closed() {
        if (drained.isPresent()) {
            return drained;
        }
        Optional<Witnesses> witnesses = served.witnesses();
        if (witnesses.flatMap(Witnesses::setBack).isPresent()) {
            return Optional.of("the node's log was set back");
        }
        return witnesses.filter(w -> !w.ready()).map(w -> "the node's log is being compared with what witnesses saw");
    }

    /** Takes no new task from now on; says {@code why}. */
    void drain(String why) {
        drained = drained.or(() -> Optional.of(why));
    }

    /** Sends what waits for cosignatures, and gives what still runs back to its requesters, who place it elsewhere. */
    void handBack() {
        held.letGo(true);
        Map<ServiceInbox.Key, ServiceInbox.Sender> left = new LinkedHashMap<>(running);
        running.clear();
        left.forEach((key, sender) -> refuse(key, sender, Refusal.BUSY, "the node is shutting down"));
    }
}
