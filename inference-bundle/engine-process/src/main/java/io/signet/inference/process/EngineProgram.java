package io.signet.inference.process;

import io.signet.inference.spi.EngineAvailability;
import java.util.Map;
import org.osgi.annotation.versioning.ConsumerType;

/**
 * Makes the engine in the process that is its own. Its class is named to that process, is public there and has a public
 * constructor without parameters.
 */
@ConsumerType
public interface EngineProgram {
    /**
     * Tells whether the engine works here; called once, before anything else.
     *
     * @param settings as {@link EngineProcessSettings#settings} has them
     */
    EngineAvailability probe(Map<String, String> settings);
}
