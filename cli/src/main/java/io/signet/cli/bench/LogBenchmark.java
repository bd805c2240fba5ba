package io.signet.cli.bench;

import io.signet.attestation.LogStats;
import io.signet.statement.Bytes;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Semaphore;

/** How many statements share one signature while the log has all the work that it takes. */
final class LogBenchmark implements Benchmark {
    private static final String NAME = "statements_per_signature";
    private static final double AT_LEAST = 1_000;
    private static final Duration RUN = Duration.ofSeconds(4);
    /** Statements under way: what keeps a fast node's log busy, well below the log's own bound. */
    private static final int IN_FLIGHT = 8_192;

    @Override
    public List<String> names() {
        return List.of(NAME);
    }

    @Override
    public List<Figure> run() throws BenchmarkException {
        try (TestLog test = TestLog.create()) {
            Semaphore places = new Semaphore(IN_FLIGHT);
            long end = System.nanoTime() + RUN.toNanos();
            for (long i = 0; System.nanoTime() < end; i++) {
                Bytes statement = TestLog.statement(test.key().node(), i).encode();
                places.acquireUninterruptibly();
                var unused = test.log().append(statement).whenComplete((receipt, failure) -> places.release());
            }
            places.acquireUninterruptibly(IN_FLIGHT);
            LogStats stats = test.log().stats();
            return List.of(
                    Figure.of(NAME, stats.statementsPerSignature(), "statements/signature", Budget.atLeast(AT_LEAST)));
        }
    }
}
