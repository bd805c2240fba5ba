package io.signet.simulator.engine;

import io.signet.inference.spi.EngineException;
import io.signet.inference.spi.Session;
import io.signet.inference.spi.TensorSpec;
import io.signet.statement.Tensor;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.FloatBuffer;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.locks.ReadWriteLock;
import java.util.concurrent.locks.ReentrantReadWriteLock;

/** The one model there is. */
final class DoublingSession implements Session {
    private final SimulatedEngine engine;
    /** Runs hold it for reading, closing waits for them. */
    private final ReadWriteLock open = new ReentrantReadWriteLock();

    private boolean closed;

    DoublingSession(SimulatedEngine engine) {
        this.engine = engine;
    }

    @Override
    public List<TensorSpec> inputs() {
        return List.of(DoublingModel.INPUT);
    }

    @Override
    public List<TensorSpec> outputs() {
        return List.of(DoublingModel.OUTPUT);
    }

    @Override
    public Map<String, Tensor> run(Map<String, Tensor> inputs) throws EngineException {
        open.readLock().lock();
        try {
            if (closed) {
                throw new IllegalStateException("the session is closed");
            }
            Tensor x = inputs.get(DoublingModel.INPUT.name());
            if (x == null || inputs.size() > 1) {
                throw new EngineException("the model takes " + DoublingModel.INPUT + ", not " + inputs.keySet());
            }
            Optional<String> mismatch = DoublingModel.INPUT.mismatch(x);
            if (mismatch.isPresent()) {
                throw new EngineException(mismatch.get());
            }
            engine.compute(x.rows());
            return Map.of(DoublingModel.OUTPUT.name(), doubled(x));
        } finally {
            open.readLock().unlock();
        }
    }

    private static Tensor doubled(Tensor x) {
        ByteBuffer y = ByteBuffer.allocate(x.sizeBytes()).order(ByteOrder.LITTLE_ENDIAN);
        FloatBuffer values = x.floats();
        while (values.hasRemaining()) {
            y.putFloat(2 * values.get());
        }
        return Tensor.of(x.type(), x.shape(), y.flip());
    }

    @Override
    public void close() {
        open.writeLock().lock();
        try {
            closed = true;
        } finally {
            open.writeLock().unlock();
        }
    }
}
