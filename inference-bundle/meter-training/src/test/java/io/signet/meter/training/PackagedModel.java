package io.signet.meter.training;

import io.signet.inference.model.ModelPackage;
import io.signet.inference.model.ModelVariant;
import io.signet.inference.model.PackageException;
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

/** A model package in the TensorFlow engine, as a node runs it. */
final class PackagedModel implements AutoCloseable {
    private final Session session;

    private PackagedModel(Session session) {
        this.session = session;
    }

    static PackagedModel open(ModelPackage model, Path cache) throws PackageException, EngineException {
        EngineAvailability availability = TensorFlowEngine.probe(new TensorFlowOptions(1, 1));
        if (!(availability instanceof EngineAvailability.Available available)) {
            throw new IllegalStateException(availability.toString());
        }
        ModelVariant variant = model.manifest().variant(TensorFlowEngine.FORMAT).orElseThrow();
        Path directory = model.unpack(variant, cache);
        return new PackagedModel(available.engine().open(directory, TensorFlowEngine.FORMAT, SessionOptions.DEFAULT));
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
