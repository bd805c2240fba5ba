package io.signet.inference.tensorflow.internal;

import io.signet.inference.process.EngineProgram;
import io.signet.inference.spi.EngineAvailability;
import io.signet.inference.tensorflow.TensorFlowEngine;
import io.signet.inference.tensorflow.TensorFlowOptions;
import java.util.Map;

/** Makes the TensorFlow engine in a process that is its own. */
public final class TensorFlowProgram implements EngineProgram {
    /** Setting: {@link TensorFlowOptions#intraOpThreads}. */
    public static final String INTRA = "threads.intra";

    /** Setting: {@link TensorFlowOptions#interOpThreads}. */
    public static final String INTER = "threads.inter";

    @Override
    public EngineAvailability probe(Map<String, String> settings) {
        return TensorFlowEngine.probe(new TensorFlowOptions(
                Integer.parseInt(settings.getOrDefault(INTRA, "1")),
                Integer.parseInt(settings.getOrDefault(INTER, "1"))));
    }
}
