package io.signet.simulator.virtual;

import io.signet.simulator.scenario.Arrivals;
import java.util.random.RandomGenerator;

/** Draws when the next job of a requester comes, in either mode. */
public final class ArrivalTimes {
    private static final double NANOS = 1e9;

    private ArrivalTimes() {}

    /**
     * The time of the first arrival after {@code nowNanos} of a Poisson process with the rate of {@code arrivals};
     * {@link Long#MAX_VALUE} if there is none before {@code endNanos}. By thinning (Lewis and Shedler 1979).
     */
    public static long next(Arrivals arrivals, long nowNanos, long endNanos, RandomGenerator random) {
        double peak = peak(arrivals);
        long time = nowNanos;
        while (peak > 0) {
            double gap = Gaussian.exponential(random) / peak * NANOS;
            if (time + gap >= endNanos) {
                break;
            }
            time += Math.max(1, (long) gap);
            if (random.nextDouble() * peak < rate(arrivals, time)) {
                return time;
            }
        }
        return Long.MAX_VALUE;
    }

    private static double peak(Arrivals arrivals) {
        if (arrivals instanceof Arrivals.Poisson poisson) {
            return poisson.perSecond();
        } else if (arrivals instanceof Arrivals.Bursts bursts) {
            return Math.max(bursts.perSecond(), bursts.peakPerSecond());
        } else if (arrivals instanceof Arrivals.DayCurve day) {
            return day.perSecond() * (1 + day.swing());
        }
        throw new IllegalArgumentException("no rate: " + arrivals);
    }

    private static double rate(Arrivals arrivals, long nanos) {
        if (arrivals instanceof Arrivals.Bursts bursts) {
            long every = bursts.every().toNanos();
            boolean peak = nanos >= every && nanos % every < bursts.lasting().toNanos();
            return peak ? bursts.peakPerSecond() : bursts.perSecond();
        } else if (arrivals instanceof Arrivals.DayCurve day) {
            double angle = 2
                    * StrictMath.PI
                    * (nanos - day.peakAt().toNanos())
                    / day.day().toNanos();
            return day.perSecond() * (1 + day.swing() * StrictMath.cos(angle));
        }
        return peak(arrivals);
    }
}
