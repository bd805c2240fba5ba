package io.signet.inference.process.internal;

import io.signet.inference.process.EngineProcessSettings;
import io.signet.inference.spi.EngineException;
import io.signet.inference.spi.SessionOptions;
import io.signet.inference.spi.TensorSpec;
import io.signet.runtime.AgentThread;
import io.signet.runtime.Clock;
import io.signet.statement.Tensor;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;

/** One process of an engine, from its start to its end, after which it is of no more use. */
public final class EngineChild implements AutoCloseable {
    private static final Duration WATCH_PERIOD = Duration.ofMillis(50);

    private final EngineProcessSettings settings;
    private final Clock clock;
    private final List<NodeLane> lanes;
    private final BlockingQueue<NodeLane> free;
    private final ChildWatch watch;
    private final AgentThread watching;
    private final Message.Ready identity;

    private EngineChild(EngineProcessSettings settings, Clock clock, ChildStart.Started started)
            throws EngineException {
        this.settings = settings;
        this.clock = clock;
        this.lanes = started.wires().stream().map(NodeLane::new).toList();
        this.free = new LinkedBlockingQueue<>(lanes);
        this.watch = new ChildWatch(settings.name(), started.process(), started.output(), lanes, clock);
        this.watching = AgentThread.start(watch, WATCH_PERIOD);
        boolean complete = false;
        try {
            this.identity = identify();
            complete = true;
        } finally {
            if (!complete) {
                close();
            }
        }
    }

    /**
     * Starts a process and waits until the engine in it says that it works.
     *
     * @param lanes runs at once
     * @throws EngineException if it does not, or the process ends or takes too long
     */
    public static EngineChild start(EngineProcessSettings settings, int lanes, Clock clock) throws EngineException {
        return new EngineChild(settings, clock, ChildStart.start(settings, lanes, clock));
    }

    private Message.Ready identify() throws EngineException {
        Message reply = ask(new Message.Init(settings.settings()), "as it loaded its libraries");
        if (reply instanceof Message.Absent absent) {
            throw new EngineException(absent.reason());
        }
        if (reply instanceof Message.Ready ready && ready.name().equals(settings.name())) {
            return ready;
        }
        throw new EngineException("the process of engine " + settings.name() + " is another engine's: " + reply);
    }

    /** The engine's version, as it says itself. */
    public String version() {
        return identity.version();
    }

    /** What the engine computes on, as it says itself. */
    public String device() {
        return identity.device();
    }

    /**
     * Loads a model.
     *
     * @throws EngineException if the engine can't, or the process ends or takes too long
     */
    Message.Opened open(Path directory, String format, SessionOptions options) throws EngineException {
        Message reply = ask(new Message.Open(directory.toString(), format, options), "as it loaded " + directory);
        if (reply instanceof Message.Opened opened) {
            return opened;
        }
        throw new EngineException(reply instanceof Message.Failed failed ? failed.reason() : "it answers " + reply);
    }

    private Message ask(Message message, String when) throws EngineException {
        try {
            return lanes.get(0)
                    .ask(
                            message,
                            clock.monotonicNanos() + settings.loadTimeMax().toNanos());
        } catch (IOException e) {
            throw ended(e, when);
        }
    }

    /**
     * Computes, on the lane that is free first.
     *
     * @throws EngineException if the engine can't, or the process ends or takes too long
     */
    Map<String, Tensor> run(Map<String, Tensor> given, List<TensorSpec> outputs, Duration timeMax)
            throws EngineException {
        NodeLane lane = take();
        try {
            return lane.run(given, outputs, clock.monotonicNanos() + timeMax.toNanos());
        } catch (IOException e) {
            throw ended(e, "while it computed");
        } finally {
            free.add(lane);
        }
    }

    private NodeLane take() throws EngineException {
        try {
            return free.take();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new EngineException("interrupted while all lanes to the engine's process are in use", e);
        }
    }

    /** A lane that broke is of no use to any run; whatever broke it, the process ends now, and tells why. */
    private EngineException ended(IOException cause, String when) {
        String reason = watch.end(Objects.requireNonNullElse(cause.getMessage(), cause.toString()));
        return new EngineException(
                "the process of engine " + settings.name() + " ended " + when + ": " + reason, cause);
    }

    /** Whether it runs, as far as is known. */
    boolean alive() {
        return watch.alive();
    }

    /** Why it ended. */
    String ending() {
        return watch.end("it was not needed any more");
    }

    /** Ends the process and waits until it is gone. */
    @Override
    public void close() {
        watch.end("it was not needed any more");
        watching.close();
        watch.finish();
    }
}
