package io.signet.cli.bench;

import io.signet.inference.model.ModelPackage;
import io.signet.inference.model.PackageException;
import io.signet.inference.model.PublisherKey;
import io.signet.inference.spi.Engine;
import io.signet.inference.spi.EngineAvailability;
import io.signet.inference.tensorflow.TensorFlowEngine;
import io.signet.inference.tensorflow.TensorFlowOptions;
import io.signet.meter.MeterDigits;
import io.signet.statement.Bytes;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;

/**
 * What is measured on: the demo's model and an engine; its file is deleted when this is closed.
 *
 * @param file the model's
 */
record MeterSubject(Engine engine, ModelPackage model, Path file) implements AutoCloseable {
    /** On TensorFlow. */
    static MeterSubject load() throws BenchmarkException {
        return load(TensorFlowEngine.probe(TensorFlowOptions.forThisMachine()));
    }

    static MeterSubject load(EngineAvailability availability) throws BenchmarkException {
        if (availability instanceof EngineAvailability.NotAvailable not) {
            throw new BenchmarkException(not.toString());
        }
        try {
            Path file = Files.createTempFile("signet-bench-", MeterDigits.FILE_NAME);
            Files.write(file, MeterDigits.packageFile().toArray());
            ModelPackage model =
                    ModelPackage.read(file, Set.of(new PublisherKey(Bytes.fromHex(MeterDigits.publisher()))));
            return new MeterSubject(((EngineAvailability.Available) availability).engine(), model, file);
        } catch (IOException | PackageException e) {
            throw new BenchmarkException("cannot set up the model: " + e.getMessage(), e);
        }
    }

    @Override
    public void close() {
        try {
            Files.deleteIfExists(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
