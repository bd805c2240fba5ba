package io.signet.cli.bench;

import java.io.IOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/** Callers over HTTP/1.1, each of which sends its next request when it has the last answer. */
final class HttpLoad implements AutoCloseable {
    private final HttpClient client =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    private final ExecutorService threads;
    private final int callers;

    HttpLoad(int callers) {
        this.callers = callers;
        this.threads = Executors.newFixedThreadPool(callers);
    }

    /**
     * What came of a turn.
     *
     * @param perSecond answers in a second
     * @param nanos how long each took
     */
    record Turn(double perSecond, List<Long> nanos) {}

    /** Sends {@code request} once. */
    HttpResponse<byte[]> send(HttpRequest request) throws IOException, InterruptedException {
        return client.send(request, HttpResponse.BodyHandlers.ofByteArray());
    }

    /** All callers send {@code request} again and again for {@code time}. */
    Turn run(HttpRequest request, Duration time) throws InterruptedException, BenchmarkException {
        long start = System.nanoTime();
        long end = start + time.toNanos();
        Callable<List<Long>> caller = () -> {
            List<Long> times = new ArrayList<>();
            long before = System.nanoTime();
            while (before - end < 0) {
                HttpResponse<byte[]> answer = send(request);
                long after = System.nanoTime();
                if (answer.statusCode() != 200) {
                    throw new BenchmarkException(request.uri() + " answers " + answer.statusCode());
                }
                times.add(after - before);
                before = after;
            }
            return times;
        };
        List<Future<List<Long>>> running = new ArrayList<>();
        for (int i = 0; i < callers; i++) {
            running.add(threads.submit(caller));
        }
        List<Long> all = new ArrayList<>();
        for (Future<List<Long>> one : running) {
            try {
                all.addAll(one.get());
            } catch (ExecutionException e) {
                throw new BenchmarkException("a request failed: " + e.getCause(), e);
            }
        }
        return new Turn(all.size() * 1e9 / (System.nanoTime() - start), all);
    }

    @Override
    public void close() {
        threads.shutdownNow();
    }
}
