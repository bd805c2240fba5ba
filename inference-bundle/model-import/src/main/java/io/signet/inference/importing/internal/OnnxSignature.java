package io.signet.inference.importing.internal;

import com.google.protobuf.InvalidProtocolBufferException;
import io.signet.inference.spi.TensorSpec;
import io.signet.statement.DataType;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Reads what an ONNX model takes and gives. Field numbers are those of <a
 * href="https://github.com/onnx/onnx/blob/v1.16.0/onnx/onnx.proto">onnx.proto</a>.
 */
public final class OnnxSignature {
    private static final int MODEL_GRAPH = 7;
    private static final int GRAPH_INITIALIZER = 5;
    private static final int GRAPH_INPUT = 11;
    private static final int GRAPH_OUTPUT = 12;
    private static final int TENSOR_NAME = 8;
    private static final int TENSOR_DATA_LOCATION = 14;
    private static final int DATA_LOCATION_EXTERNAL = 1;
    private static final int VALUE_NAME = 1;
    private static final int VALUE_TYPE = 2;
    private static final int TYPE_TENSOR = 1;
    private static final int TENSOR_TYPE_ELEMENT = 1;
    private static final int TENSOR_TYPE_SHAPE = 2;
    private static final int SHAPE_DIMENSION = 1;
    private static final int DIMENSION_VALUE = 1;
    private static final int CONSTANTS_MAX = 100_000;

    /** By {@code TensorProto.DataType}. */
    private static final Map<Integer, DataType> TYPES = Map.ofEntries(
            Map.entry(1, DataType.FP32),
            Map.entry(2, DataType.UINT8),
            Map.entry(3, DataType.INT8),
            Map.entry(4, DataType.UINT16),
            Map.entry(5, DataType.INT16),
            Map.entry(6, DataType.INT32),
            Map.entry(7, DataType.INT64),
            Map.entry(9, DataType.BOOL),
            Map.entry(10, DataType.FP16),
            Map.entry(11, DataType.FP64),
            Map.entry(12, DataType.UINT32),
            Map.entry(13, DataType.UINT64));

    private final List<TensorSpec> inputs = new ArrayList<>();
    private final List<TensorSpec> outputs = new ArrayList<>();
    /** Weights: before IR version 4 they were listed among the inputs, too. */
    private final Set<String> constants = new HashSet<>();

    private boolean graphSeen;

    private OnnxSignature() {}

    /**
     * Reads the model that is all of {@code in}.
     *
     * @throws UnreadableModelException if it is no ONNX model, or its weights are in other files
     */
    public static Signature read(InputStream in) throws IOException, UnreadableModelException {
        OnnxSignature signature = new OnnxSignature();
        try {
            ProtoFields.read(in, signature::modelField);
        } catch (InvalidProtocolBufferException e) {
            throw new UnreadableModelException("is no ONNX model: " + e.getMessage(), e);
        }
        if (!signature.graphSeen) {
            throw new UnreadableModelException("is no ONNX model: it has no graph");
        }
        signature.inputs.removeIf(input -> signature.constants.contains(input.name()));
        return Signature.require(signature.inputs, signature.outputs);
    }

    private void modelField(int number, ProtoFields value) throws IOException, UnreadableModelException {
        if (number == MODEL_GRAPH) {
            graphSeen = true;
            value.message(this::graphField);
        }
    }

    private void graphField(int number, ProtoFields value) throws IOException, UnreadableModelException {
        if (number == GRAPH_INPUT) {
            inputs.add(tensor(value));
        } else if (number == GRAPH_OUTPUT) {
            outputs.add(tensor(value));
        } else if (number == GRAPH_INITIALIZER) {
            value.message(this::constantField);
        }
    }

    private void constantField(int number, ProtoFields value) throws IOException, UnreadableModelException {
        if (number == TENSOR_NAME) {
            constants.add(value.text());
            if (constants.size() > CONSTANTS_MAX) {
                throw new UnreadableModelException("has more than " + CONSTANTS_MAX + " weights");
            }
        } else if (number == TENSOR_DATA_LOCATION && value.number() == DATA_LOCATION_EXTERNAL) {
            throw new UnreadableModelException("keeps weights in files beside it; save it with the weights inside, with"
                    + " onnx.save_model(model, file, save_as_external_data=False)");
        }
    }

    private static TensorSpec tensor(ProtoFields value) throws IOException, UnreadableModelException {
        TensorShape tensor = new TensorShape();
        value.message((number, field) -> {
            if (number == VALUE_NAME) {
                tensor.name(field.text());
            } else if (number == VALUE_TYPE) {
                field.message((kind, type) -> {
                    if (kind == TYPE_TENSOR) {
                        type.message((part, content) -> tensorTypeField(part, content, tensor));
                    }
                });
            }
        });
        return tensor.toSpec();
    }

    private static void tensorTypeField(int number, ProtoFields value, TensorShape tensor)
            throws IOException, UnreadableModelException {
        if (number == TENSOR_TYPE_ELEMENT) {
            tensor.type(TYPES, value.number());
        } else if (number == TENSOR_TYPE_SHAPE) {
            tensor.known();
            value.message((dimension, size) -> {
                if (dimension == SHAPE_DIMENSION) {
                    long[] fixed = {TensorSpec.ANY}; // it may have a name in place of a size
                    size.message((part, content) -> {
                        if (part == DIMENSION_VALUE) {
                            fixed[0] = content.number();
                        }
                    });
                    tensor.dimension(fixed[0]);
                }
            });
        }
    }
}
