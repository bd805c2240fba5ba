package io.signet.inference.internal;

import io.signet.inference.HostSettings;
import io.signet.inference.ModelInfo;
import io.signet.inference.model.ContentKey;
import io.signet.inference.model.ContentKeys;
import io.signet.inference.model.DecryptedFiles;
import io.signet.inference.model.Manifest;
import io.signet.inference.model.ModelPackage;
import io.signet.inference.model.ModelVariant;
import io.signet.inference.model.PackageException;
import io.signet.inference.spi.Engine;
import io.signet.inference.spi.EngineException;
import io.signet.inference.spi.Session;
import io.signet.inference.spi.SessionOptions;
import io.signet.inference.spi.TensorSpec;
import io.signet.runtime.Clock;
import io.signet.statement.Tensor;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A model that an engine has loaded and that has computed once.
 *
 * @param info the model, with the speed that the warm-up found
 * @param engine what loaded it
 * @param session the loaded model, owned by whoever holds this
 * @param throughput the speed that the warm-up found
 */
public record HostedModel(ModelInfo info, Engine engine, Session session, Throughput throughput) {
    private static final Logger LOG = LoggerFactory.getLogger(HostedModel.class);
    private static final int WARM_UP_RUNS_MAX = 5;
    private static final long WARM_UP_NANOS_MAX = Duration.ofMillis(300).toNanos();

    /**
     * Unpacks a variant of {@code modelPackage}, or decrypts it into memory, loads it and computes zeros with it. May take
     * seconds.
     *
     * @param keys where the package's key comes from if it is encrypted
     * @throws PackageException if the package cannot be unpacked or decrypted
     * @throws EngineException if the engine cannot load or run it, or it does not take and give what the manifest says
     */
    public static HostedModel load(
            ModelPackage modelPackage,
            ModelVariant variant,
            Engine engine,
            HostSettings settings,
            ContentKeys keys,
            Clock clock)
            throws PackageException, EngineException {
        try {
            if (modelPackage.manifest().encryption().isEmpty()) {
                Path files = modelPackage.unpack(variant, settings.cache());
                return open(
                        modelPackage,
                        options -> engine.open(files, variant.format(), options),
                        engine,
                        settings,
                        clock);
            }
            try (ContentKey key = keys.keyOf(modelPackage);
                    DecryptedFiles files = modelPackage.decrypt(variant, key)) {
                return open(
                        modelPackage,
                        options -> engine.openInMemory(files.byPath(), variant.format(), options),
                        engine,
                        settings,
                        clock);
            }
        } catch (RuntimeException bug) { // of an engine, which is not ours: another one may load it
            String name = modelPackage.manifest().identity().name();
            LOG.error("engine {} failed as it loaded model {}", engine.label(), name, bug);
            throw new EngineException("the engine has a fault: " + bug, bug);
        } catch (OutOfMemoryError e) { // of direct or native memory for this model; the host goes on without it
            throw new EngineException("not enough memory to load it: " + e.getMessage(), e);
        }
    }

    /** Name and version of what computes it, as statements give them. */
    public String engineLabel() {
        return engine.label(session);
    }

    /** Opens a session on the model's files, wherever they are. */
    @FunctionalInterface
    private interface Opening {
        Session open(SessionOptions options) throws EngineException;
    }

    private static HostedModel open(
            ModelPackage modelPackage, Opening opening, Engine engine, HostSettings settings, Clock clock)
            throws EngineException {
        Manifest manifest = modelPackage.manifest();
        int rowsMax = rowsMax(manifest, settings);
        Session bare = opening.open(
                new SessionOptions(rowsMax, settings.runsMax(), settings.runTimeMax(), manifest.precisions()));
        boolean complete = false;
        try {
            requireContract("inputs", bare.inputs(), manifest.contract().inputs());
            requireContract("outputs", bare.outputs(), manifest.contract().outputs());
            Session session = PostProcessedSession.of(bare, manifest.contract());
            long oneRow = warmUp(session, 1, clock);
            Throughput throughput =
                    new Throughput(oneRow, rowsMax, rowsMax == 1 ? oneRow : warmUp(session, rowsMax, clock));
            ModelInfo info = new ModelInfo(
                    manifest.identity().name(),
                    manifest.identity().version(),
                    modelPackage.digest(),
                    session.inputs(),
                    session.outputs(),
                    manifest.contract().fittingPicture(),
                    manifest.contract().labels(),
                    rowsMax,
                    throughput.rowsPerSecond());
            complete = true;
            return new HostedModel(info, engine, session, throughput);
        } finally {
            if (!complete) {
                bare.close();
            }
        }
    }

    /** Most rows of a run that keep to the bounds of rows and, where the sizes are known, of bytes. */
    private static int rowsMax(Manifest manifest, HostSettings settings) {
        List<TensorSpec> specs = new ArrayList<>(manifest.contract().inputs());
        specs.addAll(manifest.contract().outputs());
        if (!manifest.contract().steps().isEmpty()) {
            specs.addAll(manifest.contract().results()); // which there are beside the outputs
        }
        long rowBytes = 1;
        for (TensorSpec spec : specs) {
            if (!spec.batchable()) {
                return 1;
            }
            OptionalLong size = spec.rowSizeBytes();
            rowBytes += Math.min(size.orElse(0), settings.requestBytesMax());
        }
        return (int) Math.max(1, Math.min(settings.batchRowsMax(), settings.requestBytesMax() / rowBytes));
    }

    private static void requireContract(String what, List<TensorSpec> actual, List<TensorSpec> stated)
            throws EngineException {
        List<TensorSpec> sorted =
                stated.stream().sorted(Comparator.comparing(TensorSpec::name)).toList();
        if (!actual.equals(sorted)) {
            throw new EngineException("the model's " + what + " are " + actual + ", its manifest says " + sorted);
        }
    }

    /** Shortest time of a few runs on zeros, after one that is not counted: engines prepare in it. */
    private static long warmUp(Session session, int rows, Clock clock) throws EngineException {
        Map<String, Tensor> zeros = new HashMap<>();
        for (TensorSpec spec : session.inputs()) {
            List<Long> shape = new ArrayList<>();
            for (int i = 0; i < spec.shape().size(); i++) {
                long dimension = spec.shape().get(i);
                shape.add(dimension != TensorSpec.ANY ? dimension : i == 0 ? rows : 1);
            }
            int bytes = sizeBytes(spec, shape);
            zeros.put(spec.name(), Tensor.of(spec.type(), shape, ByteBuffer.allocateDirect(bytes)));
        }
        long start = clock.monotonicNanos();
        session.run(zeros);
        long shortest = Long.MAX_VALUE;
        for (int run = 0; run < WARM_UP_RUNS_MAX; run++) {
            long before = clock.monotonicNanos();
            session.run(zeros);
            long after = clock.monotonicNanos();
            shortest = Math.min(shortest, after - before);
            if (after - start > WARM_UP_NANOS_MAX) {
                break;
            }
        }
        return shortest;
    }

    private static int sizeBytes(TensorSpec spec, List<Long> shape) throws EngineException {
        try {
            return Tensor.sizeBytes(spec.type(), shape);
        } catch (IllegalArgumentException e) {
            throw new EngineException("input " + spec + " is too large to be computed: " + e.getMessage(), e);
        }
    }
}
