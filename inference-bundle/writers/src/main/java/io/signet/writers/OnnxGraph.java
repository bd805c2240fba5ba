package io.signet.writers;

import io.signet.statement.DataType;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * An ONNX model being made: IR version 8, operator set 13, weights as constants, inside the file or in others beside it. Values are known by
 * their names. The same calls give the same bytes. One thread uses a graph.
 *
 * <pre>{@code
 * OnnxGraph graph = new OnnxGraph("negation");
 * graph.input("x", DataType.FP32, -1, 3);
 * graph.add("y", OnnxNode.of("Neg", "x"));
 * graph.output("y", DataType.FP32, -1, 3);
 * graph.write(directory.resolve(OnnxGraph.FILE_NAME));
 * }</pre>
 *
 * <p>Field numbers are those of <a href="https://github.com/onnx/onnx/blob/v1.16.0/onnx/onnx.proto">onnx.proto</a>.
 */
public final class OnnxGraph {
    /** What the file of a model is called in a directory of its own. */
    public static final String FILE_NAME = "model.onnx";

    /** A dimension that the model does not fix. */
    public static final long ANY = -1;

    private static final int IR_VERSION = 8;
    private static final int OPERATOR_SET = 13;

    private static final int MODEL_IR_VERSION = 1;
    private static final int MODEL_PRODUCER = 2;
    private static final int MODEL_GRAPH = 7;
    private static final int MODEL_OPERATORS = 8;
    private static final int OPERATORS_VERSION = 2;
    private static final int GRAPH_NODE = 1;
    private static final int GRAPH_NAME = 2;
    private static final int GRAPH_CONSTANT = 5;
    private static final int GRAPH_INPUT = 11;
    private static final int GRAPH_OUTPUT = 12;
    private static final int TENSOR_DIMENSION = 1;
    private static final int TENSOR_TYPE = 2;
    private static final int TENSOR_NAME = 8;
    private static final int TENSOR_RAW = 9;
    private static final int TENSOR_EXTERNAL = 13;
    private static final int TENSOR_LOCATION = 14;
    private static final int LOCATION_EXTERNAL = 1;
    private static final int ENTRY_KEY = 1;
    private static final int ENTRY_VALUE = 2;
    private static final int VALUE_NAME = 1;
    private static final int VALUE_TYPE = 2;
    private static final int TYPE_TENSOR = 1;
    private static final int TYPE_ELEMENT = 1;
    private static final int TYPE_SHAPE = 2;
    private static final int SHAPE_DIMENSION = 1;
    private static final int DIMENSION_SIZE = 1;
    private static final int DIMENSION_NAME = 2;

    private final String name;
    private final List<ProtoMessage> nodes = new ArrayList<>();
    private final List<ProtoMessage> constants = new ArrayList<>();
    private final List<ProtoMessage> inputs = new ArrayList<>();
    private final List<ProtoMessage> outputs = new ArrayList<>();
    private final Set<String> values = new HashSet<>();

    /** A graph without anything in it. */
    public OnnxGraph(String name) {
        this.name = name;
    }

    /** Adds an input; {@link #ANY} is a dimension that is free. Returns its name. */
    public String input(String value, DataType type, long... shape) {
        inputs.add(describe(value, type, shape));
        return define(value);
    }

    /** Says that {@code value}, which the graph computes, is an output. */
    public void output(String value, DataType type, long... shape) {
        if (!values.contains(value)) {
            throw new IllegalArgumentException("the graph computes no value '" + value + "'");
        }
        outputs.add(describe(value, type, shape));
    }

    /** Adds numbers in row-major order. Returns their name. */
    public String constant(String value, long[] shape, float... numbers) {
        ByteBuffer raw = littleEndian(numbers.length * Float.BYTES);
        raw.asFloatBuffer().put(numbers);
        return constant(value, DataType.FP32, shape, raw);
    }

    /**
     * Adds the filter of a square convolution. Returns its name.
     *
     * @param numbers as TensorFlow has them, {@code [height, width, in, out]}; ONNX wants {@code [out, in, height, width]}
     */
    public String filter(String value, int size, int channelsIn, int channelsOut, float... numbers) {
        int places = size * size;
        float[] turned = new float[numbers.length];
        for (int place = 0; place < places; place++) {
            for (int in = 0; in < channelsIn; in++) {
                for (int out = 0; out < channelsOut; out++) {
                    turned[(out * channelsIn + in) * places + place] =
                            numbers[(place * channelsIn + in) * channelsOut + out];
                }
            }
        }
        return constant(value, new long[] {channelsOut, channelsIn, size, size}, turned);
    }

    /** Adds a list of whole numbers: a shape, or axes. Returns its name. */
    public String integers(String value, long... numbers) {
        ByteBuffer raw = littleEndian(numbers.length * Long.BYTES);
        raw.asLongBuffer().put(numbers);
        return constant(value, DataType.INT64, new long[] {numbers.length}, raw);
    }

    private static ByteBuffer littleEndian(int sizeBytes) {
        return ByteBuffer.allocate(sizeBytes).order(ByteOrder.LITTLE_ENDIAN);
    }

    private String constant(String value, DataType type, long[] shape, ByteBuffer raw) {
        ProtoMessage tensor = new ProtoMessage();
        long count = 1;
        for (long dimension : shape) {
            tensor.integer(TENSOR_DIMENSION, dimension);
            count *= dimension;
        }
        if (count * type.sizeBytes() != raw.remaining()) {
            throw new IllegalArgumentException("the constant '" + value + "' has " + raw.remaining() + " bytes, not "
                    + count * type.sizeBytes() + ", which its shape takes");
        }
        constants.add(tensor.integer(TENSOR_TYPE, elementType(type))
                .text(TENSOR_NAME, value)
                .raw(TENSOR_RAW, raw));
        return define(value);
    }

    /**
     * Adds numbers that are in another file.
     *
     * @param location path of that file from the directory of the model's; it holds nothing else
     */
    public String external(String value, DataType type, String location, long... shape) {
        ProtoMessage tensor = new ProtoMessage();
        for (long dimension : shape) {
            tensor.integer(TENSOR_DIMENSION, dimension);
        }
        ProtoMessage entry = new ProtoMessage().text(ENTRY_KEY, "location").text(ENTRY_VALUE, location);
        constants.add(tensor.integer(TENSOR_TYPE, elementType(type))
                .text(TENSOR_NAME, value)
                .message(TENSOR_EXTERNAL, entry)
                .integer(TENSOR_LOCATION, LOCATION_EXTERNAL));
        return define(value);
    }

    /** Adds an operation that computes {@code value}. Returns that name. */
    public String add(String value, OnnxNode node) {
        nodes.add(node.encode(value));
        return define(value);
    }

    private String define(String value) {
        if (!values.add(value)) {
            throw new IllegalArgumentException("the graph has a value '" + value + "' already");
        }
        return value;
    }

    private static ProtoMessage describe(String value, DataType type, long... shape) {
        ProtoMessage dimensions = new ProtoMessage();
        for (int i = 0; i < shape.length; i++) {
            ProtoMessage dimension = new ProtoMessage();
            if (shape[i] == ANY) {
                dimension.text(DIMENSION_NAME, i == 0 ? "batch" : "any" + i);
            } else {
                dimension.integer(DIMENSION_SIZE, shape[i]);
            }
            dimensions.message(SHAPE_DIMENSION, dimension);
        }
        ProtoMessage tensor =
                new ProtoMessage().integer(TYPE_ELEMENT, elementType(type)).message(TYPE_SHAPE, dimensions);
        return new ProtoMessage()
                .text(VALUE_NAME, value)
                .message(VALUE_TYPE, new ProtoMessage().message(TYPE_TENSOR, tensor));
    }

    /** {@code TensorProto.DataType}. */
    private static int elementType(DataType type) {
        return switch (type) {
            case FP32 -> 1;
            case UINT8 -> 2;
            case INT8 -> 3;
            case UINT16 -> 4;
            case INT16 -> 5;
            case INT32 -> 6;
            case INT64 -> 7;
            case BOOL -> 9;
            case FP16 -> 10;
            case FP64 -> 11;
            case UINT32 -> 12;
            case UINT64 -> 13;
        };
    }

    /** The model's encoding. */
    public byte[] toBytes() {
        ProtoMessage graph = new ProtoMessage();
        nodes.forEach(node -> graph.message(GRAPH_NODE, node));
        graph.text(GRAPH_NAME, name);
        constants.forEach(constant -> graph.message(GRAPH_CONSTANT, constant));
        inputs.forEach(input -> graph.message(GRAPH_INPUT, input));
        outputs.forEach(output -> graph.message(GRAPH_OUTPUT, output));
        return new ProtoMessage()
                .integer(MODEL_IR_VERSION, IR_VERSION)
                .text(MODEL_PRODUCER, "signet")
                .message(MODEL_GRAPH, graph)
                .message(MODEL_OPERATORS, new ProtoMessage().integer(OPERATORS_VERSION, OPERATOR_SET))
                .toBytes();
    }

    /**
     * Writes the model.
     *
     * @throws IOException if the file can't be written
     */
    public void write(Path file) throws IOException {
        Files.write(file, toBytes());
    }
}
