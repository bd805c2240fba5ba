package io.signet.simulator.real;

import io.signet.runtime.Limits;
import java.time.Duration;

/**
 * What a network does to the bytes between two ends, in either direction.
 *
 * @param latency one way, 0 to 5 minutes
 * @param jitter standard deviation of the latency over its mean, 0 to 1; bytes never overtake each other
 * @param loss share of packets that are lost and sent again, which makes them late, 0 to 0.9
 * @param bytesPerSecond most bytes a second; {@link Long#MAX_VALUE} for no limit
 * @param stalled true if nothing gets through, and no end is told
 * @param refusing true if connections are reset, and no new ones are taken
 */
public record Link(
        Duration latency, double jitter, double loss, long bytesPerSecond, boolean stalled, boolean refusing) {
    /** Passes everything at once. */
    public static final Link CLEAR = new Link(Duration.ZERO, 0, 0, Long.MAX_VALUE, false, false);

    private static final double LOSS_MAX = 0.9;
    private static final long LATENCY_MAX_MS = 300_000;

    public Link {
        Limits.requireInRange("latency (ms)", latency.toMillis(), 0, LATENCY_MAX_MS);
        Limits.requireInRange("bytes per second", bytesPerSecond, 1, Long.MAX_VALUE);
        if (!(jitter >= 0 && jitter <= 1)) {
            throw new IllegalArgumentException("jitter is " + jitter + ", allowed are 0 to 1");
        }
        if (!(loss >= 0 && loss <= LOSS_MAX)) {
            throw new IllegalArgumentException("loss is " + loss + ", allowed are 0 to " + LOSS_MAX);
        }
    }

    /** The same with {@code time} more latency. */
    public Link slower(Duration time) {
        return new Link(latency.plus(time), jitter, loss, bytesPerSecond, stalled, refusing);
    }

    /** The same with another standard deviation of the latency. */
    public Link withJitter(double share) {
        return new Link(latency, share, loss, bytesPerSecond, stalled, refusing);
    }

    /** The same where a further {@code share} of the packets is lost. */
    public Link lossier(double share) {
        double both = Math.min(LOSS_MAX, 1 - (1 - loss) * (1 - share));
        return new Link(latency, jitter, both, bytesPerSecond, stalled, refusing);
    }

    /** The same with so many bytes a second at most. */
    public Link throttled(long perSecond) {
        return new Link(latency, jitter, loss, perSecond, stalled, refusing);
    }

    /** The same, where nothing gets through. */
    public Link stall() {
        return new Link(latency, jitter, loss, bytesPerSecond, true, refusing);
    }

    /** The same, where every connection is reset. */
    public Link refuse() {
        return new Link(latency, jitter, loss, bytesPerSecond, stalled, true);
    }
}
