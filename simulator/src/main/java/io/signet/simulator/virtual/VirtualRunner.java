package io.signet.simulator.virtual;

import io.signet.runtime.Clock;
import io.signet.simulator.run.RunReport;
import io.signet.simulator.run.ScenarioRunner;
import io.signet.simulator.scenario.Mode;
import io.signet.simulator.scenario.Scenario;
import java.lang.ref.Reference;

/** Runs scenarios in virtual time, see the package. Runs of several threads do not meet. */
public final class VirtualRunner implements ScenarioRunner {
    private final Clock clock;

    /** Measures on {@code clock} how long runs take. */
    public VirtualRunner(Clock clock) {
        this.clock = clock;
    }

    /** Measures on the system's clock how long runs take. */
    public VirtualRunner() {
        this(Clock.SYSTEM);
    }

    @Override
    public Mode mode() {
        return Mode.VIRTUAL;
    }

    @Override
    public RunReport run(Scenario scenario, long seed, Progress progress) {
        return scenario.pallet().isPresent()
                ? PalletRun.run(scenario, scenario.pallet().get(), seed, clock, progress)
                : VirtualRun.prepare(scenario, seed, clock).toTheEnd(progress);
    }

    /**
     * Runs {@code scenario} and says how many bytes of the heap its members take in the end, with all they remember.
     *
     * @return a run's report cannot show this, as it does not keep the members
     */
    public long heapBytes(Scenario scenario, long seed) {
        Runtime jvm = Runtime.getRuntime();
        System.gc();
        long before = jvm.totalMemory() - jvm.freeMemory();
        VirtualRun run = VirtualRun.prepare(scenario, seed, clock);
        try {
            run.toTheEnd(Progress.NONE);
            System.gc();
            return jvm.totalMemory() - jvm.freeMemory() - before;
        } finally {
            Reference.reachabilityFence(run);
        }
    }
}
