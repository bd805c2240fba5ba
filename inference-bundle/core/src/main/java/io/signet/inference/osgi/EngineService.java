package io.signet.inference.osgi;

import io.signet.inference.spi.Engine;
import io.signet.inference.spi.EngineAvailability;
import java.util.Dictionary;
import java.util.Hashtable;
import java.util.Map;
import java.util.Optional;
import org.osgi.framework.BundleContext;
import org.osgi.framework.ServiceRegistration;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** An engine as a service, which exists only where the engine works; where it does not, one line in the log says why. */
public final class EngineService implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(EngineService.class);

    private final Optional<ServiceRegistration<Engine>> registration;

    private EngineService(Optional<ServiceRegistration<Engine>> registration) {
        this.registration = registration;
    }

    /**
     * Registers the engine that a probe found, with its name, version and device as the properties {@code engine.name},
     * {@code engine.version} and {@code engine.device}.
     */
    public static EngineService register(BundleContext context, EngineAvailability availability) {
        if (availability instanceof EngineAvailability.Available available) {
            Engine engine = available.engine();
            LOG.info("engine {} on {}", engine.label(), engine.device());
            return new EngineService(Optional.of(context.registerService(Engine.class, engine, properties(engine))));
        }
        LOG.warn("engine {}", availability);
        return new EngineService(Optional.empty());
    }

    @SuppressWarnings("JdkObsolete") // OSGi's registry takes a Dictionary
    private static Dictionary<String, Object> properties(Engine engine) {
        return new Hashtable<>(Map.of(
                "engine.name", engine.name(), "engine.version", engine.version(), "engine.device", engine.device()));
    }

    /** Takes the service away. */
    @Override
    public void close() {
        registration.ifPresent(ServiceRegistration::unregister);
    }
}
