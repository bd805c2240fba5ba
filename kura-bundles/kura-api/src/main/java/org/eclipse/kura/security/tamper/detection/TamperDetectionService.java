package org.eclipse.kura.security.tamper.detection;

import org.osgi.annotation.versioning.ProviderType;

/** Says whether something was tampered with; Kura's console has a page of all such services. */
@ProviderType
public interface TamperDetectionService {
    /** What the console calls it. */
    String getDisplayName();

    /** How it stands. */
    TamperStatus getTamperStatus();

    /** The user has seen it. */
    void resetTamperStatus();
}
