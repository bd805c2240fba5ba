package io.signet.inference.process.osgi;

import io.signet.inference.process.EngineProcessSettings;
import io.signet.inference.process.ProcessEngine;
import io.signet.inference.spi.EngineAvailability;
import io.signet.inference.spi.EngineException;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Function;
import org.osgi.framework.BundleContext;

/** An engine that lies in a bundle and runs in processes of its own. */
public final class BundledEngine {
    private BundledEngine() {}

    /**
     * Writes out what the processes need, and asks one whether the engine works.
     *
     * @param context of the engine's bundle
     * @param name the engine's name
     * @param engine a class of the engine's bundle
     * @param settings of the processes, with the class path that it is given
     */
    public static EngineAvailability probe(
            BundleContext context, String name, Class<?> engine, Function<List<Path>, EngineProcessSettings> settings) {
        List<Path> classPath;
        try {
            classPath = BundleClassPath.unpack(context, engine);
        } catch (IOException e) {
            return new EngineAvailability.NotAvailable(
                    name,
                    String.valueOf(EngineException.of("its process has nothing to run: cannot unpack its bundle", e)
                            .getMessage()));
        }
        return ProcessEngine.probe(settings.apply(classPath));
    }
}
