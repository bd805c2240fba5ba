package io.signet.inference;

import io.signet.inference.model.Packages;
import io.signet.inference.spi.Engine;
import io.signet.inference.spi.EngineException;
import io.signet.inference.spi.Session;
import io.signet.inference.spi.SessionOptions;
import io.signet.inference.spi.TensorSpec;
import io.signet.statement.Tensor;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.FloatBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;

/** An engine whose models compute {@code y = 2 x}; tests say what happens besides. Thread-safe. */
public final class FakeEngine implements Engine {
    /** What happens in a run before it computes. */
    public interface Behaviour {
        /** May throw, block, or let a clock go on. */
        void beforeRun(Tensor x) throws EngineException;
    }

    private final String name;
    private final String format;
    private final List<TensorSpec> inputs;
    private final List<TensorSpec> outputs;
    private final List<Long> runs = new CopyOnWriteArrayList<>();
    private final AtomicInteger openSessions = new AtomicInteger();
    private volatile Behaviour behaviour = x -> {};
    private volatile Runnable beforeOpen = () -> {};
    private volatile Optional<String> failure = Optional.empty();
    private volatile SessionOptions opened = SessionOptions.DEFAULT;
    private volatile boolean fromMemory;
    private volatile Map<String, String> loaded = Map.of();

    /** An engine of models with the contract of {@link Packages#contract}. */
    public FakeEngine(long columns) {
        this("fake", Packages.FORMAT, columns);
    }

    /** The same under another name, for another format. */
    public FakeEngine(String name, String format, long columns) {
        this.name = name;
        this.format = format;
        inputs = Packages.contract(columns).inputs();
        outputs = Packages.contract(columns).outputs();
    }

    /** Says what happens in runs from now on. */
    public void behave(Behaviour next) {
        behaviour = next;
    }

    /** Says what happens before a model is opened, from now on; it may throw. */
    public void beforeOpen(Runnable next) {
        beforeOpen = next;
    }

    /** Lets all its sessions fail for good, for {@code reason}. */
    public void breakDown(String reason) {
        failure = Optional.of(reason);
    }

    /** Rows of each run, in order, since {@link #forgetRuns}. */
    public List<Long> runs() {
        return runs;
    }

    /** Forgets the runs so far: those of the warm-up. */
    public void forgetRuns() {
        runs.clear();
    }

    /** What the last model was opened with. */
    public SessionOptions opened() {
        return opened;
    }

    /** From now on it loads models from memory, too. */
    public void loadsFromMemory() {
        fromMemory = true;
    }

    /** The texts of the files of the last model that was loaded from memory, by their paths. */
    public Map<String, String> loaded() {
        return loaded;
    }

    /** Sessions that are not closed. */
    public int openSessions() {
        return openSessions.get();
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public String version() {
        return "1.0";
    }

    @Override
    public String device() {
        return "cpu/test";
    }

    @Override
    public boolean supports(String wanted) {
        return wanted.equals(format);
    }

    @Override
    public Session open(Path directory, String wanted, SessionOptions options) {
        beforeOpen.run();
        opened = options;
        openSessions.incrementAndGet();
        return new DoublingSession();
    }

    @Override
    public Session openInMemory(Map<String, ByteBuffer> files, String wanted, SessionOptions options)
            throws EngineException {
        if (!fromMemory) {
            return Engine.super.openInMemory(files, wanted, options);
        }
        Map<String, String> texts = new TreeMap<>();
        files.forEach((path, content) -> texts.put(
                path, StandardCharsets.UTF_8.decode(content.duplicate()).toString()));
        loaded = texts;
        openSessions.incrementAndGet();
        return new DoublingSession();
    }

    private final class DoublingSession implements Session {
        private boolean closed;

        @Override
        public List<TensorSpec> inputs() {
            return inputs;
        }

        @Override
        public List<TensorSpec> outputs() {
            return outputs;
        }

        @Override
        public Map<String, Tensor> run(Map<String, Tensor> given) throws EngineException {
            if (closed) {
                throw new IllegalStateException("closed");
            }
            Tensor x = given.get("x");
            runs.add(x.rows());
            behaviour.beforeRun(x);
            ByteBuffer y = ByteBuffer.allocate(x.sizeBytes()).order(ByteOrder.LITTLE_ENDIAN);
            FloatBuffer values = x.floats();
            while (values.hasRemaining()) {
                y.putFloat(2 * values.get());
            }
            return Map.of("y", Tensor.of(x.type(), x.shape(), y.flip()));
        }

        /** Says with how many bits it computes, if not with 32. */
        @Override
        public Optional<String> engineVersion() {
            return opened.precisions().stream().findFirst().map(lower -> version() + "-" + lower.text());
        }

        @Override
        public Optional<String> failure() {
            return failure;
        }

        @Override
        public void close() {
            if (!closed) {
                closed = true;
                openSessions.decrementAndGet();
            }
        }
    }
}
