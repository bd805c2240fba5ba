package io.signet.inference.onnxruntime;

import io.signet.inference.spi.Engine;
import io.signet.inference.spi.EngineContractTest;
import io.signet.statement.DataType;
import io.signet.writers.OnnxNode;
import java.nio.file.Path;
import java.util.EnumSet;
import java.util.Set;

class OnnxRuntimeEngineContractTest extends EngineContractTest {
    private static final Engine ENGINE = OnnxRuntimeEngineTest.engine();

    @Override
    protected Engine engine() {
        return ENGINE;
    }

    @Override
    protected String format() {
        return OnnxRuntimeEngine.FORMAT;
    }

    @Override
    protected Path writeSoftmaxModel(Path target) throws Exception {
        return OnnxModels.softmax(target);
    }

    @Override
    protected Set<DataType> elementTypes() {
        return EnumSet.complementOf(EnumSet.of(DataType.UINT16, DataType.UINT32, DataType.UINT64));
    }

    @Override
    protected Path writeIdentityModel(Path target, DataType type, long... shape) throws Exception {
        return OnnxModels.unary(target, OnnxNode.of("Identity", "x"), type, shape);
    }
}
