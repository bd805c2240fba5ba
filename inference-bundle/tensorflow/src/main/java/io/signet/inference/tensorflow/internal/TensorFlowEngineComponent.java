package io.signet.inference.tensorflow.internal;

import io.signet.inference.osgi.EngineService;
import io.signet.inference.process.osgi.BundledEngine;
import io.signet.inference.spi.EngineAvailability;
import io.signet.inference.tensorflow.TensorFlowEngine;
import io.signet.inference.tensorflow.TensorFlowOptions;
import io.signet.inference.tensorflow.TensorFlowProcess;
import org.osgi.framework.BundleContext;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Deactivate;
import org.osgi.service.metatype.annotations.Designate;

/** Offers the TensorFlow engine if its libraries load. */
@Designate(ocd = TensorFlowConfig.class)
@Component(
        configurationPid = TensorFlowConfig.PID,
        service = {},
        immediate = true)
public final class TensorFlowEngineComponent {
    private final EngineService service;

    @Activate
    public TensorFlowEngineComponent(BundleContext context, TensorFlowConfig config) {
        TensorFlowOptions machine = TensorFlowOptions.forThisMachine();
        TensorFlowOptions options = new TensorFlowOptions(
                config.threads_intra() == 0 ? machine.intraOpThreads() : config.threads_intra(),
                config.threads_inter());
        service = EngineService.register(context, probe(context, options, config.isolated()));
    }

    private static EngineAvailability probe(BundleContext context, TensorFlowOptions options, boolean isolated) {
        return isolated
                ? BundledEngine.probe(
                        context,
                        TensorFlowEngine.NAME,
                        TensorFlowEngineComponent.class,
                        classPath -> TensorFlowProcess.settings(options, classPath))
                : TensorFlowEngine.probe(options);
    }

    @Deactivate
    void deactivate() {
        service.close();
    }
}
