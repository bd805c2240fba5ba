package io.signet.writers;

import com.google.protobuf.CodedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import org.tensorflow.Graph;
import org.tensorflow.Output;
import org.tensorflow.Signature;
import org.tensorflow.TensorFlow;
import org.tensorflow.proto.MetaGraphDef;
import org.tensorflow.proto.SavedModel;
import org.tensorflow.proto.SignatureDef;
import org.tensorflow.proto.TensorInfo;
import org.tensorflow.proto.TensorShapeProto;

/**
 * Writes a TensorFlow graph whose weights are constants as a SavedModel: one file, nothing of a training in it, and the same
 * bytes for the same graph.
 */
public final class FrozenGraph {
    private static final String TAG = "serve";
    private static final int SCHEMA_VERSION = 1;

    private FrozenGraph() {}

    /**
     * Writes {@code saved_model.pb}; the signature names input and output as their operations are named.
     *
     * @throws IOException if the directory can't be written to
     */
    public static void write(Graph graph, Output<?> input, Output<?> output, Path directory) throws IOException {
        SignatureDef signature = SignatureDef.newBuilder()
                .setMethodName("tensorflow/serving/predict")
                .putInputs(input.op().name(), describe(input))
                .putOutputs(output.op().name(), describe(output))
                .build();
        SavedModel model = SavedModel.newBuilder()
                .setSavedModelSchemaVersion(SCHEMA_VERSION)
                .addMetaGraphs(MetaGraphDef.newBuilder()
                        .setMetaInfoDef(MetaGraphDef.MetaInfoDef.newBuilder()
                                .addTags(TAG)
                                .setTensorflowVersion(TensorFlow.version()))
                        .setGraphDef(graph.toGraphDef())
                        .putSignatureDef(Signature.DEFAULT_KEY, signature))
                .build();
        try (OutputStream file = Files.newOutputStream(directory.resolve("saved_model.pb"))) {
            CodedOutputStream coded = CodedOutputStream.newInstance(file);
            coded.useDeterministicSerialization();
            model.writeTo(coded);
            coded.flush();
        }
    }

    private static TensorInfo describe(Output<?> output) {
        TensorShapeProto.Builder shape = TensorShapeProto.newBuilder();
        for (long size : output.shape().asArray()) {
            shape.addDim(TensorShapeProto.Dim.newBuilder().setSize(size));
        }
        return TensorInfo.newBuilder()
                .setName(output.op().name() + ":" + output.index())
                .setDtype(output.dataType())
                .setTensorShape(shape)
                .build();
    }
}
