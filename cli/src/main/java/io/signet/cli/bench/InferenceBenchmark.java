package io.signet.cli.bench;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/**
 * Attested throughput over that of the same engine called directly, at the same batch: answers through queue, statement,
 * log and receipt against bare calls of the session. Both take turns, so that a busy machine hurts both alike.
 */
final class InferenceBenchmark implements Benchmark {
    private static final String PREFIX = "attested_over_direct_batch";
    private static final List<Integer> BATCHES = List.of(1, 8, 32);
    private static final String ATTESTED = "attested_per_second_batch";
    private static final String DIRECT = "direct_per_second_batch";
    private static final AttestedComparison COMPARISON =
            new AttestedComparison(15, Duration.ofMillis(500), Duration.ofMillis(60));

    @Override
    public List<String> names() {
        return Stream.of(PREFIX, ATTESTED, DIRECT)
                .flatMap(prefix -> BATCHES.stream().map(batch -> prefix + batch))
                .toList();
    }

    @Override
    public List<Figure> run() throws BenchmarkException {
        List<Figure> figures = new ArrayList<>();
        try (MeterSubject subject = MeterSubject.load();
                TestLog test = TestLog.create()) {
            for (int batch : BATCHES) {
                AttestedComparison.Result result = COMPARISON.measure(test, subject, batch);
                figures.add(Figure.of(PREFIX + batch, result.ratio(), "", Budget.atLeast(0.95)));
                figures.add(Figure.stated(ATTESTED + batch, result.attestedPerSecond(), "requests/s"));
                figures.add(Figure.stated(DIRECT + batch, result.directPerSecond(), "requests/s"));
            }
        }
        return figures;
    }
}
