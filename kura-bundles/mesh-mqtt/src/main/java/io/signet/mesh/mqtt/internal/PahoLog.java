package io.signet.mesh.mqtt.internal;

import org.eclipse.paho.mqttv5.client.logging.JSR47Logger;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Takes Paho's log away from java.util.logging. Its arguments are left out, for Paho prints the beginning of payloads;
 * what matters to an operator is logged, once, by the transport. Made by Paho through reflection.
 */
public final class PahoLog extends JSR47Logger {
    private static final Logger LOG = LoggerFactory.getLogger(PahoLog.class);

    /** Makes all of this bundle's Paho log here. */
    static void install() {
        org.eclipse.paho.mqttv5.client.logging.LoggerFactory.setLogger(PahoLog.class.getName());
    }

    @Override
    public boolean isLoggable(int level) {
        return false; // asked before costly messages are put together
    }

    @Override
    public void log(
            int level,
            String sourceClass,
            String sourceMethod,
            String message,
            Object @Nullable [] inserts,
            @Nullable Throwable thrown) {
        if (level <= WARNING) {
            LOG.debug("{}.{}: message {}", sourceClass, sourceMethod, message, thrown);
        }
    }

    @Override
    public void trace(
            int level,
            String sourceClass,
            String sourceMethod,
            String message,
            Object @Nullable [] inserts,
            @Nullable Throwable thrown) {
        // several a packet, with its payload
    }
}
