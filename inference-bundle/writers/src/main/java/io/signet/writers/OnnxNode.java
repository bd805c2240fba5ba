package io.signet.writers;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** One operation of a graph: its type, what it reads, and its attributes. Names are those of the ONNX operators. */
public final class OnnxNode {
    private static final int INPUT = 1;
    private static final int OUTPUT = 2;
    private static final int NAME = 3;
    private static final int OP_TYPE = 4;
    private static final int ATTRIBUTE = 5;

    private static final int ATTRIBUTE_NAME = 1;
    private static final int ATTRIBUTE_FLOAT = 2;
    private static final int ATTRIBUTE_INT = 3;
    private static final int ATTRIBUTE_TEXT = 4;
    private static final int ATTRIBUTE_INTS = 8;
    private static final int ATTRIBUTE_TYPE = 20;

    private static final int TYPE_FLOAT = 1;
    private static final int TYPE_INT = 2;
    private static final int TYPE_TEXT = 3;
    private static final int TYPE_INTS = 7;

    private final String operator;
    private final List<String> inputs;
    private final Map<String, ProtoMessage> attributes = new LinkedHashMap<>();

    private OnnxNode(String operator, List<String> inputs) {
        this.operator = operator;
        this.inputs = inputs;
    }

    /** The operation {@code operator} on the values named {@code inputs}. */
    public static OnnxNode of(String operator, String... inputs) {
        return new OnnxNode(operator, List.of(inputs));
    }

    /** The same with one more attribute. */
    public OnnxNode with(String name, long value) {
        attributes.put(name, attribute(name).integer(ATTRIBUTE_INT, value).integer(ATTRIBUTE_TYPE, TYPE_INT));
        return this;
    }

    /** The same with one more attribute. */
    public OnnxNode with(String name, float value) {
        attributes.put(name, attribute(name).real(ATTRIBUTE_FLOAT, value).integer(ATTRIBUTE_TYPE, TYPE_FLOAT));
        return this;
    }

    /** The same with one more attribute. */
    public OnnxNode with(String name, String value) {
        attributes.put(name, attribute(name).text(ATTRIBUTE_TEXT, value).integer(ATTRIBUTE_TYPE, TYPE_TEXT));
        return this;
    }

    /** The same with one more attribute, a list. */
    public OnnxNode withAll(String name, long... values) {
        ProtoMessage attribute = attribute(name);
        for (long value : values) {
            attribute.integer(ATTRIBUTE_INTS, value);
        }
        attributes.put(name, attribute.integer(ATTRIBUTE_TYPE, TYPE_INTS));
        return this;
    }

    private static ProtoMessage attribute(String name) {
        return new ProtoMessage().text(ATTRIBUTE_NAME, name);
    }

    ProtoMessage encode(String output) {
        ProtoMessage node = new ProtoMessage();
        inputs.forEach(input -> node.text(INPUT, input));
        node.text(OUTPUT, output).text(NAME, output).text(OP_TYPE, operator);
        attributes.values().forEach(attribute -> node.message(ATTRIBUTE, attribute));
        return node;
    }
}
