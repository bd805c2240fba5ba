package io.signet.meter.training.internal;

import com.google.protobuf.CodedOutputStream;
import io.signet.meter.MeterModel;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Objects;
import org.tensorflow.Graph;
import org.tensorflow.Operand;
import org.tensorflow.Output;
import org.tensorflow.Signature;
import org.tensorflow.TensorFlow;
import org.tensorflow.ndarray.buffer.DataBuffers;
import org.tensorflow.op.Ops;
import org.tensorflow.op.core.Placeholder;
import org.tensorflow.proto.GraphDef;
import org.tensorflow.proto.MetaGraphDef;
import org.tensorflow.proto.SavedModel;
import org.tensorflow.proto.SignatureDef;
import org.tensorflow.proto.TensorInfo;
import org.tensorflow.proto.TensorShapeProto;
import org.tensorflow.types.TFloat32;
import org.tensorflow.types.TUint8;

/**
 * Writes a network as a SavedModel whose weights are constants: one file, nothing of the training in it, and the same
 * bytes for the same weights.
 */
final class FrozenModel {
    private static final String TAG = "serve";
    private static final int SCHEMA_VERSION = 1;

    private FrozenModel() {}

    /**
     * Writes {@code saved_model.pb}.
     *
     * @throws IOException if the directory can't be written to
     */
    static void write(Map<String, float[]> weights, Path directory) throws IOException {
        SavedModel.Builder model = SavedModel.newBuilder().setSavedModelSchemaVersion(SCHEMA_VERSION);
        try (Graph graph = new Graph()) {
            Ops tf = Ops.create(graph);
            Placeholder<TUint8> crops = DigitNetwork.crops(tf);
            Operand<TFloat32> logits = DigitNetwork.logits(tf, crops, (name, shape, inputs) -> {
                float[] values = Objects.requireNonNull(weights.get(name), name);
                return tf.withName(name).constant(shape, DataBuffers.of(values));
            });
            Operand<TFloat32> probabilities = tf.withName(MeterModel.OUTPUT).nn.softmax(logits);
            SignatureDef signature = SignatureDef.newBuilder()
                    .setMethodName("tensorflow/serving/predict")
                    .putInputs(MeterModel.INPUT, describe(crops.asOutput()))
                    .putOutputs(MeterModel.OUTPUT, describe(probabilities.asOutput()))
                    .build();
            GraphDef definition = graph.toGraphDef();
            model.addMetaGraphs(MetaGraphDef.newBuilder()
                    .setMetaInfoDef(MetaGraphDef.MetaInfoDef.newBuilder()
                            .addTags(TAG)
                            .setTensorflowVersion(TensorFlow.version()))
                    .setGraphDef(definition)
                    .putSignatureDef(Signature.DEFAULT_KEY, signature));
        }
        try (OutputStream file = Files.newOutputStream(directory.resolve("saved_model.pb"))) {
            CodedOutputStream coded = CodedOutputStream.newInstance(file);
            coded.useDeterministicSerialization();
            model.build().writeTo(coded);
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
