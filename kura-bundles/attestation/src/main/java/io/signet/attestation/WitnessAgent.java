package io.signet.attestation;

import io.signet.attestation.internal.WitnessMemory;
import io.signet.runtime.Agent;
import io.signet.runtime.Limits;
import io.signet.runtime.Storage;
import io.signet.statement.Equivocation;
import io.signet.statement.IdentityChain;
import io.signet.statement.Sighting;
import io.signet.statement.TreeHead;
import io.signet.statement.merkle.ConsistencyProof;
import io.signet.statement.merkle.PrefixProof;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import java.util.random.RandomGenerator;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The {@link WitnessBook}, as an agent: each duty cycle takes what waits, decides, makes that durable by one write, and
 * says what it decided. A duty cycle lasts as long as the storage takes.
 */
public final class WitnessAgent implements Agent, WitnessBook, AutoCloseable {
    /** Logs that there is room for unless it is said otherwise: a few MB. */
    public static final int LOGS_MAX = 20_000;

    private static final Logger LOG = LoggerFactory.getLogger(WitnessAgent.class);
    private static final int QUEUE_MAX = 1_024;
    private static final int BATCH_MAX = 256;
    private static final long CLOSE_WAIT_MAX_S = 5;

    private final WitnessMemory memory;
    private final NodeLog log;
    private final Queue<Order> queue = new ArrayBlockingQueue<>(QUEUE_MAX);
    private final ReentrantLock driving = new ReentrantLock();
    private volatile List<Equivocation> forks;
    private volatile List<Equivocation> found;
    private volatile Runnable wake = () -> {};
    private volatile boolean closed;
    private boolean failing;

    private sealed interface Order {}

    private record Observe(
            IdentityChain identity, TreeHead head, Optional<PrefixProof> path, CompletableFuture<Sighting> sighting)
            implements Order {}

    private record Keep(Equivocation proof) implements Order {}

    private record Prove(long from, long to, CompletableFuture<Optional<ConsistencyProof>> proof) implements Order {}

    private WitnessAgent(WitnessMemory memory, NodeLog log) {
        this.memory = memory;
        this.log = log;
        this.forks = memory.forks();
        this.found = memory.found();
    }

    /**
     * Opens the book in {@code storage}, or begins one. Whoever calls this drives the agent and, last, closes it.
     *
     * @param storage of this book alone; claimed until {@link #close()}
     * @param log the node's own
     * @param random draws what others can't guess
     * @param logsMax logs that there is room for, 1 to 1,000,000
     * @throws IOException if the storage fails, is in use or damaged
     */
    public static WitnessAgent open(Storage storage, NodeLog log, RandomGenerator random, int logsMax)
            throws IOException {
        Limits.requireInRange("logs.max", logsMax, 1, 1_000_000);
        return new WitnessAgent(WitnessMemory.open(storage, random, logsMax), log);
    }

    /** Has {@code wake} called when there is something to do; it must return at once. */
    public void onWork(Runnable wake) {
        this.wake = wake;
    }

    @Override
    public CompletionStage<Sighting> observe(IdentityChain identity, TreeHead head, Optional<PrefixProof> path) {
        CompletableFuture<Sighting> sighting = new CompletableFuture<>();
        if (!offer(new Observe(identity, head, path, sighting))) {
            return CompletableFuture.completedStage(new Sighting.Refused("the witness has too much to do"));
        }
        return sighting;
    }

    @Override
    public void keep(Equivocation proof) {
        if (!offer(new Keep(proof))) {
            LOG.warn("the proof that {} is not kept: the witness has too much to do", proof.describe());
        }
    }

    @Override
    public CompletionStage<Optional<ConsistencyProof>> consistency(long from, long to) {
        CompletableFuture<Optional<ConsistencyProof>> proof = new CompletableFuture<>();
        if (!offer(new Prove(from, to, proof))) {
            return CompletableFuture.completedStage(Optional.empty());
        }
        return proof;
    }

    private boolean offer(Order order) {
        if (closed || !queue.offer(order)) {
            return false;
        }
        if (closed) { // it came too late for the last duty cycle
            refuseAll();
        }
        wake.run();
        return true;
    }

    @Override
    public List<Equivocation> forks() {
        return forks;
    }

    @Override
    public List<Equivocation> found() {
        return found;
    }

    @Override
    public int doWork() {
        if (queue.isEmpty() || !driving.tryLock()) {
            return 0;
        }
        try {
            return closed ? refuseAll() : work();
        } finally {
            driving.unlock();
        }
    }

    private int work() {
        List<Order> batch = new ArrayList<>();
        while (batch.size() < BATCH_MAX && !queue.isEmpty()) {
            batch.add(queue.remove());
        }
        List<Runnable> answers = new ArrayList<>(batch.size());
        for (Order order : batch) {
            if (order instanceof Prove prove) {
                Optional<ConsistencyProof> proof = prove(prove);
                answers.add(() -> prove.proof.complete(proof));
            } else if (order instanceof Keep kept) {
                memory.keep(kept.proof, false);
            } else if (order instanceof Observe observe) {
                Sighting sighting = memory.look(observe.identity, observe.head, observe.path);
                answers.add(() -> observe.sighting.complete(failing ? withheld(sighting) : sighting));
            }
        }
        commit();
        answers.forEach(Runnable::run);
        return batch.size();
    }

    private void commit() {
        try {
            memory.commit();
            if (failing) {
                LOG.info("the witness can write its memory again");
            }
            failing = false;
        } catch (IOException e) {
            memory.rollBack();
            if (!failing) {
                LOG.error("the witness can't write its memory, and signs nothing until it can: {}", e.getMessage());
            }
            failing = true;
        }
        forks = memory.forks();
        found = memory.found();
    }

    /** What may be said of a decision that is not durable. */
    private static Sighting withheld(Sighting decided) {
        return decided instanceof Sighting.Extends
                ? new Sighting.Refused("the witness can't write its memory now")
                : decided;
    }

    private Optional<ConsistencyProof> prove(Prove order) {
        try {
            return Optional.of(log.consistency(order.from, order.to));
        } catch (AttestationException e) {
            LOG.warn("no proof for a witness of this node's log: {}", e.getMessage());
            return Optional.empty();
        } catch (IndexOutOfBoundsException e) {
            throw new IllegalStateException("the node's log has no " + order.to + " entries", e);
        }
    }

    private int refuseAll() {
        int refused = 0;
        for (Order order = queue.poll(); order != null; order = queue.poll()) {
            refused++;
            if (order instanceof Observe observe) {
                observe.sighting.complete(new Sighting.Refused("the witness is shutting down"));
            } else if (order instanceof Prove prove) {
                prove.proof.complete(Optional.empty());
            }
        }
        return refused;
    }

    @Override
    public String name() {
        return "witness";
    }

    /** Refuses what waits and closes the files; waits for a duty cycle under way. */
    @Override
    public void close() {
        closed = true;
        boolean locked = false;
        try {
            locked = driving.tryLock(CLOSE_WAIT_MAX_S, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        if (!locked) {
            LOG.error("the witness's files leaked: its last duty cycle did not end within {} s", CLOSE_WAIT_MAX_S);
            return;
        }
        try {
            refuseAll();
            memory.close();
        } catch (IOException e) {
            LOG.warn("the witness's files did not close cleanly; nothing it signed for is lost", e);
        } finally {
            driving.unlock();
        }
    }
}
