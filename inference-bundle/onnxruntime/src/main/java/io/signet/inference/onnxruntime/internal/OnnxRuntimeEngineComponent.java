package io.signet.inference.onnxruntime.internal;

import io.signet.inference.onnxruntime.OnnxRuntimeEngine;
import io.signet.inference.onnxruntime.OnnxRuntimeOptions;
import io.signet.inference.onnxruntime.OnnxRuntimeProcess;
import io.signet.inference.osgi.EngineService;
import io.signet.inference.process.osgi.BundledEngine;
import io.signet.inference.spi.EngineAvailability;
import org.osgi.framework.BundleContext;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Deactivate;
import org.osgi.service.metatype.annotations.Designate;

/** Offers the ONNX Runtime engine if its libraries load. */
@Designate(ocd = OnnxRuntimeConfig.class)
@Component(
        configurationPid = OnnxRuntimeConfig.PID,
        service = {},
        immediate = true)
public final class OnnxRuntimeEngineComponent {
    private final EngineService service;

    @Activate
    public OnnxRuntimeEngineComponent(BundleContext context, OnnxRuntimeConfig config) {
        OnnxRuntimeOptions options =
                config.threads() == 0 ? OnnxRuntimeOptions.forThisMachine() : new OnnxRuntimeOptions(config.threads());
        service = EngineService.register(context, probe(context, options, config.isolated()));
    }

    private static EngineAvailability probe(BundleContext context, OnnxRuntimeOptions options, boolean isolated) {
        return isolated
                ? BundledEngine.probe(
                        context,
                        OnnxRuntimeEngine.NAME,
                        OnnxRuntimeEngineComponent.class,
                        classPath -> OnnxRuntimeProcess.settings(options, classPath))
                : OnnxRuntimeEngine.probe(options);
    }

    @Deactivate
    void deactivate() {
        service.close();
    }
}
