package org.eclipse.kura.wire;

import java.util.List;
import org.osgi.annotation.versioning.ProviderType;
import org.osgi.service.wireadmin.Consumer;
import org.osgi.service.wireadmin.Producer;

/** A component's end of its wires. */
@ProviderType
public interface WireSupport extends Producer, Consumer {
    /** Sends to whoever is wired. */
    void emit(List<WireRecord> records);
}
