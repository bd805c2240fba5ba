package io.signet.inference.process.internal;

import io.signet.inference.process.EngineProcessSettings;
import io.signet.inference.spi.EngineException;
import io.signet.inference.spi.GuardedSession;
import io.signet.inference.spi.SessionOptions;
import io.signet.runtime.Clock;
import io.signet.statement.Tensor;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** One model in a process of its own, which is started again by the first run after its end, as long as that helps. */
public final class ProcessSession extends GuardedSession {
    private static final Logger LOG = LoggerFactory.getLogger(ProcessSession.class);

    /** A process that has loaded the model. */
    private record Loaded(EngineChild child, Message.Opened opened) {}

    private final EngineProcessSettings settings;
    private final Path directory;
    private final String format;
    private final SessionOptions options;
    private final Clock clock;
    private final Message.Opened model;

    private final Object lock = new Object();
    private final Deaths deaths = new Deaths();
    private EngineChild child;
    /** Why the last process ended, empty while one runs. */
    private Optional<String> ended = Optional.empty();

    private volatile Optional<String> failure = Optional.empty();

    private ProcessSession(
            EngineProcessSettings settings,
            Path directory,
            String format,
            SessionOptions options,
            Clock clock,
            Loaded first) {
        super(first.opened().inputs(), first.opened().outputs());
        this.settings = settings;
        this.directory = directory;
        this.format = format;
        this.options = options;
        this.clock = clock;
        this.child = first.child();
        this.model = first.opened();
    }

    /**
     * Starts a process and loads the model in {@code directory}.
     *
     * @throws EngineException if the engine can't load it, or its process ends over it or takes too long
     */
    public static ProcessSession open(
            EngineProcessSettings settings, Path directory, String format, SessionOptions options, Clock clock)
            throws EngineException {
        return new ProcessSession(
                settings, directory, format, options, clock, load(settings, directory, format, options, clock));
    }

    private static Loaded load(
            EngineProcessSettings settings, Path directory, String format, SessionOptions options, Clock clock)
            throws EngineException {
        EngineChild started = EngineChild.start(settings, options.runsMax(), clock);
        boolean complete = false;
        try {
            Loaded loaded = new Loaded(started, started.open(directory, format, options));
            complete = true;
            return loaded;
        } finally {
            if (!complete) {
                started.close();
            }
        }
    }

    @Override
    protected Map<String, Tensor> compute(Map<String, Tensor> given) throws EngineException {
        EngineChild now = running();
        try {
            return now.run(given, outputs(), options.runTimeMax());
        } catch (EngineException e) {
            noticeEnd(now);
            throw e;
        }
    }

    private void noticeEnd(EngineChild seen) {
        synchronized (lock) {
            if (child == seen && ended.isEmpty() && !child.alive()) {
                bury("ended: " + child.ending());
            }
        }
    }

    /** The process, a new one if the last one ended and may have a successor. */
    private EngineChild running() throws EngineException {
        synchronized (lock) {
            noticeEnd(child); // while nothing ran
            if (ended.isEmpty()) {
                return child;
            }
            if (failure.isPresent()) {
                throw new EngineException(failure.get());
            }
            long pauseMillis = deaths.pauseNanos(clock.monotonicNanos()) / 1_000_000;
            if (pauseMillis > 0) {
                throw new EngineException(ended.get() + "; it is started again in " + pauseMillis + " ms");
            }
            restart();
            return child;
        }
    }

    private void restart() throws EngineException {
        try {
            Loaded again = load(settings, directory, format, options, clock);
            if (!again.opened().equals(model)) {
                again.child().close();
                throw new EngineException("it gave another model than before");
            }
            child = again.child();
            ended = Optional.empty();
            LOG.info("the process of engine {} for {} was started again", settings.name(), directory);
        } catch (EngineException e) {
            bury("did not start again: " + e.getMessage());
            throw e;
        }
    }

    private void bury(String how) {
        String what = "the process of engine " + settings.name() + " " + how;
        child.close();
        ended = Optional.of(what);
        deaths.add(clock.monotonicNanos());
        LOG.warn("{} ({})", what, directory);
        if (deaths.tooMany()) {
            failure = Optional.of(what + "; that was the end of " + Deaths.MAX + " processes in "
                    + Deaths.WITHIN.toMinutes() + " minutes, so it is not started again");
            LOG.error("{} ({})", failure.get(), directory);
        }
    }

    @Override
    public Optional<String> engineVersion() {
        return model.engineVersion();
    }

    @Override
    public Optional<String> failure() {
        return failure;
    }

    @Override
    protected void free() {
        synchronized (lock) {
            child.close();
        }
    }
}
