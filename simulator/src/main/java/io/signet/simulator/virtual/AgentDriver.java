package io.signet.simulator.virtual;

import io.signet.runtime.Agent;

/** Drives an {@link Agent} in virtual time, as a thread drives it in production: when woken, and when it is due. */
final class AgentDriver implements Runnable {
    private static final long NEVER = Long.MAX_VALUE;
    /** An agent that is due at once although it found nothing to do gets its turn a little later. */
    private static final long PAUSE_MIN_NANOS = 100_000;
    /** Cycles in one moment: an agent that always finds work must let time go on. */
    private static final int CYCLES_MAX = 10_000;

    private final World world;
    private final Agent agent;
    private final LocalClock clock;
    private long plannedFor = NEVER;
    private long busyUntil;
    private long pausedUntil;
    private boolean running;
    private boolean woken;
    private boolean stopped;

    AgentDriver(World world, Agent agent, LocalClock clock) {
        this.world = world;
        this.agent = agent;
        this.clock = clock;
    }

    /** There is something to do. */
    void wake() {
        if (running) {
            woken = true;
        } else if (!stopped) {
            plan(world.now());
        }
    }

    /** The agent gets no time until {@code untilNanos}. */
    void pause(long untilNanos) {
        pausedUntil = Math.max(pausedUntil, untilNanos);
    }

    /** The process is gone. */
    void stop() {
        stopped = true;
    }

    private void plan(long timeNanos) {
        long time = Math.max(timeNanos, Math.max(busyUntil, pausedUntil));
        if (time < plannedFor) {
            plannedFor = time;
            world.at(time, this);
        }
    }

    /** A planned turn; one that was planned anew for an earlier time does nothing. */
    @Override
    public void run() {
        if (stopped || world.now() != plannedFor) {
            return;
        }
        plannedFor = NEVER;
        if (pausedUntil > world.now()) {
            plan(pausedUntil);
            return;
        }
        boolean more = cycle();
        busyUntil = world.now() + clock.charged();
        clock.settle();
        if (more) {
            plan(Math.max(busyUntil, world.now() + 1));
            return;
        }
        long due = agent.dueInNanos();
        if (due != NEVER) {
            plan(busyUntil + Math.max(due, PAUSE_MIN_NANOS));
        }
    }

    /** True if there is more to do when the time that this took is over. */
    private boolean cycle() {
        running = true;
        try {
            for (int i = 0; i < CYCLES_MAX; i++) {
                woken = false;
                boolean worked = agent.doWork() > 0;
                if (!worked && !woken) {
                    return false;
                }
                if (clock.charged() > 0) {
                    return true;
                }
            }
            return true;
        } finally {
            running = false;
        }
    }
}
