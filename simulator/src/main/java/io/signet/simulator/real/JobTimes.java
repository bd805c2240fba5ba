package io.signet.simulator.real;

import io.signet.simulator.scenario.Arrivals;
import io.signet.simulator.virtual.ArrivalTimes;
import java.time.Duration;
import java.util.Optional;
import java.util.random.RandomGenerator;

/** The times at which one requester submits jobs, one after another, between two times. Not thread-safe. */
final class JobTimes {
    private final Arrivals arrivals;
    private final RandomGenerator random;
    private final long startNanos;
    private final long endNanos;
    private long lastNanos;
    private int entry;

    JobTimes(Arrivals arrivals, Duration start, Duration end, RandomGenerator random) {
        this.arrivals = arrivals;
        this.random = random;
        this.startNanos = start.toNanos();
        this.endNanos = end.toNanos();
        this.lastNanos = startNanos;
    }

    /** How many jobs are always under way; 0 if they come by the clock. */
    int inFlight() {
        return arrivals instanceof Arrivals.Closed closed ? closed.inFlight() : 0;
    }

    /** Rows of the job whose time {@link #next} gave last, if that job's size is given. */
    Optional<Integer> rows() {
        return arrivals instanceof Arrivals.Trace trace
                ? Optional.of(trace.entries().get(entry - 1).rows())
                : Optional.empty();
    }

    /** When the next job comes, from the start of the run; empty if none does. */
    Optional<Duration> next() {
        if (arrivals instanceof Arrivals.Closed) {
            return Optional.empty();
        }
        if (arrivals instanceof Arrivals.Trace trace) {
            boolean over = entry >= trace.entries().size();
            return over
                    ? Optional.empty()
                    : Optional.of(trace.entries().get(entry++).at().plusNanos(startNanos));
        }
        lastNanos = ArrivalTimes.next(arrivals, lastNanos, endNanos, random);
        return lastNanos == Long.MAX_VALUE ? Optional.empty() : Optional.of(Duration.ofNanos(lastNanos));
    }
}
