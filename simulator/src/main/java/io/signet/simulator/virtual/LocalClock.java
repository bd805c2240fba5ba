package io.signet.simulator.virtual;

import io.signet.runtime.Clock;

/**
 * Time as one agent of one node sees it. What an agent does takes no time in the world while it does it; what it should
 * have taken is charged here, so that the agent's own clock runs ahead until the world has caught up.
 */
final class LocalClock implements Clock {
    private final World world;
    private final WallClock wall;
    private long aheadNanos;

    LocalClock(World world, WallClock wall) {
        this.world = world;
        this.wall = wall;
    }

    /** The duty cycle takes {@code nanos} more. */
    void charge(long nanos) {
        aheadNanos += nanos;
    }

    /** What was charged since the last {@link #settle}. */
    long charged() {
        return aheadNanos;
    }

    /** The world has caught up. */
    void settle() {
        aheadNanos = 0;
    }

    /** The agent's time in the world. */
    long now() {
        return world.now() + aheadNanos;
    }

    @Override
    public long wallMillis() {
        return wall.millisAt(now());
    }

    @Override
    public long monotonicNanos() {
        return now();
    }
}
