package io.signet.inference.tensorrt.internal;

import io.signet.inference.spi.EngineException;
import io.signet.statement.DataType;
import org.bytedeco.tensorrt.global.nvinfer;

/** TensorRT's element types and their counterparts here. */
final class ElementTypes {
    private ElementTypes() {}

    static DataType of(String tensor, nvinfer.DataType type) throws EngineException {
        return switch (type.intern()) {
            case kFLOAT -> DataType.FP32;
            case kHALF -> DataType.FP16;
            case kINT8 -> DataType.INT8;
            case kUINT8 -> DataType.UINT8;
            case kINT32 -> DataType.INT32;
            case kINT64 -> DataType.INT64;
            case kBOOL -> DataType.BOOL;
            default ->
                throw new EngineException(
                        "tensor '" + tensor + "' is " + type
                                + ", which no request can hold; FP32, FP16, INT8, UINT8, INT32, INT64 and BOOL can be exchanged");
        };
    }
}
