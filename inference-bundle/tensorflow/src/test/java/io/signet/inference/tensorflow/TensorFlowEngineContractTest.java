package io.signet.inference.tensorflow;

import io.signet.inference.spi.Engine;
import io.signet.inference.spi.EngineContractTest;
import java.nio.file.Path;

final class TensorFlowEngineContractTest extends EngineContractTest {
    private static final Engine ENGINE = TensorFlowEngineTest.engine();

    @Override
    protected Engine engine() {
        return ENGINE;
    }

    @Override
    protected String format() {
        return TensorFlowEngine.FORMAT;
    }

    @Override
    protected Path writeSoftmaxModel(Path target) throws Exception {
        return SavedModels.softmax(target);
    }
}
