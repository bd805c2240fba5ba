package io.signet.mesh.internal;

import io.signet.mesh.DropReason;
import io.signet.mesh.Refusal;
import io.signet.mesh.spi.Outgoing;
import io.signet.mesh.spi.TaskOrder;
import io.signet.mesh.spi.TaskOutcome;
import io.signet.mesh.spi.TaskService;
import io.signet.mesh.spi.Transport;
import io.signet.runtime.Clock;
import io.signet.statement.Bytes;
import io.signet.statement.Cosignature;
import io.signet.statement.TreeHead;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.Iterator;
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
    private final TaskService service;
    private final ServiceInbox inbox;
    private final int tasksMax;
    private final Optional<Witnesses> witnesses;
    private final long witnessWaitMillis;
    private final Runnable wake;
    private final ReplayGuard replays;
    private final ResponseCache responses = new ResponseCache();
    private final Map<ServiceInbox.Key, ServiceInbox.Sender> running = new HashMap<>();
    /** Bounded by {@code tasksMax}: only running tasks complete. */
    private final Queue<Completion> completions = new ConcurrentLinkedQueue<>();
    /** Answers that wait for cosignatures, in the order of their deadlines. They keep their places. */
    private final Deque<Held> held = new ArrayDeque<>();
    /** Responses that the transport did not take yet. Bounded by {@code 2 * tasksMax}. */
    private final Deque<Outgoing> unsent = new ArrayDeque<>();

    private boolean accepting = true;

    private record Completion(ServiceInbox.Key key, TaskOutcome outcome) {}

    private record Held(
            ServiceInbox.Key key, ServiceInbox.Sender sender, TaskOutcome.Answered answer, long deadlineMillis) {
        TreeHead head() {
            return answer.receipt().head();
        }
    }

    Worker(
            PeerParts parts,
            ServiceInbox inbox,
            TaskService service,
            int tasksMax,
            Optional<Witnesses> witnesses,
            Duration witnessWait,
            Runnable wake) {
        this.parts = parts;
        this.service = service;
        this.inbox = inbox;
        this.tasksMax = tasksMax;
        this.witnesses = witnesses;
        this.witnessWaitMillis = witnessWait.toMillis();
        this.wake = wake;
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
                } else if (runningTasks() >= tasksMax) {
                    refuse(key, sender, Refusal.BUSY, "all " + tasksMax + " places are taken");
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
        var unused = service.execute(task).thenAccept(outcome -> {
            completions.add(new Completion(key, outcome));
            wake.run();
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
                hold(done.key(), sender, answered);
            } else {
                parts.counters().tasksRefused.increment();
                respond(done.key(), sender, done.outcome(), List.of());
            }
            work++;
        }
        work += letGo(false);
        while (!unsent.isEmpty() && parts.transport().publish(unsent.peekFirst())) {
            unsent.removeFirst();
            work++;
        }
        return work;
    }

    private void hold(ServiceInbox.Key key, ServiceInbox.Sender sender, TaskOutcome.Answered answer) {
        witnesses.ifPresent(w -> w.begin(answer.receipt().head()));
        held.addLast(new Held(key, sender, answer, parts.clock().monotonicMillis() + witnessWaitMillis));
    }

    /** Answers what need not wait any longer for cosignatures, or everything; returns how much it did. */
    private int letGo(boolean everything) {
        long now = parts.clock().monotonicMillis();
        int released = 0;
        Iterator<Held> each = held.iterator();
        while (each.hasNext()) {
            Held answer = each.next();
            boolean settled = witnesses.map(w -> w.settled(answer.head())).orElse(true);
            if (everything || settled || now >= answer.deadlineMillis()) {
                each.remove();
                release(answer);
                released++;
            }
        }
        return released;
    }

    private void release(Held answer) {
        Optional<String> setBack = witnesses.flatMap(Witnesses::setBack);
        if (setBack.isPresent()) { // its receipt is of a second history
            parts.counters().tasksRefused.increment();
            TaskOutcome withheld = new TaskOutcome.Refused(Refusal.FAILED, "the node's log was set back");
            respond(answer.key(), answer.sender(), withheld, List.of());
            return;
        }
        parts.counters().tasksServed.increment();
        List<Cosignature> cosignatures =
                witnesses.map(w -> w.cosignatures(answer.head())).orElse(List.of());
        respond(answer.key(), answer.sender(), answer.answer(), cosignatures);
    }

    private void respond(
            ServiceInbox.Key key, ServiceInbox.Sender sender, TaskOutcome outcome, List<Cosignature> cosignatures) {
        Outgoing response = response(key, sender, outcome, cosignatures);
        responses.keep(key, response);
        send(response);
    }

    /** When an answer must not be held any longer. */
    long dueMillis() {
        return held.isEmpty() ? Long.MAX_VALUE : held.peekFirst().deadlineMillis();
    }

    private void refuse(ServiceInbox.Key key, ServiceInbox.Sender sender, Refusal refusal, String reason) {
        parts.counters().tasksRefused.increment();
        send(response(key, sender, new TaskOutcome.Refused(refusal, reason), List.of()));
    }

    private void send(Outgoing response) {
        Transport transport = parts.transport();
        if (!transport.publish(response)) {
            if (unsent.size() >= 2 * tasksMax) {
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
    private Optional<String> closed() {
        if (!accepting) {
            return Optional.of("the node is shutting down");
        }
        if (witnesses.flatMap(Witnesses::setBack).isPresent()) {
            return Optional.of("the node's log was set back");
        }
        return witnesses.filter(w -> !w.ready()).map(w -> "the node's log is being compared with what witnesses saw");
    }

    /** Takes no new task from now on. */
    void drain() {
        accepting = false;
    }

    /** Sends what waits for cosignatures, and gives what still runs back to its requesters, who place it elsewhere. */
    void handBack() {
        letGo(true);
        Map<ServiceInbox.Key, ServiceInbox.Sender> left = new LinkedHashMap<>(running);
        running.clear();
        left.forEach((key, sender) -> refuse(key, sender, Refusal.BUSY, "the node is shutting down"));
    }
}
