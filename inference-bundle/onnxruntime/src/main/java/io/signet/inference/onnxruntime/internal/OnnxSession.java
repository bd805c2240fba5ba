package io.signet.inference.onnxruntime.internal;

import ai.onnxruntime.NodeInfo;
import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession;
import ai.onnxruntime.TensorInfo;
import io.signet.inference.spi.EngineException;
import io.signet.inference.spi.GuardedSession;
import io.signet.inference.spi.TensorSpec;
import io.signet.statement.Tensor;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/**
 * One ONNX model. A run reads inputs in direct, aligned buffers where they lie; others are copied once. Each output is
 * copied once, out of memory that is ONNX Runtime's.
 */
public final class OnnxSession extends GuardedSession {
    private static final String FILE_NAME = "model.onnx";

    private final OrtEnvironment environment;
    private final OrtSession session;
    private final String origin;
    private final DirectCopies copies;

    private OnnxSession(
            OrtEnvironment environment,
            OrtSession session,
            String origin,
            List<TensorSpec> inputs,
            List<TensorSpec> outputs,
            int runsMax) {
        super(inputs, outputs);
        this.environment = environment;
        this.session = session;
        this.origin = origin;
        this.copies = new DirectCopies(runsMax * inputs.size());
    }

    /**
     * Loads {@code model.onnx} in {@code directory}.
     *
     * @param runsMax most runs at once
     * @throws EngineException if it is none, takes or gives what is no tensor of a supported type, or wants to read files
     *     outside of {@code directory}
     */
    public static OnnxSession load(OrtEnvironment environment, Path directory, int runsMax) throws EngineException {
        Path file = directory.resolve(FILE_NAME);
        ExternalData.requireWithin(directory, file);
        return load(
                environment, options -> environment.createSession(file.toString(), options), file.toString(), runsMax);
    }

    /**
     * Loads {@code model.onnx} of {@code files}, which ONNX Runtime copies.
     *
     * @param files direct buffers by path
     * @param runsMax most runs at once
     * @throws EngineException as {@link #load}, and if it wants to read any other file
     */
    public static OnnxSession loadInMemory(OrtEnvironment environment, Map<String, ByteBuffer> files, int runsMax)
            throws EngineException {
        ByteBuffer model = files.get(FILE_NAME);
        if (model == null) {
            throw new EngineException("there is no " + FILE_NAME + " in the package");
        }
        ExternalData.requireNone(model.duplicate());
        return load(
                environment, options -> environment.createSession(model.duplicate(), options), "in memory", runsMax);
    }

    /** Opens ONNX Runtime's session. */
    @FunctionalInterface
    private interface Opening {
        OrtSession open(OrtSession.SessionOptions options) throws OrtException;
    }

    private static OnnxSession load(OrtEnvironment environment, Opening opening, String origin, int runsMax)
            throws EngineException {
        try (OrtSession.SessionOptions options = new OrtSession.SessionOptions()) {
            options.disablePerSessionThreads();
            options.setOptimizationLevel(OrtSession.SessionOptions.OptLevel.ALL_OPT);
            options.setExecutionMode(OrtSession.SessionOptions.ExecutionMode.SEQUENTIAL);
            OrtSession session = opening.open(options);
            boolean complete = false;
            try {
                OnnxSession loaded = new OnnxSession(
                        environment,
                        session,
                        origin,
                        specs(session.getInputInfo()),
                        specs(session.getOutputInfo()),
                        runsMax);
                complete = true;
                return loaded;
            } finally {
                if (!complete) {
                    session.close();
                }
            }
        } catch (OrtException e) {
            throw EngineException.of("cannot load the ONNX model " + origin, e);
        }
    }

    private static List<TensorSpec> specs(Map<String, NodeInfo> described) throws EngineException {
        List<TensorSpec> specs = new ArrayList<>();
        for (Map.Entry<String, NodeInfo> entry : described.entrySet()) {
            if (!(entry.getValue().getInfo() instanceof TensorInfo tensor)) {
                throw new EngineException("the model's '" + entry.getKey() + "' is no tensor but "
                        + entry.getValue().getInfo());
            }
            try {
                specs.add(new TensorSpec(
                        entry.getKey(), ElementTypes.of(entry.getKey(), tensor.onnxType), dimensions(tensor)));
            } catch (IllegalArgumentException e) {
                throw new EngineException("the model's interface is out of bounds: " + e.getMessage(), e);
            }
        }
        return specs;
    }

    private static List<Long> dimensions(TensorInfo tensor) {
        return Arrays.stream(tensor.getShape()).boxed().toList();
    }

    @Override
    protected Map<String, Tensor> compute(Map<String, Tensor> given) throws EngineException {
        Map<String, OnnxTensor> fed = new HashMap<>();
        List<ByteBuffer> copied = new ArrayList<>();
        try {
            for (TensorSpec spec : inputs()) {
                fed.put(spec.name(), toOnnx(Objects.requireNonNull(given.get(spec.name())), copied));
            }
            try (OrtSession.Result result = session.run(fed)) {
                return fetched(result);
            }
        } catch (OrtException e) {
            throw EngineException.of("ONNX Runtime failed", e);
        } finally {
            fed.values().forEach(OnnxTensor::close);
            copied.forEach(copies::giveBack);
        }
    }

    private OnnxTensor toOnnx(Tensor tensor, List<ByteBuffer> copied) throws OrtException {
        ByteBuffer data = tensor.data();
        if (!data.isDirect() || data.alignmentOffset(0, tensor.type().sizeBytes()) != 0) {
            data = copies.copy(data);
            copied.add(data);
        }
        long[] shape = tensor.shape().stream().mapToLong(Long::longValue).toArray();
        return OnnxTensor.createTensor(environment, data, shape, ElementTypes.of(tensor.type()));
    }

    private Map<String, Tensor> fetched(OrtSession.Result result) throws EngineException {
        Map<String, Tensor> tensors = new HashMap<>();
        for (TensorSpec spec : outputs()) {
            if (!(result.get(spec.name()).orElse(null) instanceof OnnxTensor computed)) {
                throw new EngineException("ONNX Runtime gave no tensor '" + spec.name() + "'");
            }
            Tensor tensor = Tensor.of(spec.type(), dimensions(computed.getInfo()), computed.getByteBuffer());
            String mismatch = spec.mismatch(tensor).orElse("");
            if (!mismatch.isEmpty()) { // a model whose file states no shape, or a wrong one
                throw new EngineException("the model computed something else than it states: " + mismatch);
            }
            tensors.put(spec.name(), tensor);
        }
        return tensors;
    }

    @Override
    protected void free() {
        try {
            session.close();
        } catch (OrtException e) {
            throw new IllegalStateException("the model " + origin + " could not be freed", e);
        }
    }
}
