package io.signet.inference.process.internal;

import io.signet.inference.process.internal.Message.Placed;
import io.signet.inference.spi.EngineException;
import io.signet.inference.spi.Session;
import io.signet.statement.Tensor;
import java.io.IOException;
import java.util.HashMap;
import java.util.Map;

/** One lane at the engine's end: takes a run, computes it, answers it. The engine reads inputs where they lie. */
final class EngineLane {
    private final Wire wire;
    private final Session session;
    private final SharedMemory inputs = new SharedMemory();
    private final SharedMemory outputs = new SharedMemory();

    EngineLane(Wire wire, Session session) {
        this.wire = wire;
        this.session = session;
    }

    /** Goes on until the node hangs up, which is an {@link java.io.EOFException}. */
    void serve() throws IOException {
        while (true) {
            if (!(wire.receive() instanceof Message.Run run)) {
                throw new IOException("the node asks for something else than a run");
            }
            wire.send(answer(run));
        }
    }

    private Message answer(Message.Run run) throws IOException {
        if (run.area().isPresent()) {
            session.takeBack(inputs.memory());
            inputs.map(run.area().get());
            session.lend(inputs.memory());
        }
        try {
            Map<String, Tensor> given = new HashMap<>();
            for (Placed placed : run.inputs()) {
                given.put(placed.name(), TensorPlaces.at(placed, inputs.memory()));
            }
            return placed(session.run(given));
        } catch (EngineException e) {
            return new Message.Failed(String.valueOf(e.getMessage()));
        } catch (RuntimeException bug) { // of an engine, which is not ours: it must not end the lane
            bug.printStackTrace(); // to the node's log
            return new Message.Failed("the engine has a fault: " + bug);
        } catch (OutOfMemoryError e) { // of this run; the next one may be smaller
            return new Message.Failed("not enough memory in the engine's process: " + e.getMessage());
        }
    }

    private Message placed(Map<String, Tensor> computed) throws IOException {
        long sizeBytes = TensorPlaces.sizeBytes(computed);
        if (sizeBytes > outputs.memory().capacity()) {
            wire.send(new Message.Grow(sizeBytes));
            Message reply = wire.receive();
            if (reply instanceof Message.Failed refused) {
                return refused;
            }
            outputs.map(((Message.More) reply).area());
        }
        return new Message.Done(TensorPlaces.put(computed, outputs.memory()));
    }
}
