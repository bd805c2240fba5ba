package io.signet.inference.tensorflow.internal;

import io.signet.inference.spi.Engine;
import io.signet.inference.spi.EngineAvailability;
import io.signet.inference.tensorflow.TensorFlowEngine;
import io.signet.inference.tensorflow.TensorFlowOptions;
import java.util.Dictionary;
import java.util.Hashtable;
import java.util.Map;
import java.util.Optional;
import org.osgi.framework.BundleContext;
import org.osgi.framework.ServiceRegistration;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Deactivate;
import org.osgi.service.metatype.annotations.Designate;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Registers the TensorFlow engine if its libraries load, and says so in one line if they do not: an engine's service
 * exists only where it works.
 */
@Designate(ocd = TensorFlowConfig.class)
@Component(
        configurationPid = TensorFlowConfig.PID,
        service = {},
        immediate = true)
public final class TensorFlowEngineComponent {
    private static final Logger LOG = LoggerFactory.getLogger(TensorFlowEngineComponent.class);

    private final Optional<ServiceRegistration<Engine>> registration;

    @Activate
    public TensorFlowEngineComponent(BundleContext context, TensorFlowConfig config) {
        TensorFlowOptions machine = TensorFlowOptions.forThisMachine();
        TensorFlowOptions options = new TensorFlowOptions(
                config.threads_intra() == 0 ? machine.intraOpThreads() : config.threads_intra(),
                config.threads_inter());
        EngineAvailability availability = TensorFlowEngine.probe(options);
        if (availability instanceof EngineAvailability.Available available) {
            Engine engine = available.engine();
            LOG.info("engine {} on {}, {} threads", engine.label(), engine.device(), options.intraOpThreads());
            registration = Optional.of(context.registerService(Engine.class, engine, properties(engine)));
        } else {
            LOG.warn("engine {}", availability);
            registration = Optional.empty();
        }
    }

    @SuppressWarnings("JdkObsolete") // OSGi's registry takes a Dictionary
    private static Dictionary<String, Object> properties(Engine engine) {
        return new Hashtable<>(Map.of(
                "engine.name", engine.name(), "engine.version", engine.version(), "engine.device", engine.device()));
    }

    @Deactivate
    void deactivate() {
        registration.ifPresent(ServiceRegistration::unregister);
    }
}
