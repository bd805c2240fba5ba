package io.signet.attestation;

import io.signet.attestation.StatementQueue.Pending;
import io.signet.attestation.internal.BatchTree;
import io.signet.attestation.internal.LogStore;
import io.signet.runtime.Agent;
import io.signet.runtime.Clock;
import io.signet.runtime.Storage;
import io.signet.statement.Bytes;
import io.signet.statement.Digest;
import io.signet.statement.NodeId;
import io.signet.statement.Receipt;
import io.signet.statement.TreeHead;
import io.signet.statement.cose.CoseSigner;
import io.signet.statement.cose.SigningException;
import io.signet.statement.merkle.ConsistencyProof;
import io.signet.statement.merkle.InclusionProof;
import io.signet.statement.tile.TileId;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.LongAdder;
import java.util.concurrent.locks.ReentrantLock;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The {@link NodeLog}, as an agent: each duty cycle takes all statements that wait, writes them, signs one head over
 * them, writes it, and gives each its receipt. So the window adapts by itself: a statement that comes alone is signed at
 * once, and those that come while the key signs share the next signature, which then waits for
 * {@link LogOptions#headIntervalMin} if there is one. A duty cycle lasts as long as the storage and the key take.
 */
public final class LogAgent implements Agent, NodeLog {
    private static final Logger LOG = LoggerFactory.getLogger(LogAgent.class);
    private static final long CLOSE_WAIT_MAX_S = 5;

    private final LogStore store;
    private final CoseSigner signer;
    private final NodeId node;
    private final Clock clock;
    private final LogOptions options;
    private final LogTiler tiler;
    private final HeadPace pace;
    private final StatementQueue queue;
    private final LongAdder refused = new LongAdder();
    private final AtomicBoolean asleep = new AtomicBoolean();
    private final ReentrantLock driving = new ReentrantLock();
    private volatile Runnable wake = () -> {};
    private volatile Outage outage = Outage.NONE;
    private volatile boolean closed;
    /** Ends never. */
    private volatile Outage suspension = Outage.NONE;

    /** Written by the driving thread alone. */
    private volatile Progress progress = new Progress(0, 0, 0);

    private boolean filesClosed;

    private LogAgent(LogStore store, HardwareKey key, Clock clock, LogOptions options) {
        this.store = store;
        this.signer = key.signer();
        this.node = key.node();
        this.clock = clock;
        this.options = options;
        this.queue = new StatementQueue(options);
        this.tiler = new LogTiler(store, clock, options.retry());
        this.pace = new HeadPace(options.headIntervalMin(), clock.monotonicNanos());
    }

    /**
     * Opens the log in {@code storage}, or begins one, and checks that what the last head covers gives its root: all
     * entries that are not under full tiles of level 1 (the last 65,536 or so), and the hashes of those before. Whoever
     * calls this drives the agent and, last, closes it.
     *
     * @param storage of this log alone; claimed until {@link #close()}
     * @param key the log's own; a log does not change its key
     * @throws TamperedLogException if entries that the node signed for are missing or altered
     * @throws LogUnavailableException if the storage fails or is in use, or it is another node's log
     */
    public static LogAgent open(Storage storage, HardwareKey key, Clock clock, LogOptions options)
            throws AttestationException {
        LogStore store = LogStore.open(storage, key, clock, options.segmentBytesMax());
        return new LogAgent(store, key, clock, options);
    }

    /** Has {@code wake} called when a statement comes while the agent idles; it must return at once. */
    public void onWork(Runnable wake) {
        this.wake = wake;
    }

    @Override
    public CompletionStage<Receipt> append(Bytes statement) {
        int sizeBytes = statement.size();
        if (sizeBytes < 1 || sizeBytes > STATEMENT_SIZE_BYTES_MAX) {
            throw new IllegalArgumentException(
                    "a statement has 1 to " + STATEMENT_SIZE_BYTES_MAX + " bytes, not " + sizeBytes);
        }
        Outage current = outage();
        if (closed || current.present()) {
            return refuse(new LogUnavailableException(closed ? "the log is closed" : current.reason()));
        }
        Optional<Pending> pending = queue.offer(statement);
        if (pending.isEmpty()) {
            return refuse(new LogFullException(options.queueStatementsMax(), options.queueBytesMax()));
        }
        if (closed && queue.withdraw(pending.get())) { // it came too late for the last duty cycle
            return refuse(new LogUnavailableException("the log is closed"));
        }
        if ((asleep.get() && asleep.compareAndSet(true, false)) || pending.get().halfFull()) {
            wake.run();
        }
        return pending.get().receipt();
    }

    private CompletionStage<Receipt> refuse(AttestationException reason) {
        refused.increment();
        return CompletableFuture.failedStage(reason);
    }

    @Override
    public int doWork() {
        if (!driving.tryLock()) {
            return 0; // being closed
        }
        try {
            return filesClosed ? 0 : work();
        } finally {
            driving.unlock();
        }
    }

    private Outage outage() {
        return suspension.present() ? suspension : outage;
    }

    @Override
    public void suspend(String reason) {
        if (!suspension.present()) {
            LOG.error("{}; no receipts any more", reason);
            suspension = new Outage(reason, 0, true);
            wake.run();
        }
    }

    private int work() {
        Outage current = outage();
        if (current.present()) {
            int failed = fail(queue.drain(), new LogUnavailableException(current.reason()));
            return failed + (current.isOver(clock) ? retry() : 0);
        }
        boolean tiling = tiler.dueInNanos() == 0;
        if (queue.isEmpty() && !store.hasUncovered() && !tiling) {
            asleep.set(true);
            if (queue.isEmpty()) {
                return 0;
            }
            asleep.set(false); // one came meanwhile, and may not have seen that we idle
        }
        if (headDueInNanos() > 0) {
            return tiling ? tile() : 0;
        }
        int done = commit(queue.drain());
        if (tiler.lags()) {
            tile();
        }
        return done;
    }

    /**
     * {@inheritDoc} Under load the next head waits for {@link LogOptions#headIntervalMin}; meanwhile, and when there is
     * nothing else to do, entries become tiles.
     */
    @Override
    public long dueInNanos() {
        Outage current = outage();
        return current.present() ? current.dueInNanos(clock) : Math.min(headDueInNanos(), tiler.dueInNanos());
    }

    private int tile() {
        try {
            tiler.work();
        } catch (TamperedLogException e) {
            suspend(e.getMessage() + "; restart the node to have the log checked");
        }
        return 1;
    }

    private long headDueInNanos() {
        if (queue.isEmpty() && !store.hasUncovered()) {
            return Long.MAX_VALUE;
        }
        // A queue that is half full shall not overflow for the sake of a rarer signature.
        return queue.isHalfFull() ? 0 : pace.dueInNanos(clock.monotonicNanos());
    }

    /** Writes {@code batch} and signs a head over it, and over what was left uncovered before. */
    private int commit(List<Pending> batch) {
        long started = clock.monotonicNanos();
        boolean answered = false;
        try {
            if (batch.isEmpty()) {
                sign(store.root());
                answered = true;
                return 1;
            }
            long first = store.durableSize();
            BatchTree tree = store.write(
                    batch.stream().map(Pending::statement).toList(),
                    batch.stream().map(Pending::leafHash).toList());
            TreeHead head = sign(tree.root());
            acknowledge(batch, head, tree, first, started);
            answered = true;
        } catch (IOException e) {
            fail(batch, "the log can't be written: " + e.getMessage(), e);
            answered = true;
        } catch (SigningException e) {
            fail(batch, "the node's key does not sign: " + e.getMessage(), e);
            answered = true;
        } finally {
            if (!answered) { // a bug, which the driver reports: nobody shall wait for ever because of it
                fail(batch, new LogUnavailableException("the log failed; its own log says why"));
            }
        }
        return batch.size();
    }

    private TreeHead sign(Digest root) throws SigningException, IOException {
        // A clock that was set back must not make heads go back.
        long timeMillis = Math.max(clock.wallMillis(), store.head().timeMillis());
        TreeHead head = TreeHead.sign(signer, node, store.durableSize(), root, timeMillis);
        store.publish(head);
        return head;
    }

    private void acknowledge(List<Pending> batch, TreeHead head, BatchTree tree, long first, long started) {
        long now = clock.monotonicNanos();
        pace.signed(now, batch.size() > 1);
        progress = progress.plus(batch.size(), now - started);
        for (int i = 0; i < batch.size(); i++) {
            batch.get(i).receipt().complete(new Receipt(head, tree.proof(first + i)));
        }
    }

    private void fail(List<Pending> batch, String reason, Throwable cause) {
        if (!outage.present()) {
            LOG.error("{}; no receipts until it works again", reason, cause);
        }
        outage = store.broken()
                ? new Outage(reason + "; restart the node to have the log checked", 0, true)
                : new Outage(reason, clock.monotonicNanos() + options.retry().toNanos(), false);
        fail(batch, new LogUnavailableException(reason, cause));
    }

    private int fail(List<Pending> batch, LogUnavailableException reason) {
        refused.add(batch.size());
        batch.forEach(pending -> pending.receipt().completeExceptionally(reason));
        return batch.size();
    }

    /** Covers what was left uncovered, which tells whether the key signs again; then takes statements again. */
    private int retry() {
        try {
            if (store.hasUncovered()) {
                sign(store.root());
            }
            outage = Outage.NONE;
            LOG.info("the log takes statements again");
        } catch (IOException e) {
            fail(List.of(), "the log can't be written: " + e.getMessage(), e);
        } catch (SigningException e) {
            fail(List.of(), "the node's key does not sign: " + e.getMessage(), e);
        }
        return 1;
    }

    @Override
    public String name() {
        return "node-log";
    }

    @Override
    public TreeHead head() {
        return store.head();
    }

    @Override
    public Bytes entry(long index) throws AttestationException {
        return store.entry(index);
    }

    @Override
    public InclusionProof prove(long index, long treeSize) throws AttestationException {
        return store.prove(index, treeSize);
    }

    @Override
    public ConsistencyProof consistency(long from, long to) throws AttestationException {
        return store.consistency(from, to);
    }

    @Override
    public Bytes tile(TileId tile) throws AttestationException {
        return store.tile(tile);
    }

    @Override
    public LogStats stats() {
        Progress now = progress;
        return new LogStats(
                size(),
                now.acknowledged,
                refused.sum(),
                now.signatures,
                queue.size(),
                now.lastCommitNanos,
                store.tiledSize(),
                !closed && !outage().present());
    }

    /** {@inheritDoc} Whoever drives the agent may go on or stop before; this waits for a duty cycle under way. */
    @Override
    public void close() {
        closed = true;
        if (!lockDriving()) {
            LOG.error("the log's files leaked: its last duty cycle did not end within {} s", CLOSE_WAIT_MAX_S);
            return;
        }
        try {
            if (filesClosed) {
                return;
            }
            if (!outage().present() && !queue.isEmpty()) {
                commit(queue.drain());
            }
            fail(queue.drain(), new LogUnavailableException("the log is closed"));
            filesClosed = true;
            store.close();
        } catch (IOException e) {
            LOG.warn("the log's files did not close cleanly; nothing acknowledged is lost", e);
        } finally {
            driving.unlock();
        }
    }

    private boolean lockDriving() {
        try {
            return driving.tryLock(CLOSE_WAIT_MAX_S, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return driving.tryLock();
        }
    }

    private record Progress(long acknowledged, long signatures, long lastCommitNanos) {
        Progress plus(int statements, long commitNanos) {
            return new Progress(acknowledged + statements, signatures + 1, commitNanos);
        }
    }
}
