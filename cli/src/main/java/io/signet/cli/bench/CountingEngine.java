package io.signet.cli.bench;

import io.signet.inference.spi.Engine;
import io.signet.inference.spi.EngineException;
import io.signet.inference.spi.Session;
import io.signet.inference.spi.SessionOptions;
import io.signet.inference.spi.TensorSpec;
import io.signet.statement.Tensor;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.LongAdder;

/** Another engine whose runs are counted, and whose session can be called without whoever opened it. Thread-safe. */
final class CountingEngine implements Engine {
    private final Engine engine;
    private final LongAdder runs = new LongAdder();
    private final LongAdder rows = new LongAdder();
    private volatile Optional<Session> opened = Optional.empty();

    CountingEngine(Engine engine) {
        this.engine = engine;
    }

    /**
     * Runs and their rows up to now.
     *
     * @param rows of all runs
     */
    record Count(long runs, long rows) {
        /** Rows of a run, on average, since {@code before}. */
        double rowsPerRunSince(Count before) {
            return (double) (rows - before.rows) / Math.max(1, runs - before.runs);
        }
    }

    Count count() {
        return new Count(runs.sum(), rows.sum());
    }

    /** The session that was opened last, whose runs are not counted here; it belongs to whoever opened it. */
    Session session() {
        return opened.orElseThrow();
    }

    @Override
    public String name() {
        return engine.name();
    }

    @Override
    public String version() {
        return engine.version();
    }

    @Override
    public String device() {
        return engine.device();
    }

    @Override
    public boolean supports(String format) {
        return engine.supports(format);
    }

    @Override
    public Session open(Path directory, String format, SessionOptions options) throws EngineException {
        Session session = engine.open(directory, format, options);
        opened = Optional.of(session);
        return new CountingSession(session);
    }

    private final class CountingSession implements Session {
        private final Session session;

        CountingSession(Session session) {
            this.session = session;
        }

        @Override
        public List<TensorSpec> inputs() {
            return session.inputs();
        }

        @Override
        public List<TensorSpec> outputs() {
            return session.outputs();
        }

        @Override
        public Map<String, Tensor> run(Map<String, Tensor> inputs) throws EngineException {
            runs.increment();
            rows.add(inputs.values().iterator().next().rows());
            return session.run(inputs);
        }

        @Override
        public void close() {
            session.close();
        }
    }
}
