package io.signet.meter.training;

import io.signet.inference.model.ModelPackage;
import io.signet.inference.model.ModelVariant;
import io.signet.inference.model.PackageException;
import io.signet.inference.onnxruntime.OnnxRuntimeEngine;
import io.signet.inference.onnxruntime.OnnxRuntimeOptions;
import io.signet.inference.spi.EngineAvailability;
import io.signet.inference.spi.EngineException;
import io.signet.inference.spi.Session;
import io.signet.inference.spi.SessionOptions;
import io.signet.inference.tensorflow.TensorFlowEngine;
import io.signet.inference.tensorflow.TensorFlowOptions;
import io.signet.meter.MeterModel;
import io.signet.meter.Split;
import io.signet.statement.Tensor;
import java.nio.file.Path;
import java.util.Map;

/** A model package in an engine, as a node runs it. */
final class PackagedModel implements AutoCloseable {
    private final Session session;

    private PackagedModel(Session session) {
        this.session = session;
    }

    /** In the TensorFlow engine. */
    static PackagedModel open(ModelPackage model, Path cache) throws PackageException, EngineException {
        return open(model, cache, TensorFlowEngine.FORMAT, TensorFlowEngine.probe(new TensorFlowOptions(1, 1)));
    }

    /** In the ONNX Runtime engine. */
    static PackagedModel openOnnx(ModelPackage model, Path cache) throws PackageException, EngineException {
        return open(model, cache, OnnxRuntimeEngine.FORMAT, OnnxRuntimeEngine.probe(new OnnxRuntimeOptions(1)));
    }

    private static PackagedModel open(ModelPackage model, Path cache, String format, EngineAvailability availability)
            throws PackageException, EngineException {
        if (!(availability instanceof EngineAvailability.Available available)) {
            throw new IllegalStateException(availability.toString());
        }
        ModelVariant variant = model.manifest().variant(format).orElseThrow();
        Path directory = model.unpack(variant, cache);
        return new PackagedModel(available.engine().open(directory, format, SessionOptions.DEFAULT));
    }

    Session session() {
        return session;
    }

    Tensor classify(Split.Digits split) throws EngineException {
        return session.run(Map.of(MeterModel.INPUT, split.crops())).get(MeterModel.OUTPUT);
    }

    @Override
    public void close() {
        session.close();
    }
}
