package org.eclipse.kura.wire;

import org.osgi.service.wireadmin.Consumer;

/** Receives. */
public interface WireReceiver extends WireComponent, Consumer {
    /** What came; on a thread of whoever emitted it. */
    void onWireReceive(WireEnvelope envelope);
}
