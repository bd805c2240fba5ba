package org.eclipse.kura.message;

import java.util.Date;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Named values and the time that they are of. */
public class KuraPayload {
    private final Map<String, Object> metrics = new LinkedHashMap<>();
    private @Nullable Date timestamp;

    /** When it was. */
    @SuppressWarnings("JavaUtilDate") // Kura's
    public void setTimestamp(Date when) {
        timestamp = new Date(when.getTime());
    }

    /** When it was. */
    @SuppressWarnings("JavaUtilDate") // Kura's
    public @Nullable Date getTimestamp() {
        return timestamp == null ? null : new Date(timestamp.getTime());
    }

    /** One value more. */
    public void addMetric(String name, Object value) {
        metrics.put(name, value);
    }

    /** A value. */
    public @Nullable Object getMetric(String name) {
        return metrics.get(name);
    }
}
