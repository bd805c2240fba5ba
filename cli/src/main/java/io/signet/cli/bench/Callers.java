package io.signet.cli.bench;

import io.signet.inference.spi.EngineException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/** Callers on threads of their own, each of whom does his own thing again and again. */
final class Callers implements AutoCloseable {
    private final List<TakingTurns.Way> ways;
    private final ExecutorService threads;

    /** One caller for each of {@code ways}. */
    Callers(List<TakingTurns.Way> ways) {
        this.ways = List.copyOf(ways);
        this.threads = Executors.newFixedThreadPool(ways.size(), task -> {
            Thread made = new Thread(task, "bench-caller");
            made.setDaemon(true);
            return made;
        });
    }

    /** Lets each caller do his thing {@code times} times, and returns when the last one is done. */
    void run(int times) throws EngineException, BenchmarkException {
        List<Future<?>> running = new ArrayList<>();
        for (TakingTurns.Way way : ways) {
            running.add(threads.submit(() -> {
                for (int i = 0; i < times; i++) {
                    way.run();
                }
                return null;
            }));
        }
        for (Future<?> caller : running) {
            await(caller);
        }
    }

    private static void await(Future<?> caller) throws EngineException, BenchmarkException {
        try {
            caller.get();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new BenchmarkException("interrupted", e);
        } catch (ExecutionException e) {
            if (e.getCause() instanceof EngineException failed) {
                throw failed;
            }
            throw new BenchmarkException(String.valueOf(e.getCause().getMessage()), e.getCause());
        }
    }

    @Override
    public void close() {
        threads.shutdownNow();
    }
}
