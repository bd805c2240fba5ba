package io.signet.inference.process.internal;

import io.signet.runtime.Agent;
import io.signet.runtime.Clock;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Looks after one process: logs what it prints, kills it when it takes too long, knows why it ended. */
final class ChildWatch implements Agent {
    private static final Logger LOG = LoggerFactory.getLogger(ChildWatch.class);
    /** How long a process may take to end by itself once it hung up, so that it is not killed while it crashes. */
    private static final Duration END_MAX = Duration.ofSeconds(5);

    private final String name;
    private final Process process;
    private final OutputLog output;
    private final List<NodeLane> lanes;
    private final Clock clock;

    /** Why it was killed, if this killed it. */
    private final AtomicReference<Optional<String>> killed = new AtomicReference<>(Optional.empty());

    private Optional<String> ending = Optional.empty();

    ChildWatch(String name, Process process, OutputLog output, List<NodeLane> lanes, Clock clock) {
        this.name = name;
        this.process = process;
        this.output = output;
        this.lanes = lanes;
        this.clock = clock;
    }

    @Override
    public int doWork() {
        long now = clock.monotonicNanos();
        if (lanes.stream().anyMatch(lane -> lane.isLate(now))) {
            kill("it took longer than it may and was killed");
        }
        return drain();
    }

    private int drain() {
        try {
            return output.drain();
        } catch (IOException e) { // the stream was closed with the process
            return 0;
        }
    }

    private void kill(String reason) {
        if (killed.compareAndSet(Optional.empty(), Optional.of(reason))) {
            process.toHandle().destroyForcibly(); // unlike that of Process it leaves us what was printed
        }
    }

    boolean alive() {
        return process.isAlive() && killed.get().isEmpty();
    }

    /**
     * Sees to it that the process ends.
     *
     * @param otherwise why, if it did not end by itself and was not killed before
     * @return why it ended
     */
    synchronized String end(String otherwise) {
        if (ending.isEmpty()) {
            hangUp();
            ending = Optional.of(await(otherwise));
        }
        return ending.get();
    }

    private void hangUp() {
        for (NodeLane lane : lanes) {
            try {
                lane.close(); // at which an engine that is well ends, without a trace
            } catch (IOException e) {
                LOG.warn("engine {}: {}", name, e.toString());
            }
        }
    }

    private String await(String otherwise) {
        try {
            if (process.waitFor(END_MAX.toMillis(), TimeUnit.MILLISECONDS)) {
                return killed.get()
                        .orElseGet(() -> process.exitValue() == 0 ? otherwise : Ending.describe(process.exitValue()));
            }
            kill(otherwise);
            process.waitFor(END_MAX.toMillis(), TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            kill(otherwise);
            Thread.currentThread().interrupt();
        }
        return killed.get().orElse(otherwise);
    }

    /** Logs what it printed last. */
    void finish() {
        int bytes = drain();
        while (bytes > 0) {
            bytes = drain();
        }
        output.finish();
    }

    @Override
    public String name() {
        return "engine-" + name;
    }
}
