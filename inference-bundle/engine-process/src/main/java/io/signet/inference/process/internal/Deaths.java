package io.signet.inference.process.internal;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;

/** When a process that ended may be started again: at once, then later and later, and in the end not at all. */
final class Deaths {
    /** Deaths within {@link #WITHIN} after which a process is given up. */
    static final int MAX = 6;

    static final Duration WITHIN = Duration.ofMinutes(10);

    /** Pauses after the first death and those that follow. */
    private static final List<Duration> PAUSES =
            List.of(Duration.ZERO, Duration.ZERO, Duration.ofSeconds(1), Duration.ofSeconds(2), Duration.ofSeconds(4));

    private final Deque<Long> times = new ArrayDeque<>();

    /** One more, at {@code nowNanos}. */
    void add(long nowNanos) {
        while (!times.isEmpty() && nowNanos - times.peekFirst() > WITHIN.toNanos()) {
            times.removeFirst();
        }
        times.addLast(nowNanos);
    }

    /** Whether there were so many that there will be more. */
    boolean tooMany() {
        return times.size() >= MAX;
    }

    /** Nanoseconds until the next start, 0 or less if it is due. */
    long pauseNanos(long nowNanos) {
        if (times.isEmpty()) {
            return 0;
        }
        Duration pause = PAUSES.get(Math.min(times.size(), PAUSES.size()) - 1);
        return times.getLast() + pause.toNanos() - nowNanos;
    }
}
