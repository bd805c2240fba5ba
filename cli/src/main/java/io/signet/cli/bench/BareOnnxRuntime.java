package io.signet.cli.bench;

import ai.onnxruntime.OnnxJavaType;
import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession;
import io.signet.reference.ResNet18;
import io.signet.statement.Tensor;
import java.nio.FloatBuffer;
import java.nio.file.Path;
import java.util.Map;

/** ONNX Runtime, called bare, with the threads that the engine in this process has. */
final class BareOnnxRuntime implements BareEngine {
    private final OrtEnvironment environment = OrtEnvironment.getEnvironment();
    private final OrtSession session;
    private final Tensor input;
    private final long[] shape;

    /** Loads {@code model.onnx} in {@code directory}; an engine must be there, which made the environment. */
    BareOnnxRuntime(Path directory, Tensor input) throws BenchmarkException {
        this.input = input;
        this.shape = input.shape().stream().mapToLong(Long::longValue).toArray();
        try (OrtSession.SessionOptions options = new OrtSession.SessionOptions()) {
            options.disablePerSessionThreads();
            session = environment.createSession(directory.resolve("model.onnx").toString(), options);
        } catch (OrtException e) {
            throw new BenchmarkException("ONNX Runtime can't load the model: " + e.getMessage(), e);
        }
    }

    @Override
    public void run() throws BenchmarkException {
        try (OnnxTensor tensor = OnnxTensor.createTensor(environment, input.data(), shape, OnnxJavaType.FLOAT);
                OrtSession.Result result = session.run(Map.of(ResNet18.INPUT, tensor))) {
            FloatBuffer answer = ((OnnxTensor) result.get(0)).getFloatBuffer();
            if (!answer.hasRemaining()) {
                throw new BenchmarkException("ONNX Runtime gave an empty answer");
            }
        } catch (OrtException e) {
            throw new BenchmarkException("ONNX Runtime failed: " + e.getMessage(), e);
        }
    }

    @Override
    public void close() {
        try {
            session.close();
        } catch (OrtException e) {
            throw new IllegalStateException("ONNX Runtime can't free the model", e);
        }
    }
}
