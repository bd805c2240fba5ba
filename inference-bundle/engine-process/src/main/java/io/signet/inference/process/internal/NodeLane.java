package io.signet.inference.process.internal;

import io.signet.inference.process.internal.Message.Placed;
import io.signet.inference.spi.EngineException;
import io.signet.inference.spi.TensorSpec;
import io.signet.statement.Tensor;
import java.io.IOException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** One lane at the node's end: one run at a time. What the process says is checked before it is believed. */
final class NodeLane {
    private static final long NEVER = Long.MAX_VALUE;

    private final Wire wire;
    private final SharedMemory inputs = new SharedMemory();
    private final SharedMemory outputs = new SharedMemory();

    /** When whoever watches should lose patience, by the monotonic clock. */
    private volatile long deadlineNanos = NEVER;

    NodeLane(Wire wire) {
        this.wire = wire;
    }

    /** Whether what runs on it should have ended before {@code nowNanos}. */
    boolean isLate(long nowNanos) {
        long deadline = deadlineNanos;
        return deadline != NEVER && nowNanos - deadline > 0;
    }

    /** Says something and waits for the reply, until {@code deadline}, at which the process is killed. */
    Message ask(Message message, long deadline) throws IOException {
        deadlineNanos = deadline;
        try {
            wire.send(message);
            return wire.receive();
        } finally {
            deadlineNanos = NEVER;
        }
    }

    /**
     * Computes {@code given}.
     *
     * @param specs what comes out
     * @throws EngineException if the engine said that it can't
     * @throws IOException if the process is gone, or says what can't be
     */
    Map<String, Tensor> run(Map<String, Tensor> given, List<TensorSpec> specs, long deadline)
            throws EngineException, IOException {
        long sizeBytes = TensorPlaces.sizeBytes(given);
        Optional<Message.Area> area = room(inputs, sizeBytes);
        Message reply = ask(new Message.Run(area, TensorPlaces.put(given, inputs.memory())), deadline);
        inputs.mapped();
        if (reply instanceof Message.Grow grow) {
            reply = grow(grow.sizeBytes(), deadline);
        }
        if (reply instanceof Message.Failed failed) {
            throw new EngineException(failed.reason());
        }
        if (!(reply instanceof Message.Done done)) {
            throw new IOException("it answers something else than what was asked");
        }
        return fetched(done.outputs(), specs);
    }

    private Message grow(long sizeBytes, long deadline) throws EngineException, IOException {
        Optional<Message.Area> area;
        try {
            area = room(outputs, sizeBytes);
        } catch (EngineException e) {
            ask(new Message.Failed(String.valueOf(e.getMessage())), deadline); // which it forgets its outputs at
            throw e;
        }
        if (area.isEmpty()) {
            throw new IOException("it asks for room that it has");
        }
        Message reply = ask(new Message.More(area.get()), deadline);
        outputs.mapped();
        return reply;
    }

    private static Optional<Message.Area> room(SharedMemory memory, long sizeBytes) throws EngineException {
        try {
            return memory.require(sizeBytes);
        } catch (IOException e) {
            throw EngineException.of("no memory to share with the engine's process; send fewer rows", e);
        }
    }

    private Map<String, Tensor> fetched(List<Placed> placed, List<TensorSpec> specs) throws IOException {
        Map<String, Placed> byName = new HashMap<>();
        placed.forEach(one -> byName.put(one.name(), one));
        Map<String, Tensor> fetched = new HashMap<>();
        for (TensorSpec spec : specs) {
            Placed one = byName.get(spec.name());
            if (one == null) {
                throw new IOException("it gives no output '" + spec.name() + "'");
            }
            Tensor tensor = TensorPlaces.at(one, outputs.memory());
            Optional<String> mismatch = spec.mismatch(tensor);
            if (mismatch.isPresent()) {
                throw new IOException("it gives something else than the model: " + mismatch.get());
            }
            fetched.put(spec.name(), TensorPlaces.copy(tensor));
        }
        return fetched;
    }

    /** Hangs up, and leaves no file behind. */
    void close() throws IOException {
        wire.close();
        inputs.mapped();
        outputs.mapped();
    }
}
