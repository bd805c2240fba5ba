package org.eclipse.kura.security.tamper.detection;

import java.util.Map;
import org.osgi.service.event.Event;

/** Says that a status changed. */
public class TamperEvent extends Event {
    /** Its topic. */
    public static final String TAMPER_EVENT_TOPIC =
            "org/eclipse/kura/security/tamper/detection/TamperEvent/TAMPER_STATUS_CHANGED";

    /** The status of a service, by its {@code kura.service.pid}. */
    public TamperEvent(String pid, TamperStatus status) {
        super(TAMPER_EVENT_TOPIC, Map.of("tamper.status", status, "sender.pid", pid));
    }
}
