package io.signet.inference.tensorflow;

import io.signet.inference.spi.Engine;
import io.signet.inference.spi.EngineContractTest;
import io.signet.statement.DataType;
import java.nio.file.Path;
import java.util.Map;
import java.util.Set;
import org.tensorflow.Signature;
import org.tensorflow.ndarray.Shape;
import org.tensorflow.types.TBool;
import org.tensorflow.types.TFloat16;
import org.tensorflow.types.TFloat32;
import org.tensorflow.types.TFloat64;
import org.tensorflow.types.TInt32;
import org.tensorflow.types.TInt64;
import org.tensorflow.types.TUint16;
import org.tensorflow.types.TUint8;
import org.tensorflow.types.family.TType;

final class TensorFlowEngineContractTest extends EngineContractTest {
    private static final Engine ENGINE = TensorFlowEngineTest.engine();

    private static final Map<DataType, Class<? extends TType>> TYPES = Map.of(
            DataType.BOOL, TBool.class,
            DataType.UINT8, TUint8.class,
            DataType.UINT16, TUint16.class,
            DataType.INT32, TInt32.class,
            DataType.INT64, TInt64.class,
            DataType.FP16, TFloat16.class,
            DataType.FP32, TFloat32.class,
            DataType.FP64, TFloat64.class);

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

    @Override
    protected Set<DataType> elementTypes() {
        return TYPES.keySet();
    }

    @Override
    protected Path writeIdentityModel(Path target, DataType type, long... shape) throws Exception {
        return SavedModels.save(
                target, Signature.DEFAULT_KEY, TYPES.get(type), Shape.of(shape), (tf, x) -> tf.identity(x));
    }
}
