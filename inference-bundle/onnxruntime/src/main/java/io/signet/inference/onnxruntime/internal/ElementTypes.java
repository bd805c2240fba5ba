package io.signet.inference.onnxruntime.internal;

import ai.onnxruntime.OnnxJavaType;
import ai.onnxruntime.TensorInfo;
import io.signet.inference.spi.EngineException;
import io.signet.statement.DataType;
import java.util.EnumMap;
import java.util.Map;
import java.util.Objects;

/** The element types that ONNX Runtime's Java API can exchange, and their counterparts here. */
final class ElementTypes {
    private static final Map<DataType, OnnxJavaType> TYPES = new EnumMap<>(Map.of(
            DataType.BOOL, OnnxJavaType.BOOL,
            DataType.UINT8, OnnxJavaType.UINT8,
            DataType.INT8, OnnxJavaType.INT8,
            DataType.INT16, OnnxJavaType.INT16,
            DataType.INT32, OnnxJavaType.INT32,
            DataType.INT64, OnnxJavaType.INT64,
            DataType.FP16, OnnxJavaType.FLOAT16,
            DataType.FP32, OnnxJavaType.FLOAT,
            DataType.FP64, OnnxJavaType.DOUBLE));

    private ElementTypes() {}

    static DataType of(String tensor, TensorInfo.OnnxTensorType type) throws EngineException {
        return switch (type) {
            case ONNX_TENSOR_ELEMENT_DATA_TYPE_BOOL -> DataType.BOOL;
            case ONNX_TENSOR_ELEMENT_DATA_TYPE_UINT8 -> DataType.UINT8;
            case ONNX_TENSOR_ELEMENT_DATA_TYPE_INT8 -> DataType.INT8;
            case ONNX_TENSOR_ELEMENT_DATA_TYPE_INT16 -> DataType.INT16;
            case ONNX_TENSOR_ELEMENT_DATA_TYPE_INT32 -> DataType.INT32;
            case ONNX_TENSOR_ELEMENT_DATA_TYPE_INT64 -> DataType.INT64;
            case ONNX_TENSOR_ELEMENT_DATA_TYPE_FLOAT16 -> DataType.FP16;
            case ONNX_TENSOR_ELEMENT_DATA_TYPE_FLOAT -> DataType.FP32;
            case ONNX_TENSOR_ELEMENT_DATA_TYPE_DOUBLE -> DataType.FP64;
            default ->
                throw new EngineException("tensor '" + tensor + "' is " + type
                        + ", which ONNX Runtime's Java API cannot exchange; supported are " + TYPES.keySet());
        };
    }

    /** The library's name of a type that {@link #of} gave. */
    static OnnxJavaType of(DataType type) {
        return Objects.requireNonNull(TYPES.get(type), type::name);
    }
}
