package io.signet.inference.tensorrt.internal;

import io.signet.inference.osgi.EngineService;
import io.signet.inference.process.osgi.BundledEngine;
import io.signet.inference.spi.EngineAvailability;
import io.signet.inference.spi.EngineAvailability.NotAvailable;
import io.signet.inference.spi.Precision;
import io.signet.inference.tensorrt.TensorRt;
import io.signet.inference.tensorrt.TensorRtOptions;
import java.io.File;
import java.util.Optional;
import java.util.function.Supplier;
import org.osgi.framework.BundleContext;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Deactivate;
import org.osgi.service.metatype.annotations.Designate;

/** Offers the TensorRT engine where there is a device and TensorRT. */
@Designate(ocd = TensorRtConfig.class)
@Component(
        configurationPid = TensorRtConfig.PID,
        service = {},
        immediate = true)
public final class TensorRtEngineComponent {
    private static final String CACHE = "cache";

    private final EngineService service;

    @Activate
    public TensorRtEngineComponent(BundleContext context, TensorRtConfig config) {
        this(context, config, TensorRt::absence);
    }

    TensorRtEngineComponent(BundleContext context, TensorRtConfig config, Supplier<Optional<NotAvailable>> absence) {
        Precision precision = Precision.of(config.precision());
        service = EngineService.register(context, probe(context, config, precision, absence.get()));
    }

    private static EngineAvailability probe(
            BundleContext context, TensorRtConfig config, Precision precision, Optional<NotAvailable> absence) {
        if (absence.isPresent()) {
            return absence.get(); // before anything is unpacked
        }
        File cache = context.getDataFile(CACHE);
        if (cache == null) {
            return new NotAvailable(TensorRt.NAME, "this framework gives bundles no files to keep plans in");
        }
        TensorRtOptions options = new TensorRtOptions(
                precision,
                config.workspace_mib(),
                config.graphs(),
                cache.toPath().toAbsolutePath());
        return BundledEngine.probe(
                context,
                TensorRt.NAME,
                TensorRtEngineComponent.class,
                classPath -> TensorRt.settings(options, classPath));
    }

    @Deactivate
    void deactivate() {
        service.close();
    }
}
