package io.signet.inference.tensorflow;

import io.signet.inference.process.EngineProcessSettings;
import io.signet.inference.tensorflow.internal.TensorFlowProgram;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/** TensorFlow in processes of its own, one a model, for owners who do not want foreign native code in the node's. */
public final class TensorFlowProcess {
    private static final Duration LOAD_TIME_MAX = Duration.ofMinutes(2);

    private TensorFlowProcess() {}

    /**
     * What its processes are made of.
     *
     * @param options how each process uses the machine
     * @param classPath this room's classes and what they need
     */
    public static EngineProcessSettings settings(TensorFlowOptions options, List<Path> classPath) {
        return new EngineProcessSettings(
                TensorFlowEngine.NAME,
                List.of(TensorFlowEngine.FORMAT),
                TensorFlowProgram.class.getName(),
                Map.of(
                        TensorFlowProgram.INTRA, String.valueOf(options.intraOpThreads()),
                        TensorFlowProgram.INTER, String.valueOf(options.interOpThreads())),
                classPath,
                EngineProcessSettings.inheritedOptions(),
                LOAD_TIME_MAX);
    }
}
