package io.signet.simulator.scenario;

import io.signet.runtime.Limits;
import java.time.Duration;
import java.util.List;

/** When a requester submits its jobs. */
public sealed interface Arrivals {
    /** Most jobs a second of one requester. */
    double PER_SECOND_MAX = 100_000;

    /** A Poisson process: independent arrivals at a constant mean rate. */
    record Poisson(double perSecond) implements Arrivals {
        public Poisson {
            Checks.requireInRange("per-second", perSecond, 0.0001, PER_SECOND_MAX);
        }
    }

    /** A Poisson process whose rate is {@code peakPerSecond} for the first {@code lasting} of each {@code every}, after a first {@code every} without. */
    record Bursts(double perSecond, double peakPerSecond, Duration every, Duration lasting) implements Arrivals {
        public Bursts {
            Checks.requireInRange("per-second", perSecond, 0, PER_SECOND_MAX);
            Checks.requireInRange("peak-per-second", peakPerSecond, 0.0001, PER_SECOND_MAX);
            Limits.requireInRange(
                    "every (ms)", every.toMillis(), 1, Duration.ofDays(7).toMillis());
            Limits.requireInRange("lasting (ms)", lasting.toMillis(), 1, every.toMillis());
        }
    }

    /**
     * A Poisson process whose rate follows the day: {@code perSecond * (1 + swing * cos(2 pi (t - peakAt) / day))}.
     *
     * @param perSecond mean rate
     * @param swing 0 to 1
     * @param peakAt time of the peak within a day
     * @param day length of a day, which a scenario may shorten
     */
    record DayCurve(double perSecond, double swing, Duration peakAt, Duration day) implements Arrivals {
        public DayCurve {
            Checks.requireInRange("per-second", perSecond, 0.0001, PER_SECOND_MAX);
            Checks.requireInRange("swing", swing, 0, 1);
            Limits.requireInRange(
                    "day (ms)", day.toMillis(), 1000, Duration.ofDays(7).toMillis());
            Limits.requireInRange("peak-at (ms)", peakAt.toMillis(), 0, day.toMillis());
        }
    }

    /** Jobs at given times, as measured somewhere. */
    record Trace(List<Entry> entries) implements Arrivals {
        /** Most entries of a trace. */
        public static final int ENTRIES_MAX = 1_000_000;

        /** A job of {@code rows} rows at {@code at} after the start. */
        public record Entry(Duration at, int rows) {
            public Entry {
                Limits.requireInRange("rows", rows, 1, 1_000_000);
            }
        }

        public Trace {
            Limits.requireInRange("number of entries", entries.size(), 1, ENTRIES_MAX);
            entries = List.copyOf(entries);
        }
    }

    /** A new job as soon as one ends, so that {@code inFlight} are always under way: finds what a mesh can do at most. */
    record Closed(int inFlight) implements Arrivals {
        public Closed {
            Limits.requireInRange("in-flight", inFlight, 1, 64);
        }
    }
}
