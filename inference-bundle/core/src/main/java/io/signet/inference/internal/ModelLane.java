package io.signet.inference.internal;

import io.signet.inference.HostSettings;
import io.signet.inference.InferenceOutcome;
import io.signet.inference.InferenceOutcome.Refused;
import io.signet.inference.InferenceRequest;
import io.signet.inference.LoadSnapshot;
import io.signet.inference.ModelInfo;
import io.signet.inference.Refusal;
import io.signet.inference.internal.Batcher.Admission;
import io.signet.inference.internal.Batcher.Batch;
import io.signet.inference.internal.Batcher.Entry;
import io.signet.inference.internal.Batcher.Full;
import io.signet.inference.internal.Batcher.Waits;
import io.signet.runtime.Agent;
import io.signet.runtime.Clock;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.LongAdder;

/**
 * The way of one model's requests: checked, queued, batched, run, answered. Any thread may {@link #offer}; as many
 * threads as {@link HostSettings#runsMax} may step it by {@link #doWork}, each of which computes at most one batch; a
 * thread that never computes calls {@link #watch}, so that a run without an end leaves nobody without an answer.
 */
public final class ModelLane implements Agent, AutoCloseable {
    /**
     * A request and where its outcome goes.
     *
     * @param answered true once somebody gives the outcome: the run, or the watch
     */
    record Waiting(InferenceRequest request, CompletableFuture<InferenceOutcome> outcome, AtomicBoolean answered) {}

    private static final Refused DISPLACED = new Refused(
            Refusal.BUSY,
            "busy: the queue is full, and a request of a higher priority took its place; ask again, or another node");

    private record Running(Batch<Waiting> batch, long startedNanos) {}

    private final HostedModel model;
    private final Clock clock;
    private final RequestCheck check;
    private final BatchRunner runner;
    private final long runNanosMax;
    private final LongAdder completed = new LongAdder();
    private final LongAdder refused = new LongAdder();

    private final Object lock = new Object();
    private final Batcher<Waiting> batcher;
    private final List<Running> running = new ArrayList<>();
    private final Deque<BatchTensors> spareTensors = new ArrayDeque<>();
    private boolean closed;

    private volatile Runnable wake = () -> {};

    /** The way of the requests for {@code model}, which this closes. */
    public ModelLane(HostedModel model, HostSettings settings, Clock clock) {
        this.model = model;
        this.clock = clock;
        ModelInfo info = model.info();
        this.check = new RequestCheck(info.inputs(), info.outputs(), info.rowsMax(), settings.requestBytesMax());
        this.runner = new BatchRunner(model, check);
        this.runNanosMax = settings.runTimeMax().toNanos();
        this.batcher = new Batcher<>(
                new Batcher.Bounds(
                        info.rowsMax(),
                        settings.batchDelayMax().toNanos(),
                        settings.runsMax(),
                        settings.queueRequestsMax(),
                        settings.queueBytesMax()),
                clock.monotonicNanos());
    }

    /** Sets what is called when there is something to do. */
    public void setWake(Runnable wake) {
        this.wake = wake;
    }

    /** Lets {@code request} wait for its run, or refuses it. */
    public CompletionStage<InferenceOutcome> offer(InferenceRequest request) {
        RequestCheck.Weighed weighed = check.weigh(request.inputs());
        if (weighed instanceof RequestCheck.Fits fits) {
            return offer(request, fits);
        }
        return refuse(((RequestCheck.Unfit) weighed).refused());
    }

    private CompletionStage<InferenceOutcome> offer(InferenceRequest request, RequestCheck.Fits fits) {
        long now = clock.monotonicNanos();
        if (request.deadlineMonotonicNanos() - now <= 0) {
            return refuse(new Refused(Refusal.TOO_LATE, "the deadline had passed when the request came"));
        }
        CompletableFuture<InferenceOutcome> outcome = new CompletableFuture<>();
        Entry<Waiting> entry = new Entry<>(
                new Waiting(request, outcome, new AtomicBoolean()),
                fits.key(),
                fits.rows(),
                fits.bytes(),
                now,
                request.deadlineMonotonicNanos(),
                request.priority());
        List<Entry<Waiting>> displaced;
        synchronized (lock) {
            if (closed) {
                return refuse(new Refused(Refusal.BUSY, "the model is being unloaded; ask another node"));
            }
            if (isStuck(now)) {
                return refuse(stuck());
            }
            Admission<Waiting> admission = batcher.offer(entry);
            if (admission instanceof Full<Waiting> full) {
                return refuse(new Refused(Refusal.BUSY, full.reason()));
            }
            displaced = ((Waits<Waiting>) admission).displaced();
        }
        displaced.forEach(other -> complete(other.item(), DISPLACED));
        wake.run();
        return outcome;
    }

    private CompletionStage<InferenceOutcome> refuse(Refused outcome) {
        refused.increment();
        return CompletableFuture.completedFuture(outcome);
    }

    /** A batch that has begun. Whoever has it must {@link #compute} it, on any thread. */
    public final class Run {
        private final Running running;
        private final BatchTensors tensors;

        private Run(Running running, BatchTensors tensors) {
            this.running = running;
            this.tensors = tensors;
        }

        /** Rows of all its requests. */
        public int rows() {
            return running.batch().rows();
        }

        /** Computes the batch and answers its requests. */
        public void compute() {
            List<Waiting> waiting =
                    running.batch().entries().stream().map(Entry::item).toList();
            BatchRunner.Answers answers = new BatchRunner.Answers(List.of(), false, 0);
            try {
                answers = runner.run(waiting, rows(), tensors, info(), clock);
            } finally {
                finish(running, tensors, answers);
            }
            for (int i = 0; i < waiting.size(); i++) {
                complete(waiting.get(i), answers.outcomes().get(i));
            }
        }
    }

    /** Computes the batch that is due, if there is one, on the calling thread. */
    @Override
    public int doWork() {
        int expired = expire();
        Optional<Run> run = begin();
        run.ifPresent(Run::compute);
        return expired + (run.isPresent() ? 1 : 0);
    }

    /** Answers the requests that waited too long; returns how many there were. */
    public int expire() {
        List<Entry<Waiting>> expired;
        synchronized (lock) {
            expired = batcher.expire(clock.monotonicNanos());
        }
        expired.forEach(entry -> tooLate(entry, "while the request waited"));
        return expired.size();
    }

    /** Begins the batch that is due, if there is one. */
    public Optional<Run> begin() {
        synchronized (lock) {
            long now = clock.monotonicNanos();
            Optional<Batch<Waiting>> due = closed ? Optional.empty() : batcher.next(now);
            if (due.isEmpty()) {
                return Optional.empty();
            }
            Running run = new Running(due.get(), now);
            running.add(run);
            return Optional.of(new Run(run, spareTensors.isEmpty() ? new BatchTensors() : spareTensors.pop()));
        }
    }

    private void finish(Running run, BatchTensors tensors, BatchRunner.Answers answers) {
        boolean last;
        synchronized (lock) {
            batcher.finished(run.batch(), clock.monotonicNanos());
            running.remove(run);
            spareTensors.push(tensors);
            if (answers.whole()) {
                model.throughput().ran(run.batch().rows(), answers.computeNanos());
            }
            last = closed && running.isEmpty();
        }
        if (last) {
            model.session().close();
        }
    }

    private void complete(Waiting waiting, InferenceOutcome outcome) {
        if (waiting.answered().compareAndSet(false, true)) {
            (outcome instanceof Refused ? refused : completed).increment(); // counted before anyone can see the outcome
            waiting.outcome().complete(outcome);
        }
    }

    private void tooLate(Entry<Waiting> entry, String when) {
        complete(entry.item(), new Refused(Refusal.TOO_LATE, "the deadline passed " + when));
    }

    /**
     * Answers whom the runs under way would answer too late, and gives up what waits behind a run that takes too long.
     *
     * @return how many requests it answered
     */
    public int watch() {
        List<Entry<Waiting>> late;
        List<Entry<Waiting>> given = new ArrayList<>();
        synchronized (lock) {
            long now = clock.monotonicNanos();
            late = new ArrayList<>(batcher.expire(now));
            for (Running run : running) {
                for (Entry<Waiting> entry : run.batch().entries()) {
                    boolean open = !entry.item().answered().get();
                    if (open && entry.deadlineNanos() - now <= 0) {
                        late.add(entry);
                    } else if (open && isStuck(run, now)) {
                        given.add(entry);
                    }
                }
            }
            if (isStuck(now)) {
                given.addAll(batcher.drain());
            }
        }
        late.forEach(entry -> tooLate(entry, "before the answer was there"));
        given.forEach(entry -> complete(entry.item(), stuck()));
        return late.size() + given.size();
    }

    private boolean isStuck(long nowNanos) {
        for (Running run : running) {
            if (isStuck(run, nowNanos)) {
                return true;
            }
        }
        return false;
    }

    private boolean isStuck(Running run, long nowNanos) {
        return nowNanos - run.startedNanos() > runNanosMax;
    }

    private Refused stuck() {
        return new Refused(
                Refusal.FAILED,
                "model " + model.info().name() + " has been computing for more than " + runNanosMax / 1_000_000
                        + " ms; it takes requests again once that run ends");
    }

    @Override
    public long dueInNanos() {
        synchronized (lock) {
            return batcher.dueInNanos(clock.monotonicNanos());
        }
    }

    @Override
    public String name() {
        return "model-" + model.info().name();
    }

    /** The model, with its speed as measured so far. */
    public ModelInfo info() {
        synchronized (lock) {
            return model.info().withRowsPerSecond(model.throughput().rowsPerSecond());
        }
    }

    /** The model as it was loaded. */
    public HostedModel model() {
        return model;
    }

    /** How busy this model is. */
    public LoadSnapshot load() {
        synchronized (lock) {
            double rows = batcher.queuedRows() + batcher.runningRows();
            return new LoadSnapshot(
                    batcher.queuedRequests(),
                    batcher.queuedRows(),
                    batcher.queuedBytes(),
                    batcher.runningRows(),
                    Math.round(rows * 1e9 / model.throughput().rowsPerSecond()),
                    completed.sum(),
                    refused.sum());
        }
    }

    /** Refuses what waits, and frees the model as soon as no run needs it any more. */
    @Override
    public void close() {
        List<Entry<Waiting>> drained;
        boolean free;
        synchronized (lock) {
            if (closed) {
                return;
            }
            closed = true;
            drained = batcher.drain();
            free = running.isEmpty();
        }
        drained.forEach(entry ->
                complete(entry.item(), new Refused(Refusal.BUSY, "the model is being unloaded; ask another node")));
        if (free) {
            model.session().close();
        }
    }
}
