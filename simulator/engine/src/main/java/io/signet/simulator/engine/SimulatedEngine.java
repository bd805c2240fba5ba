package io.signet.simulator.engine;

import io.signet.inference.spi.Engine;
import io.signet.inference.spi.EngineException;
import io.signet.inference.spi.Session;
import io.signet.inference.spi.SessionOptions;
import io.signet.runtime.Limits;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Random;
import java.util.concurrent.locks.LockSupport;
import java.util.random.RandomGenerator;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;

/**
 * Computes {@code y = 2 x}, and takes the time that {@link EngineSettings} say. It waits without computing, so that tens
 * of nodes share few processors. Thread-safe.
 */
@Component(service = Engine.class)
public final class SimulatedEngine implements Engine {
    /** The format that this engine supports: a directory with the file {@value #FILE}. */
    public static final String FORMAT = "signet-simulated";

    /** The only file of a variant. */
    public static final String FILE = "model.txt";

    /** What that file says. */
    public static final String CONTENT = "y = 2 x\n";

    /** System property with the path of the file of {@link EngineSettings}. */
    public static final String SETTINGS_PROPERTY = "io.signet.simulator.engine.settings";

    private static final double SPREAD_LIMIT = 3;
    private static final double FACTOR_MIN = 0.1;
    private static final int PATH_CHARS_MAX = 4096;

    private final Path file;
    private final Waiting waiting;
    private final RandomGenerator random;

    /** How a run takes its time. */
    @FunctionalInterface
    public interface Waiting {
        /**
         * Returns after {@code nanos}.
         *
         * @throws InterruptedException if the thread is interrupted before
         */
        void await(long nanos) throws InterruptedException;
    }

    /**
     * The engine whose settings the system property {@value #SETTINGS_PROPERTY} names.
     *
     * @throws IOException if they can't be read or are wrong
     */
    @Activate
    public SimulatedEngine() throws IOException {
        this(
                Path.of(Limits.requireText(
                        SETTINGS_PROPERTY, System.getProperty(SETTINGS_PROPERTY, ""), PATH_CHARS_MAX)),
                SimulatedEngine::park,
                new Random());
    }

    /**
     * An engine with the settings in {@code file}, which may be replaced while it runs.
     *
     * @param random for the spread of the runs' times, and for the runs that fail; thread-safe
     * @throws IOException if they can't be read or are wrong
     */
    public SimulatedEngine(Path file, Waiting waiting, RandomGenerator random) throws IOException {
        this.file = file;
        this.waiting = waiting;
        this.random = random;
        EngineSettings.read(file);
    }

    private static void park(long nanos) throws InterruptedException {
        long until = System.nanoTime() + nanos;
        for (long left = nanos; left > 0; left = until - System.nanoTime()) {
            LockSupport.parkNanos(left);
            if (Thread.interrupted()) {
                throw new InterruptedException();
            }
        }
    }

    @Override
    public String name() {
        return "simulated";
    }

    @Override
    public String version() {
        return "1.0";
    }

    @Override
    public String device() {
        return "cpu/simulated";
    }

    @Override
    public boolean supports(String format) {
        return format.equals(FORMAT);
    }

    @Override
    public Session open(Path directory, String format, SessionOptions options) throws EngineException {
        if (!supports(format)) {
            throw new EngineException("the simulated engine runs " + FORMAT + ", not " + format);
        }
        Path model = directory.resolve(FILE);
        try {
            if (!Files.isRegularFile(model) || !Files.readString(model).equals(CONTENT)) {
                throw new EngineException(model + " does not say what the simulated engine computes");
            }
        } catch (IOException e) {
            throw new EngineException("cannot read " + model, e);
        }
        return new DoublingSession(this);
    }

    /** Takes the time of a run of {@code rows} rows. */
    void compute(long rows) throws EngineException {
        try {
            EngineSettings now = EngineSettings.read(file);
            if (random.nextDouble() < now.failing()) {
                throw new EngineException("out of memory, as the simulation wants it");
            }
            double gaussian = Math.max(-SPREAD_LIMIT, Math.min(SPREAD_LIMIT, random.nextGaussian()));
            double factor = Math.max(FACTOR_MIN, 1 + now.spread() * gaussian);
            waiting.await(Math.round(now.runNanos(rows) * factor));
        } catch (IOException e) {
            throw new EngineException("the simulated engine's settings can't be read", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new EngineException("interrupted", e);
        }
    }
}
