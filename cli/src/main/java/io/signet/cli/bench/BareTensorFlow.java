package io.signet.cli.bench;

import io.signet.inference.tensorflow.TensorFlowOptions;
import io.signet.reference.ResNet18;
import io.signet.statement.Tensor;
import java.nio.FloatBuffer;
import java.nio.file.Path;
import org.tensorflow.Result;
import org.tensorflow.SavedModelBundle;
import org.tensorflow.ndarray.Shape;
import org.tensorflow.ndarray.buffer.DataBuffers;
import org.tensorflow.proto.ConfigProto;
import org.tensorflow.types.TFloat32;

/** TensorFlow, called bare, with as many threads as the engine has. */
final class BareTensorFlow implements BareEngine {
    private final SavedModelBundle bundle;
    private final Tensor input;
    private final Shape shape;
    private final FloatBuffer answer;

    /** Loads the SavedModel in {@code directory}, for requests of {@code input}. */
    BareTensorFlow(Path directory, Tensor input) {
        this.input = input;
        this.shape = Shape.of(input.shape().stream().mapToLong(Long::longValue).toArray());
        this.answer = FloatBuffer.allocate((int) input.rows() * ResNet18.CLASSES);
        TensorFlowOptions options = TensorFlowOptions.forThisMachine();
        bundle = SavedModelBundle.loader(directory.toString())
                .withTags("serve")
                .withConfigProto(ConfigProto.newBuilder()
                        .setIntraOpParallelismThreads(options.intraOpThreads())
                        .setInterOpParallelismThreads(options.interOpThreads())
                        .build())
                .load();
    }

    @Override
    public void run() {
        try (TFloat32 tensor = TFloat32.tensorOf(shape, DataBuffers.of(input.floats()));
                Result result = bundle.session()
                        .runner()
                        .feed(ResNet18.INPUT, tensor)
                        .fetch(ResNet18.OUTPUT)
                        .run()) {
            result.get(0).asRawTensor().data().asFloats().copyTo(DataBuffers.of(answer.clear()), answer.capacity());
        }
    }

    @Override
    public void close() {
        bundle.close();
    }
}
