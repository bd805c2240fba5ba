package io.signet.inference.process;

import io.signet.inference.process.internal.EngineChild;
import io.signet.inference.process.internal.ProcessSession;
import io.signet.inference.spi.Engine;
import io.signet.inference.spi.EngineAvailability;
import io.signet.inference.spi.EngineException;
import io.signet.inference.spi.Session;
import io.signet.inference.spi.SessionOptions;
import io.signet.runtime.Clock;
import java.nio.file.Path;

/**
 * An engine of which each loaded model is a process of its own. A native crash, a run without an end and a lack of memory
 * end that process: the requests under way fail with a message that says so, other models go on, and the process is
 * started again. One that ends again and again is given up ({@link Session#failure}).
 *
 * <p>Statements name the engine, its version and its device as if it ran in this process: it computes the same.
 */
public final class ProcessEngine implements Engine {
    private final EngineProcessSettings settings;
    private final String version;
    private final String device;

    private ProcessEngine(EngineProcessSettings settings, String version, String device) {
        this.settings = settings;
        this.version = version;
        this.device = device;
    }

    /** Asks a process, which ends again, whether the engine works here. Takes as long as a JVM and the engine's libraries. */
    public static EngineAvailability probe(EngineProcessSettings settings) {
        try (EngineChild child = EngineChild.start(settings, 1, Clock.SYSTEM)) {
            return new EngineAvailability.Available(new ProcessEngine(settings, child.version(), child.device()));
        } catch (EngineException e) {
            return new EngineAvailability.NotAvailable(settings.name(), String.valueOf(e.getMessage()));
        }
    }

    @Override
    public String name() {
        return settings.name();
    }

    @Override
    public String version() {
        return version;
    }

    @Override
    public String device() {
        return device;
    }

    @Override
    public boolean supports(String format) {
        return settings.formats().contains(format);
    }

    @Override
    public Session open(Path directory, String format, SessionOptions options) throws EngineException {
        if (!supports(format)) {
            throw new EngineException(settings.name() + " runs " + settings.formats() + ", not " + format);
        }
        return ProcessSession.open(settings, directory.toAbsolutePath(), format, options, Clock.SYSTEM);
    }
}
