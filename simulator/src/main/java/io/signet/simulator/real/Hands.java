package io.signet.simulator.real;

import java.io.IOException;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;

/** Does what takes its time, such as waiting for a process to end: in order for one process, at once for several. */
final class Hands implements AutoCloseable {
    private final ExecutorService threads = Executors.newCachedThreadPool(work -> {
        Thread thread = new Thread(work, "simulator-hands");
        thread.setDaemon(true);
        return thread;
    });

    private final Map<String, CompletableFuture<Void>> last = new ConcurrentHashMap<>();
    private final AtomicInteger pending = new AtomicInteger();
    private final AtomicReference<Optional<IOException>> failure = new AtomicReference<>(Optional.empty());

    /** What is to be done. */
    interface Work {
        void run() throws IOException;
    }

    /** Has {@code work} done after all that was asked of {@code whom} before. */
    void ask(String whom, Work work) {
        pending.incrementAndGet();
        last.compute(
                whom,
                (name, before) -> follow(before == null ? CompletableFuture.completedFuture(null) : before, work));
    }

    private CompletableFuture<Void> follow(CompletableFuture<Void> before, Work work) {
        return before.thenRunAsync(
                () -> {
                    try {
                        work.run();
                    } catch (IOException e) {
                        failure.compareAndSet(Optional.empty(), Optional.of(e));
                    } finally {
                        pending.decrementAndGet();
                    }
                },
                threads);
    }

    /** True if nothing is left to do. */
    boolean idle() {
        return pending.get() == 0;
    }

    /** Throws the first failure, if there was one. */
    void requireNoFailure() throws IOException {
        if (failure.get().isPresent()) {
            throw failure.get().get();
        }
    }

    /** Waits for what was asked. */
    @Override
    public void close() {
        try {
            CompletableFuture.allOf(last.values().toArray(CompletableFuture[]::new))
                    .join();
        } catch (CompletionException e) {
            throw new IllegalStateException("a process could not be handled", e.getCause());
        } finally {
            threads.shutdown();
        }
    }
}
