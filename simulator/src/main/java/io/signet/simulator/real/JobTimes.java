package io.signet.simulator.real;

import io.signet.simulator.scenario.Arrivals;
import java.time.Duration;
import java.util.Optional;
import java.util.random.RandomGenerator;

/** Draws the times at which one requester submits jobs, one after another. Not thread-safe. */
final class JobTimes {
    private final Arrivals arrivals;
    private final RandomGenerator random;
    private double seconds;
    private int entry;

    JobTimes(Arrivals arrivals, RandomGenerator random) {
        this.arrivals = arrivals;
        this.random = random;
    }

    /** How many jobs a requester submits at the start, and again whenever one ends; 0 if it submits by the clock. */
    int inFlight() {
        return arrivals instanceof Arrivals.Closed closed ? closed.inFlight() : 0;
    }

    /** Rows of the job whose time {@link #next} gave last, if that job's size is given. */
    Optional<Integer> rows() {
        return arrivals instanceof Arrivals.Trace trace
                ? Optional.of(trace.entries().get(entry - 1).rows())
                : Optional.empty();
    }

    /** When the next job comes, from the start of the run; empty if none comes before {@code end}. */
    Optional<Duration> next(Duration end) {
        if (arrivals instanceof Arrivals.Closed) {
            return Optional.empty();
        }
        if (arrivals instanceof Arrivals.Trace trace) {
            if (entry >= trace.entries().size()
                    || trace.entries().get(entry).at().compareTo(end) >= 0) {
                return Optional.empty();
            }
            return Optional.of(trace.entries().get(entry++).at());
        }
        // Thinning: candidates at the highest rate, each taken with the share that the rate is of it at that moment.
        double highest = highestRate();
        do {
            seconds += -Math.log(1 - random.nextDouble()) / highest;
            if (seconds * 1e9 >= end.toNanos()) {
                return Optional.empty();
            }
        } while (random.nextDouble() * highest >= rate(seconds));
        return Optional.of(Duration.ofNanos(Math.round(seconds * 1e9)));
    }

    private double highestRate() {
        if (arrivals instanceof Arrivals.Bursts bursts) {
            return Math.max(bursts.perSecond(), bursts.peakPerSecond());
        }
        if (arrivals instanceof Arrivals.DayCurve curve) {
            return curve.perSecond() * (1 + curve.swing());
        }
        return ((Arrivals.Poisson) arrivals).perSecond();
    }

    private double rate(double at) {
        if (arrivals instanceof Arrivals.Bursts bursts) {
            double every = bursts.every().toNanos() / 1e9;
            boolean bursting = at >= every && at % every < bursts.lasting().toNanos() / 1e9;
            return bursting ? bursts.peakPerSecond() : bursts.perSecond();
        }
        if (arrivals instanceof Arrivals.DayCurve curve) {
            double phase = 2
                    * Math.PI
                    * (at * 1e9 - curve.peakAt().toNanos())
                    / curve.day().toNanos();
            return curve.perSecond() * (1 + curve.swing() * Math.cos(phase));
        }
        return ((Arrivals.Poisson) arrivals).perSecond();
    }
}
