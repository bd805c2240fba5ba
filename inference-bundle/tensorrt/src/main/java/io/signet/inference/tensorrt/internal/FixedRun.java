package io.signet.inference.tensorrt.internal;

import io.signet.inference.spi.EngineException;
import java.util.List;

/** All that the device does for runs of one size once it has the inputs, ready to be started as a whole. */
interface FixedRun extends AutoCloseable {
    /**
     * Starts it on the inputs that are in the lane's memory of the device, or on their way there.
     *
     * @return the outputs' shapes
     */
    List<List<Long>> start() throws EngineException;

    @Override
    void close();
}
