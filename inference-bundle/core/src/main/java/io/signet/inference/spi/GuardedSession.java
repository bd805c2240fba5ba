package io.signet.inference.spi;

import io.signet.statement.Tensor;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.concurrent.locks.ReadWriteLock;
import java.util.concurrent.locks.ReentrantReadWriteLock;
import org.osgi.annotation.versioning.ConsumerType;

/** What the sessions of all engines do alike: only inputs that fit are computed, and no run meets freed memory. */
@ConsumerType
public abstract class GuardedSession implements Session {
    private final List<TensorSpec> inputs;
    private final List<TensorSpec> outputs;

    /** Runs hold it for reading; closing takes it for writing. */
    private final ReadWriteLock open = new ReentrantReadWriteLock();

    private boolean closed;

    /** A session on a model that takes {@code inputs} and gives {@code outputs}, in any order. */
    protected GuardedSession(List<TensorSpec> inputs, List<TensorSpec> outputs) {
        this.inputs = sorted(inputs);
        this.outputs = sorted(outputs);
    }

    private static List<TensorSpec> sorted(List<TensorSpec> specs) {
        return specs.stream().sorted(Comparator.comparing(TensorSpec::name)).toList();
    }

    /**
     * Computes all outputs. The model is not freed before this returns.
     *
     * @param given one tensor for each of {@link #inputs()}, fitting it
     * @throws EngineException if the computation failed; the session stays usable
     */
    protected abstract Map<String, Tensor> compute(Map<String, Tensor> given) throws EngineException;

    /** Frees the model; called once, when nothing runs. */
    protected abstract void free();

    @Override
    public final List<TensorSpec> inputs() {
        return inputs;
    }

    @Override
    public final List<TensorSpec> outputs() {
        return outputs;
    }

    @Override
    public final Map<String, Tensor> run(Map<String, Tensor> given) throws EngineException {
        open.readLock().lock();
        try {
            if (closed) {
                throw new IllegalStateException("this session is closed");
            }
            requireFitting(given);
            return compute(given);
        } finally {
            open.readLock().unlock();
        }
    }

    private void requireFitting(Map<String, Tensor> given) throws EngineException {
        for (TensorSpec spec : inputs) {
            Tensor tensor = given.get(spec.name());
            if (tensor == null) {
                throw new EngineException("input " + spec + " is missing");
            }
            String mismatch = spec.mismatch(tensor).orElse("");
            if (!mismatch.isEmpty()) {
                throw new EngineException(mismatch);
            }
        }
        if (given.size() != inputs.size()) {
            throw new EngineException("the model takes " + inputs + ", not " + given.keySet());
        }
    }

    @Override
    public final void close() {
        open.writeLock().lock();
        try {
            if (!closed) {
                closed = true;
                free();
            }
        } finally {
            open.writeLock().unlock();
        }
    }
}
