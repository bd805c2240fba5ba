package io.signet.inference.tensorflow.internal;

import io.signet.inference.spi.EngineException;
import io.signet.inference.spi.GuardedSession;
import io.signet.inference.spi.TensorSpec;
import io.signet.statement.Tensor;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import org.tensorflow.Output;
import org.tensorflow.RawTensor;
import org.tensorflow.Result;
import org.tensorflow.SavedModelBundle;
import org.tensorflow.Signature;
import org.tensorflow.exceptions.TFInvalidArgumentException;
import org.tensorflow.exceptions.TFUnimplementedException;
import org.tensorflow.exceptions.TensorFlowException;
import org.tensorflow.ndarray.Shape;
import org.tensorflow.ndarray.buffer.DataBuffers;
import org.tensorflow.proto.ConfigProto;
import org.tensorflow.proto.RunOptions;
import org.tensorflow.proto.SignatureDef;
import org.tensorflow.proto.TensorInfo;
import org.tensorflow.proto.TensorShapeProto;

/**
 * One SavedModel. The graph's tensors are looked up once, at {@link #load}; a run costs one copy of each input into
 * TensorFlow's aligned memory, which the Java API cannot lend it, and one of each output back.
 */
public final class SavedModelSession extends GuardedSession {
    private static final String TAG = "serve";

    /** What TensorFlow keeps beside the signatures that others call. */
    private static final String INITIALISATION = "__saved_model_init_op";

    /** The graph runs on the calling thread: handing each run to a thread of TensorFlow's costs small models a quarter. */
    private static final RunOptions ON_CALLING_THREAD =
            RunOptions.newBuilder().setInterOpThreadPool(-1).build();

    private record Port(TensorSpec spec, Output<?> output) {}

    private final SavedModelBundle bundle;
    private final List<Port> inputs;
    private final List<Port> outputs;

    private SavedModelSession(SavedModelBundle bundle, List<Port> inputs, List<Port> outputs) {
        super(specs(inputs), specs(outputs));
        this.bundle = bundle;
        this.inputs = inputs;
        this.outputs = outputs;
    }

    private static List<TensorSpec> specs(List<Port> ports) {
        return ports.stream().map(Port::spec).toList();
    }

    /**
     * Loads the SavedModel in {@code directory}.
     *
     * @throws EngineException if it is none, or has no {@code serving_default} signature of supported tensors
     */
    public static SavedModelSession load(Path directory, ConfigProto config) throws EngineException {
        SavedModelBundle bundle;
        try {
            bundle = SavedModelBundle.loader(directory.toString())
                    .withTags(TAG)
                    .withConfigProto(config)
                    .load();
        } catch (TensorFlowException | TFInvalidArgumentException | TFUnimplementedException e) {
            throw EngineException.of("cannot load the SavedModel in " + directory, e);
        }
        boolean complete = false;
        try {
            SignatureDef signature = signature(bundle, directory);
            SavedModelSession session = new SavedModelSession(
                    bundle, ports(bundle, signature.getInputsMap()), ports(bundle, signature.getOutputsMap()));
            complete = true;
            return session;
        } finally {
            if (!complete) {
                bundle.close();
            }
        }
    }

    private static SignatureDef signature(SavedModelBundle bundle, Path directory) throws EngineException {
        Map<String, SignatureDef> signatures = bundle.metaGraphDef().getSignatureDefMap();
        SignatureDef signature = signatures.get(Signature.DEFAULT_KEY);
        if (signature == null) {
            Set<String> others = new TreeSet<>(signatures.keySet());
            others.remove(INITIALISATION);
            throw new EngineException("the SavedModel in " + directory + " has no signature '" + Signature.DEFAULT_KEY
                    + "' but " + others);
        }
        return signature;
    }

    private static List<Port> ports(SavedModelBundle bundle, Map<String, TensorInfo> described) throws EngineException {
        List<Port> ports = new ArrayList<>();
        for (Map.Entry<String, TensorInfo> entry : described.entrySet()) {
            TensorInfo tensor = entry.getValue();
            ports.add(new Port(spec(entry.getKey(), tensor), output(bundle, tensor.getName())));
        }
        return List.copyOf(ports);
    }

    private static TensorSpec spec(String name, TensorInfo tensor) throws EngineException {
        if (tensor.getTensorShape().getUnknownRank()) {
            throw new EngineException(
                    "tensor '" + name + "' has no rank; export the model with one, -1 for free dimensions");
        }
        List<Long> shape = tensor.getTensorShape().getDimList().stream()
                .map(TensorShapeProto.Dim::getSize)
                .toList();
        try {
            return new TensorSpec(name, ElementTypes.ofProto(name, tensor.getDtype()), shape);
        } catch (IllegalArgumentException e) {
            throw new EngineException("the SavedModel's signature is out of bounds: " + e.getMessage(), e);
        }
    }

    private static Output<?> output(SavedModelBundle bundle, String name) throws EngineException {
        try {
            return bundle.graph().outputOrThrow(name);
        } catch (IllegalArgumentException e) {
            throw new EngineException("the SavedModel's signature names a tensor that its graph lacks: " + name, e);
        }
    }

    private static List<Long> dimensions(Shape shape) {
        return Arrays.stream(shape.asArray()).boxed().toList();
    }

    @Override
    protected Map<String, Tensor> compute(Map<String, Tensor> given) throws EngineException {
        org.tensorflow.Session.Runner runner = bundle.session().runner().setOptions(ON_CALLING_THREAD);
        List<org.tensorflow.Tensor> fed = new ArrayList<>(inputs.size());
        try {
            for (Port port : inputs) {
                org.tensorflow.Tensor tensor = toTensorFlow(
                        Objects.requireNonNull(given.get(port.spec().name())));
                fed.add(tensor);
                runner.feed(port.output(), tensor);
            }
            outputs.forEach(port -> runner.fetch(port.output()));
            try (Result result = runner.run()) {
                return fetched(result);
            }
        } catch (TensorFlowException | TFInvalidArgumentException | TFUnimplementedException e) {
            throw EngineException.of("TensorFlow failed", e);
        } finally {
            fed.forEach(org.tensorflow.Tensor::close); // the collector does not see their native memory
        }
    }

    private static org.tensorflow.Tensor toTensorFlow(Tensor tensor) {
        long[] dimensions = tensor.shape().stream().mapToLong(Long::longValue).toArray();
        return org.tensorflow.Tensor.of(
                ElementTypes.classOf(tensor.type()), Shape.of(dimensions), DataBuffers.of(tensor.data()));
    }

    private Map<String, Tensor> fetched(Result result) {
        Map<String, Tensor> tensors = new LinkedHashMap<>();
        for (int i = 0; i < outputs.size(); i++) {
            TensorSpec spec = outputs.get(i).spec();
            RawTensor raw = result.get(i).asRawTensor();
            ByteBuffer copy =
                    ByteBuffer.allocate(Math.toIntExact(raw.numBytes())); // on the heap, which the collector sees
            if (copy.hasRemaining()) {
                raw.data().copyTo(DataBuffers.of(copy), raw.numBytes());
            }
            tensors.put(spec.name(), Tensor.of(spec.type(), dimensions(raw.shape()), copy));
        }
        return tensors;
    }

    @Override
    protected void free() {
        bundle.close();
    }
}
