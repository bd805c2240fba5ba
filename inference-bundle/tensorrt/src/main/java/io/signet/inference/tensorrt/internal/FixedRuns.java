package io.signet.inference.tensorrt.internal;

import io.signet.inference.spi.EngineException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The {@link FixedRun}s of one lane: one for each size of runs that came often, up to a number. One thread at a time. */
final class FixedRuns implements AutoCloseable {
    /** Each holds some memory of the device. */
    static final int KEPT_MAX = 8;

    /** Runs of a size after which it is worth the time to make one. */
    static final int RUNS_BEFORE = 8;

    /** Makes what is fixed. */
    interface Maker {
        /** For runs whose inputs have {@code shapes}; the inputs of one are in the lane's memory of the device. */
        FixedRun make(List<List<Long>> shapes) throws EngineException;
    }

    private final Maker maker;
    private final FixedRunSwitch allowed;
    private final Map<List<List<Long>>, Integer> seen = new HashMap<>();
    private final Map<List<List<Long>>, FixedRun> kept = new HashMap<>();

    /** @param allowed whether any may be made, of this and all lanes of a session */
    FixedRuns(Maker maker, FixedRunSwitch allowed) {
        this.maker = maker;
        this.allowed = allowed;
    }

    /** The one for runs whose inputs have {@code shapes}, which is made now if they came often enough. */
    Optional<FixedRun> of(List<List<Long>> shapes) {
        FixedRun made = kept.get(shapes);
        if (made != null) {
            return Optional.of(made);
        }
        if (kept.size() == KEPT_MAX || !allowed.isOn() || seen.merge(shapes, 1, Integer::sum) <= RUNS_BEFORE) {
            return Optional.empty(); // shapes differ in their rows only, of which there is a most: seen is bounded
        }
        try {
            FixedRun run = maker.make(shapes);
            kept.put(List.copyOf(shapes), run);
            allowed.made(shapes);
            return Optional.of(run);
        } catch (EngineException e) {
            allowed.failed(e);
            return Optional.empty();
        }
    }

    @Override
    public void close() {
        kept.values().forEach(FixedRun::close);
        kept.clear();
    }
}
