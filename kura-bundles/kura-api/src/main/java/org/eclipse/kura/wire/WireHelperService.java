package org.eclipse.kura.wire;

import org.osgi.annotation.versioning.ProviderType;
import org.osgi.framework.ServiceReference;

/** Gives components their ends of wires. */
@ProviderType
public interface WireHelperService {
    /** The end of that component's wires. */
    WireSupport newWireSupport(WireComponent component, ServiceReference<WireComponent> reference);
}
