package io.signet.inference.onnxruntime;

import io.signet.inference.process.EngineProcessSettings;
import io.signet.inference.process.ProcessEngine;
import io.signet.inference.spi.Engine;
import io.signet.inference.spi.EngineAvailability;
import io.signet.statement.DataType;
import java.util.EnumSet;
import java.util.Set;

/** The engine's contract, kept across the border of a process. It takes half a minute, so {@code .ci/heavy} runs it. */
final class OnnxRuntimeProcessContract extends OnnxRuntimeEngineContractTest {
    private static final Engine ENGINE = ((EngineAvailability.Available)
                    ProcessEngine.probe(OnnxRuntimeProcess.settings(
                            OnnxRuntimeOptions.forThisMachine(), EngineProcessSettings.classPathOfThisProcess())))
            .engine();

    @Override
    protected Engine engine() {
        return ENGINE;
    }

    @Override
    protected Set<DataType> elementTypes() {
        return EnumSet.of(DataType.BOOL, DataType.FP16, DataType.INT64); // each of which starts a process
    }

    @Override
    protected int openings() {
        return 2; // each of which starts a process
    }
}
