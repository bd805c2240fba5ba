package io.signet.cli.bench;

import io.signet.inference.spi.EngineException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/** Two ways to do the same, which take turns, so that both see the same machine; which comes first alternates. */
final class TakingTurns {
    private static final int PAIRS_MIN = 15;
    private static final int WARM_UP = 2;

    private TakingTurns() {}

    /** One of the two ways. */
    interface Way {
        void run() throws EngineException, BenchmarkException;
    }

    private interface Figure {
        double of(long oneNanos, long otherNanos);
    }

    /** How many times as fast as {@code other} {@code one} is: the median over the pairs that fit in {@code time}. */
    static double speed(Way one, Way other, Duration time) throws EngineException, BenchmarkException {
        return median(one, other, time, (oneNanos, otherNanos) -> (double) otherNanos / oneNanos);
    }

    /** How many nanoseconds more {@code one} takes than {@code other}: the median over the pairs that fit in {@code time}. */
    static double addedNanos(Way one, Way other, Duration time) throws EngineException, BenchmarkException {
        return median(one, other, time, (oneNanos, otherNanos) -> oneNanos - otherNanos);
    }

    private static double median(Way one, Way other, Duration time, Figure figure)
            throws EngineException, BenchmarkException {
        for (int i = 0; i < WARM_UP; i++) {
            one.run();
            other.run();
        }
        List<Double> figures = new ArrayList<>();
        long end = System.nanoTime() + time.toNanos();
        while (figures.size() < PAIRS_MIN || System.nanoTime() - end < 0) {
            boolean oneFirst = figures.size() % 2 == 0;
            long first = nanos(oneFirst ? one : other);
            long second = nanos(oneFirst ? other : one);
            figures.add(oneFirst ? figure.of(first, second) : figure.of(second, first));
        }
        Collections.sort(figures);
        return figures.get(figures.size() / 2);
    }

    private static long nanos(Way way) throws EngineException, BenchmarkException {
        long start = System.nanoTime();
        way.run();
        return System.nanoTime() - start;
    }
}
