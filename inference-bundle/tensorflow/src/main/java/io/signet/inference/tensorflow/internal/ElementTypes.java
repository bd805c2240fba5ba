package io.signet.inference.tensorflow.internal;

import io.signet.inference.spi.EngineException;
import io.signet.statement.DataType;
import java.util.EnumMap;
import java.util.Map;
import org.tensorflow.types.TBool;
import org.tensorflow.types.TFloat16;
import org.tensorflow.types.TFloat32;
import org.tensorflow.types.TFloat64;
import org.tensorflow.types.TInt32;
import org.tensorflow.types.TInt64;
import org.tensorflow.types.TUint16;
import org.tensorflow.types.TUint8;
import org.tensorflow.types.family.TType;

/** The element types that TensorFlow's Java API has, and their counterparts here. */
final class ElementTypes {
    private static final Map<DataType, Class<? extends TType>> CLASSES = new EnumMap<>(Map.of(
            DataType.BOOL, TBool.class,
            DataType.UINT8, TUint8.class,
            DataType.UINT16, TUint16.class,
            DataType.INT32, TInt32.class,
            DataType.INT64, TInt64.class,
            DataType.FP16, TFloat16.class,
            DataType.FP32, TFloat32.class,
            DataType.FP64, TFloat64.class));

    private ElementTypes() {}

    static DataType ofProto(String tensor, org.tensorflow.proto.DataType type) throws EngineException {
        return switch (type) {
            case DT_BOOL -> DataType.BOOL;
            case DT_UINT8 -> DataType.UINT8;
            case DT_UINT16 -> DataType.UINT16;
            case DT_INT32 -> DataType.INT32;
            case DT_INT64 -> DataType.INT64;
            case DT_HALF -> DataType.FP16;
            case DT_FLOAT -> DataType.FP32;
            case DT_DOUBLE -> DataType.FP64;
            default ->
                throw new EngineException("tensor '" + tensor + "' is " + type
                        + ", which TensorFlow's Java API cannot exchange; supported are " + CLASSES.keySet());
        };
    }

    /** The class of a type that {@link #ofProto} gave. */
    static Class<? extends TType> classOf(DataType type) {
        Class<? extends TType> found = CLASSES.get(type);
        if (found == null) {
            throw new IllegalStateException("no TensorFlow class for " + type);
        }
        return found;
    }
}
