package org.eclipse.kura.wire;

import java.util.Map;
import org.eclipse.kura.type.TypedValue;

/** Named values. */
public class WireRecord {
    private final Map<String, TypedValue<?>> properties;

    /** A record. */
    public WireRecord(Map<String, TypedValue<?>> properties) {
        this.properties = Map.copyOf(properties);
    }

    /** Its values. */
    public Map<String, TypedValue<?>> getProperties() {
        return properties;
    }
}
