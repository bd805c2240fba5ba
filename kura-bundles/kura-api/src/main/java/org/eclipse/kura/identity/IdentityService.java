package org.eclipse.kura.identity;

import org.eclipse.kura.KuraException;
import org.osgi.annotation.versioning.ProviderType;

/** Knows Kura's users. */
@ProviderType
public interface IdentityService {
    /** Throws if there is no such user, or that is not his password. */
    void checkPassword(String user, char[] password) throws KuraException;

    /** Throws if there is no such user, or he may not. */
    void checkPermission(String user, Permission permission) throws KuraException;
}
