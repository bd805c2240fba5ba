package org.eclipse.kura.security.tamper.detection;

import java.util.Map;
import org.eclipse.kura.type.TypedValue;

/** Whether something was tampered with, and what is known of it. */
public class TamperStatus {
    private final boolean tampered;
    private final Map<String, TypedValue<?>> properties;

    /** A status. */
    public TamperStatus(boolean tampered, Map<String, TypedValue<?>> properties) {
        this.tampered = tampered;
        this.properties = Map.copyOf(properties);
    }

    /** Whether something was. */
    public boolean isDeviceTampered() {
        return tampered;
    }

    /** What is known of it. */
    public Map<String, TypedValue<?>> getProperties() {
        return properties;
    }
}
