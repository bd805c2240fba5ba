package io.signet.cli.bench;

import io.signet.inference.InferenceOutcome;
import io.signet.inference.InferenceRequest;
import io.signet.inference.ModelHost;
import io.signet.meter.MeterModel;
import io.signet.reference.RandomRequest;
import io.signet.statement.Tensor;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.IntStream;

/**
 * Callers of a model, each of whom asks for one row again as soon as he has his answer. They share a thread, as a
 * server's clients do that has few threads for many connections.
 */
final class BatcherCallers implements AutoCloseable {
    private static final Duration BEGIN = Duration.ofMillis(50);

    private final ModelHost host;
    private final List<Map<String, Tensor>> rows;
    private final Duration deadline;
    private final ExecutorService thread = Executors.newSingleThreadExecutor(task -> {
        Thread made = new Thread(task, "bench-callers");
        made.setDaemon(true);
        return made;
    });
    private final Semaphore places;
    private final AtomicBoolean asking = new AtomicBoolean();
    private final AtomicReference<Answers> answers = new AtomicReference<>(new Answers(0, 0));
    private final AtomicReference<String> refused = new AtomicReference<>("");

    /**
     * How many there were, and when the last one came.
     *
     * @param nanos of the monotonic clock
     */
    private record Answers(long count, long nanos) {
        Answers another() {
            return new Answers(count + 1, System.nanoTime());
        }

        double perSecondUntil(Answers later) {
            return (later.count - count) * 1e9 / Math.max(1, later.nanos - nanos);
        }
    }

    BatcherCallers(ModelHost host, int callers, Duration deadline) {
        this.host = host;
        this.deadline = deadline;
        this.rows = IntStream.range(0, callers)
                .mapToObj(caller -> RandomRequest.of(host.models().get(0).inputs(), 1, caller))
                .toList();
        this.places = new Semaphore(callers);
    }

    /**
     * Answers a second to all callers together, who begin when this is called and have ended when it returns. Answers come in
     * bursts, as many as ran together, so time is taken from one answer to another, and not while callers begin or end.
     */
    double answersPerSecond(Duration time) throws BenchmarkException {
        asking.set(true);
        places.acquireUninterruptibly(rows.size());
        thread.execute(() -> rows.forEach(this::ask));
        pause(BEGIN);
        Answers first = answers.get();
        pause(time);
        double perSecond = first.perSecondUntil(answers.get());
        asking.set(false);
        places.acquireUninterruptibly(rows.size());
        places.release(rows.size());
        if (!refused.get().isEmpty()) {
            throw new BenchmarkException("a request was refused: " + refused.get());
        }
        return perSecond;
    }

    private static void pause(Duration time) throws BenchmarkException {
        try {
            TimeUnit.NANOSECONDS.sleep(time.toNanos());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new BenchmarkException("interrupted", e);
        }
    }

    private void ask(Map<String, Tensor> row) {
        if (!asking.get()) {
            places.release();
            return;
        }
        var unused = host.infer(new InferenceRequest(
                        MeterModel.NAME, Optional.empty(), row, System.nanoTime() + deadline.toNanos()))
                .thenAccept(outcome -> {
                    if (outcome instanceof InferenceOutcome.Refused refusal) {
                        refused.set(refusal.reason());
                        asking.set(false);
                    }
                    answers.updateAndGet(Answers::another);
                    thread.execute(() -> ask(row));
                });
    }

    @Override
    public void close() {
        thread.shutdownNow();
    }
}
