package io.signet.inference.tensorrt.internal;

import io.signet.inference.spi.EngineException;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;

/** Whether a session makes {@link FixedRun}s: until one can't be made. Says what happens once. */
final class FixedRunSwitch {
    private final AtomicBoolean on;
    private final AtomicBoolean said = new AtomicBoolean();
    private final Consumer<String> log;

    FixedRunSwitch(boolean on, Consumer<String> log) {
        this.on = new AtomicBoolean(on);
        this.log = log;
    }

    boolean isOn() {
        return on.get();
    }

    void made(List<List<Long>> shapes) {
        if (said.compareAndSet(false, true)) {
            log.accept("sizes of runs that come often become CUDA graphs; the first one is " + shapes);
        }
    }

    void failed(EngineException reason) {
        if (on.compareAndSet(true, false)) {
            log.accept("no CUDA graphs of this model, so each run is sent to the device step by step: "
                    + reason.getMessage());
        }
    }
}
