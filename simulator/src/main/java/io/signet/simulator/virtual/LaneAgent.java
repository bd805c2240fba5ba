package io.signet.simulator.virtual;

import io.signet.inference.internal.ModelLane;
import io.signet.runtime.Agent;
import java.util.Optional;

/**
 * Drives a model's lane in virtual time: a batch begins in one event and is computed in a later one, so that meanwhile the
 * lane is busy as it would be, and requests gather.
 */
final class LaneAgent implements Agent {
    private final World world;
    private final ModelLane lane;
    private final SimulatedModel model;
    private final LocalClock clock;
    private Runnable wake = () -> {};
    private boolean stopped;
    private long pausedUntil;

    LaneAgent(World world, ModelLane lane, SimulatedModel model, LocalClock clock) {
        this.world = world;
        this.lane = lane;
        this.model = model;
        this.clock = clock;
    }

    void setWake(Runnable wake) {
        this.wake = wake;
        lane.setWake(wake);
    }

    /** The process is gone: runs under way end nowhere. */
    void stop() {
        stopped = true;
    }

    /** Runs under way end no sooner than {@code untilNanos}. */
    void pause(long untilNanos) {
        pausedUntil = Math.max(pausedUntil, untilNanos);
    }

    @Override
    public int doWork() {
        int work = lane.expire();
        for (Optional<ModelLane.Run> run = lane.begin(); run.isPresent(); run = lane.begin()) {
            ModelLane.Run begun = run.get();
            long nanos = model.drawNanos(begun.rows());
            world.at(world.now() + nanos, () -> finish(begun, nanos));
            work++;
        }
        return work;
    }

    /** The lane measures the time of the run on its clock, which is set back to the run's beginning for it. */
    private void finish(ModelLane.Run run, long nanos) {
        if (stopped) {
            return;
        }
        if (pausedUntil > world.now()) {
            world.at(pausedUntil, () -> finish(run, nanos));
        } else {
            clock.charge(-nanos);
            run.compute();
            clock.settle();
            wake.run();
        }
    }

    @Override
    public long dueInNanos() {
        return lane.dueInNanos();
    }

    @Override
    public String name() {
        return lane.name();
    }
}
