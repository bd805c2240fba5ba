package io.signet.inference.importing.internal;

import com.google.protobuf.InvalidProtocolBufferException;
import io.signet.inference.spi.TensorSpec;
import io.signet.statement.DataType;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Reads what a SavedModel takes and gives: the signature {@code serving_default} of its graph tagged {@code serve}. Field
 * numbers are those of saved_model.proto, meta_graph.proto, tensor_shape.proto and types.proto of <a
 * href="https://github.com/tensorflow/tensorflow/tree/v2.18.0/tensorflow/core">TensorFlow</a>.
 */
public final class SavedModelSignature {
    private static final String TAG = "serve";
    private static final String SIGNATURE = "serving_default";

    private static final int SAVED_MODEL_GRAPHS = 2;
    private static final int GRAPH_INFO = 1;
    private static final int INFO_TAGS = 4;
    private static final int GRAPH_SIGNATURES = 5;
    private static final int ENTRY_KEY = 1;
    private static final int ENTRY_VALUE = 2;
    private static final int SIGNATURE_INPUTS = 1;
    private static final int SIGNATURE_OUTPUTS = 2;
    private static final int TENSOR_TYPE = 2;
    private static final int TENSOR_SHAPE = 3;
    private static final int SHAPE_DIMENSION = 2;
    private static final int SHAPE_UNKNOWN_RANK = 3;
    private static final int DIMENSION_SIZE = 1;

    /** By {@code DataType} of types.proto. */
    private static final Map<Integer, DataType> TYPES = Map.ofEntries(
            Map.entry(1, DataType.FP32),
            Map.entry(2, DataType.FP64),
            Map.entry(3, DataType.INT32),
            Map.entry(4, DataType.UINT8),
            Map.entry(5, DataType.INT16),
            Map.entry(6, DataType.INT8),
            Map.entry(9, DataType.INT64),
            Map.entry(10, DataType.BOOL),
            Map.entry(17, DataType.UINT16),
            Map.entry(19, DataType.FP16),
            Map.entry(22, DataType.UINT32),
            Map.entry(23, DataType.UINT64));

    private final List<TensorSpec> inputs = new ArrayList<>();
    private final List<TensorSpec> outputs = new ArrayList<>();

    private SavedModelSignature() {}

    /**
     * Reads the {@code saved_model.pb} that is all of {@code in}.
     *
     * @throws UnreadableModelException if it is none, or has no such signature
     */
    public static Signature read(InputStream in) throws IOException, UnreadableModelException {
        List<SavedModelSignature> found = new ArrayList<>();
        try {
            ProtoFields.read(in, (number, graph) -> {
                if (number == SAVED_MODEL_GRAPHS) {
                    graph(graph).ifPresent(found::add);
                }
            });
        } catch (InvalidProtocolBufferException e) {
            throw new UnreadableModelException("is no SavedModel: " + e.getMessage(), e);
        }
        if (found.isEmpty()) {
            throw new UnreadableModelException("has no signature '" + SIGNATURE + "' in a graph tagged '" + TAG
                    + "'; export it for serving, with tf.saved_model.save(model, directory, signatures=...)");
        }
        SavedModelSignature signature = found.get(0);
        signature.inputs.sort(Comparator.comparing(TensorSpec::name));
        signature.outputs.sort(Comparator.comparing(TensorSpec::name));
        return Signature.require(signature.inputs, signature.outputs);
    }

    /** The signature of a graph, if it is the one that is served. */
    private static Optional<SavedModelSignature> graph(ProtoFields graph) throws IOException, UnreadableModelException {
        boolean[] tagged = {false};
        List<SavedModelSignature> signatures = new ArrayList<>();
        graph.message((number, value) -> {
            if (number == GRAPH_INFO) {
                value.message((part, content) ->
                        tagged[0] |= part == INFO_TAGS && content.text().equals(TAG));
            } else if (number == GRAPH_SIGNATURES) {
                entry(value).ifPresent(signatures::add);
            }
        });
        return tagged[0] ? signatures.stream().findFirst() : Optional.empty();
    }

    private static Optional<SavedModelSignature> entry(ProtoFields entry) throws IOException, UnreadableModelException {
        SavedModelSignature signature = new SavedModelSignature();
        boolean[] wanted = {false};
        entry.message((number, value) -> {
            if (number == ENTRY_KEY) {
                wanted[0] = value.text().equals(SIGNATURE);
            } else if (number == ENTRY_VALUE && wanted[0]) { // keys are written before values
                value.message(signature::field);
            }
        });
        return wanted[0] ? Optional.of(signature) : Optional.empty();
    }

    private void field(int number, ProtoFields value) throws IOException, UnreadableModelException {
        if (number == SIGNATURE_INPUTS) {
            inputs.add(tensor(value));
        } else if (number == SIGNATURE_OUTPUTS) {
            outputs.add(tensor(value));
        }
    }

    private static TensorSpec tensor(ProtoFields entry) throws IOException, UnreadableModelException {
        TensorShape tensor = new TensorShape();
        entry.message((number, value) -> {
            if (number == ENTRY_KEY) {
                tensor.name(value.text());
            } else if (number == ENTRY_VALUE) {
                value.message((part, content) -> {
                    if (part == TENSOR_TYPE) {
                        tensor.type(TYPES, content.number());
                    } else if (part == TENSOR_SHAPE) {
                        shape(content, tensor);
                    }
                });
            }
        });
        return tensor.toSpec();
    }

    private static void shape(ProtoFields shape, TensorShape tensor) throws IOException, UnreadableModelException {
        boolean[] unknown = {false};
        shape.message((number, value) -> {
            if (number == SHAPE_DIMENSION) {
                long[] size = {0}; // protobuf leaves out what is 0
                value.message((part, content) -> {
                    if (part == DIMENSION_SIZE) {
                        size[0] = content.number();
                    }
                });
                tensor.dimension(size[0]);
            } else if (number == SHAPE_UNKNOWN_RANK) {
                unknown[0] = value.number() != 0;
            }
        });
        if (!unknown[0]) {
            tensor.known();
        }
    }
}
